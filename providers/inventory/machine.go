package inventory

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"berth.dev/providers/tree"
)

// machine is a host in the words of a k0s block.
type machine struct {
	name, inventory string
	role            string
	noTaints        bool
	address         string
	private         string
	user, keyPath   string
	port            int64
	labels          map[string]string
	taints          []string
}

// What the words of a host may look like; engine/spec has the same rules.
var (
	hostName   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)
	userName   = regexp.MustCompile(`^[a-z_][a-z0-9_-]*$`)
	keyFile    = regexp.MustCompile(`^(~|)(/[A-Za-z0-9._@ -]+)+$`)
	labelKey   = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`)
	labelValue = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$`)
	taintForm  = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?(=[A-Za-z0-9]?[A-Za-z0-9._-]{0,62})?:(NoSchedule|PreferNoSchedule|NoExecute)$`)
)

const (
	controller = "controller"
	worker     = "worker"
	both       = "controller+worker"
)

// defaultSSH is the port of SSH where nothing says another one.
const defaultSSH = 22

// machine reads one host's variables.
func (i *importer) machine(host string, role string, vars variables) machine {
	m := machine{inventory: host, role: role, noTaints: role == both, port: defaultSSH, labels: map[string]string{}}
	m.address = i.address(host, vars)
	m.private = i.ip(host, vars, "ip")
	if m.private == m.address {
		m.private = ""
	}
	if access := i.ip(host, vars, "access_ip"); access != "" && access != m.private && access != m.address {
		i.lose("%s: access_ip %s, by which other hosts reach it. In k0s they use private_address, which is its ip", host, access)
	}
	m.user = i.matching(host, vars, userName, "ansible_user", "ansible_ssh_user")
	m.keyPath = i.matching(host, vars, keyFile, "ansible_ssh_private_key_file", "ansible_private_key_file")
	if text := i.text(host, vars, "ansible_port", "ansible_ssh_port"); text != "" {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil || n < 1 || n > 65535 {
			i.lose("%s: ansible_port is %q, which is no port", host, tree.Short(text))
		} else {
			m.port = n
		}
	}
	i.node(&m, vars)
	i.way(host, vars)
	return m
}

// address is where SSH finds a host: what a variable says, or its name as Ansible does
// it. A value that cannot be followed here leaves it open.
func (i *importer) address(host string, vars variables) string {
	at, before := host, len(i.lost)
	for _, name := range []string{"ansible_host", "ansible_ssh_host"} {
		if v := vars[name]; v != nil && v.Kind != tree.Null {
			at = i.text(host, vars, name)
			break
		}
	}
	if _, err := netip.ParseAddr(at); err != nil && !hostName.MatchString(at) && len(i.lost) == before {
		i.lose("%s: its address %q is neither an IP address nor a name", host, tree.Short(at))
	}
	if len(i.lost) > before {
		i.unreached = true
		return ""
	}
	return at
}

// text is the first of some variables that has a value here: not one of a template, and
// not what a vault keeps.
func (i *importer) text(host string, vars variables, names ...string) string {
	for _, name := range names {
		v := vars[name]
		switch {
		case v == nil || v.Kind == tree.Null || v.Text == "":
		case sealed(v):
			i.lose("%s: %s is in a vault", host, name)
		case strings.Contains(v.Text, "{{") || strings.Contains(v.Text, "{%"):
			i.lose("%s: %s is a template, which only Ansible can follow. Import what `ansible-inventory --list` prints, or write the value", host, name)
		default:
			return v.Text
		}
	}
	return ""
}

// sealed tells whether a vault keeps a value.
func sealed(v *tree.Value) bool {
	return v.Tag == "!vault" || v.Tag == "!vault-encrypted" || strings.HasPrefix(v.Text, vaultHead) || v.Get("__ansible_vault") != nil
}

func (i *importer) ip(host string, vars variables, name string) string {
	text := i.text(host, vars, name)
	if text == "" {
		return ""
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		i.lose("%s: %s is %q and no IP address", host, name, tree.Short(text))
		return ""
	}
	return a.String()
}

func (i *importer) matching(host string, vars variables, form *regexp.Regexp, names ...string) string {
	text := i.text(host, vars, names...)
	if text != "" && !form.MatchString(text) {
		i.lose("%s: %s is %q, which a k0s block cannot say", host, names[0], tree.Short(text))
		return ""
	}
	return text
}

// node reads labels and taints.
func (i *importer) node(m *machine, vars variables) {
	labels, taints := vars["node_labels"], vars["node_taints"]
	if m.role == controller && (labels != nil || taints != nil) {
		i.lose("%s: node_labels and node_taints. A controller of k0s is no node and has none", m.inventory)
		return
	}
	if labels != nil && (sealed(labels) || labels.Kind != tree.Map) {
		i.lose("%s: node_labels, which is %s here and no mapping", m.inventory, labels.Kind)
	} else if labels != nil {
		for _, l := range labels.Members {
			if value := l.Value.Scalar(); labelKey.MatchString(l.Key) && labelValue.MatchString(value) && !sealed(l.Value) {
				m.labels[l.Key] = value
			} else {
				i.lose("%s: the label %q, which is none of Kubernetes", m.inventory, tree.Short(l.Key))
			}
		}
	}
	if taints == nil {
		return
	}
	if sealed(taints) || taints.Kind != tree.List {
		i.lose("%s: node_taints, which is %s here and no list", m.inventory, taints.Kind)
		return
	}
	for _, t := range taints.Items {
		if taintForm.MatchString(t.Text) {
			m.taints = append(m.taints, t.Text)
		} else {
			i.lose("%s: the taint %q, which is none of Kubernetes", m.inventory, tree.Short(t.Text))
		}
	}
	slices.Sort(m.taints)
}

// way notes what of the way to a host berth has no words for.
func (i *importer) way(host string, vars variables) {
	if c := i.text(host, vars, "ansible_connection"); c != "" && c != "ssh" && c != "smart" && c != "paramiko" && c != "paramiko_ssh" {
		i.lose("%s: ansible_connection %s; berth reaches hosts by SSH", host, tree.Short(c))
	}
	for _, name := range []string{"ansible_ssh_common_args", "ansible_ssh_extra_args"} {
		if v := vars[name]; v != nil && v.Text != "" {
			i.lose("%s: %s, as a jump host; berth reaches each host directly", host, name)
		}
	}
	for _, name := range []string{"ansible_password", "ansible_ssh_pass", "ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"} {
		if vars[name] != nil {
			i.passwords[name] = true
		}
	}
}

// words say which hosts something is about, without listing a hundred of them.
func hostWords(names []string) string {
	const most = 5
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
