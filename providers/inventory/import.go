package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/providers/draft"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// Options say of the site what an inventory does not.
type Options struct {
	// Site is its name, Country its ISO 3166 code, LeadTime how long buying a server
	// takes, as in "240d".
	Site, Country, LeadTime string
	// CPU and Memory are what one node has for pods, as in "64" and "256Gi".
	CPU, Memory string
	// Limits bound the files; the zero value means [tree.DefaultLimits].
	Limits manifest.Limits
}

// whole tells whether everything is said that a site must have.
func (o Options) whole() bool {
	return o.Site != "" && o.Country != "" && o.LeadTime != "" && o.CPU != "" && o.Memory != ""
}

// Result is an inventory in the words of a site.
type Result struct {
	// HCL is a site block.
	HCL []byte
	// Whole is true where the block has all that a site must have.
	Whole bool
	// Hosts is how many machines it has.
	Hosts int
	// Lost says what of the inventory the words of a site cannot say, Open what a
	// person has to add.
	Lost, Open []string
}

// importer collects machines and what is to be said of them.
type importer struct {
	machines   []machine
	lost, open []string
	passwords  map[string]bool
	// unreached is true where a host has no address that can be said.
	unreached bool
}

func (i *importer) lose(format string, args ...any) {
	i.lost = append(i.lost, fmt.Sprintf(format, args...))
}

func (i *importer) ask(format string, args ...any) {
	i.open = append(i.open, fmt.Sprintf(format, args...))
}

// Import makes a site of an inventory.
func Import(files Files, o Options) (*Result, error) {
	if o.Limits == (manifest.Limits{}) {
		o.Limits = tree.DefaultLimits()
	}
	w, i := newWorld(), &importer{passwords: map[string]bool{}}
	if err := w.read(files, i, o.Limits); err != nil {
		return nil, err
	}
	vars, err := w.resolve()
	if err != nil {
		return nil, err
	}
	controls, nodes := w.either("kube_control_plane", "kube-master", "kube_master"), w.either("kube_node", "kube-node")
	if len(controls) == 0 || len(nodes) == 0 {
		return nil, errors.New("it has no hosts in kube_control_plane and kube_node, so it is no inventory of kubespray")
	}
	for _, host := range w.order {
		switch {
		case controls[host] && nodes[host]:
			i.machines = append(i.machines, i.machine(host, both, vars[host]))
		case controls[host]:
			i.machines = append(i.machines, i.machine(host, controller, vars[host]))
		case nodes[host]:
			i.machines = append(i.machines, i.machine(host, worker, vars[host]))
		}
	}
	if err := i.unlike(); err != nil {
		return nil, err
	}
	i.name()
	i.others(w, controls, nodes)
	i.cluster(vars)
	return i.done(o), nil
}

// read reads the inventory and what stands beside it.
func (w *world) read(files Files, i *importer, l manifest.Limits) error {
	text := files.Inventory.Bytes
	var err error
	switch {
	case bytes.HasPrefix(text, []byte("#!")):
		return errors.New("it is a program. Import what `ansible-inventory --list` prints of it")
	case bytes.HasPrefix(text, []byte(vaultHead)):
		return errors.New("it is in a vault. Import what `ansible-inventory --list` prints of it")
	case len(text) > l.SourceBytes:
		return fmt.Errorf("it has more than %d bytes, which no inventory has", l.SourceBytes)
	case isYAML(files.Inventory):
		err = w.readYAML(text, l)
	default:
		err = w.readINI(text, l)
	}
	if err != nil {
		return err
	}
	for _, name := range files.Unread {
		i.ask("%s is a symbolic link, and what it leads to was not read. Import what `ansible-inventory --list` prints to have its variables", name)
	}
	sealed, err := w.readVars(files.Vars, l)
	for _, name := range sealed {
		i.ask("%s is in a vault and was not read", name)
	}
	return err
}

// either are the members of a group under any of its names; older releases of
// kubespray wrote them with dashes.
func (w *world) either(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		maps.Copy(out, w.members(n))
	}
	return out
}

// unlike refuses two machines at one address: they would be one.
func (i *importer) unlike() error {
	seen := map[string]string{}
	for _, m := range i.machines {
		at := fmt.Sprintf("%s port %d", m.address, m.port)
		if other := seen[at]; other != "" && m.address != "" {
			return fmt.Errorf("%s and %s are both at %s; one machine is one host", other, m.inventory, at)
		}
		seen[at] = m.inventory
	}
	return nil
}

// name gives the machines names of the language.
func (i *importer) name() {
	var texts []string
	for _, m := range i.machines {
		texts = append(texts, m.inventory)
	}
	for n, name := range draft.Names(texts) {
		i.machines[n].name = name
	}
}

// others tells of hosts and groups that have no place in a cluster of k0s.
func (i *importer) others(w *world, controls, nodes map[string]bool) {
	beyond := func(groups map[string]bool) (out []string) {
		for _, h := range w.order {
			if groups[h] && !controls[h] {
				out = append(out, h)
			}
		}
		return out
	}
	if etcd := beyond(w.either("etcd")); len(etcd) > 0 {
		i.lose("etcd on %s: k0s runs it on its controllers", hostWords(etcd))
	}
	if rr := w.either("calico_rr", "calico-rr"); len(rr) > 0 {
		i.lose("calico_rr: route reflectors on %s, which k0s does not set up", hostWords(slices.Sorted(maps.Keys(rr))))
	}
	if b := w.either("bastion"); len(b) > 0 {
		i.lose("bastion: %s, a jump host; berth reaches each host directly", hostWords(slices.Sorted(maps.Keys(b))))
	}
	known := w.either("etcd", "calico_rr", "calico-rr", "bastion")
	var left []string
	for _, h := range w.order {
		if !controls[h] && !nodes[h] && !known[h] {
			left = append(left, h)
		}
	}
	if len(left) > 0 {
		i.ask("%s: left out, as they are in neither kube_control_plane nor kube_node", hostWords(left))
	}
}

// ofCluster are variables that say what a ClusterConfig has to say.
var ofCluster = []string{"kube_network_plugin", "kube_pods_subnet", "kube_service_addresses", "kube_proxy_mode", "cluster_name", "dns_domain", "container_manager"}

// cluster tells what the inventory says of the cluster as a whole.
func (i *importer) cluster(vars map[string]variables) {
	var said []string
	first := vars[i.machines[0].inventory]
	for _, name := range ofCluster {
		if v := first[name]; v != nil && v.Text != "" && !sealed(v) && !strings.Contains(v.Text, "{{") {
			said = append(said, name+" = "+tree.Short(v.Text))
		}
	}
	if len(said) > 0 {
		i.ask("kubespray's variables say %s: a ClusterConfig that k0s.config names has to say the same, where it matters", strings.Join(said, ", "))
	}
	if v := first["kube_version"]; v != nil && v.Text != "" && !sealed(v) {
		i.ask("kubespray installs Kubernetes %s; version of the k0s block is a version of k0s, as in \"v1.36.3+k0s.1\"", tree.Short(v.Text))
	}
	if len(i.passwords) > 0 {
		i.ask("left out: %s. berth has no passwords: it logs in by key, as root or as a user who may use sudo without one", strings.Join(slices.Sorted(maps.Keys(i.passwords)), ", "))
	}
}

func (i *importer) done(o Options) *Result {
	i.ask("the machines run kubespray's Kubernetes today. k0s cannot be installed beside it: empty and reset a machine before it joins")
	i.ask(`to let berth make the cluster: add version to the k0s block, host_key to each host (one line of "cat /etc/ssh/ssh_host_ed25519_key.pub", read on its console), and manage = "cluster"`)
	if !o.whole() {
		i.ask("an inventory does not say in which country the machines stand, how large they are, and how long buying one takes: fill in what stands as a comment, or give --site, --country, --lead-time, --cpu and --memory")
	}
	slices.Sort(i.lost)
	slices.Sort(i.open)
	return &Result{HCL: i.hcl(o), Whole: o.whole() && !i.unreached, Hosts: len(i.machines), Lost: slices.Compact(i.lost), Open: slices.Compact(i.open)}
}
