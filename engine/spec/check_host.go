package spec

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// machineOf checks the words of one machine of a k0s cluster.
func (c *checker) machineOf(s *Site, h *K0sHost) {
	c.port(h.Port)
	if h.Pool.Set() && s.Pool(h.Pool.V) == nil {
		c.refOneOf(h.Pool.Origin, h.Pool.V, "node_pool", names(s.Pools, func(p *NodePool) string { return p.Name }))
	}
	c.reach(h)
	c.node(h)
	for _, f := range h.InstallFlags.V {
		c.installFlag(h.InstallFlags.Origin, f)
	}
	for _, name := range sortedNames(h.Environment.V) {
		c.variable(h, name, h.Environment.V[name])
	}
	if h.DataDir.Set() && !absolute.MatchString(h.DataDir.V) {
		c.errorf(CodeForm, h.DataDir.Origin, "Not a folder", "data_dir is the whole path of a folder on the host, as in \"/var/lib/k0s\", of letters, digits and ._-/ alone.")
	}
}

// What texts of a machine look like.
var (
	hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)
	userName = regexp.MustCompile(`^[a-z_][a-z0-9_-]*$`)
	device   = regexp.MustCompile(`^[A-Za-z0-9._@-]{1,15}$`)
	absolute = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)
	keyFile  = regexp.MustCompile(`^(~|)(/[A-Za-z0-9._@ -]+)+$`)
	variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// reach checks how SSH gets to a machine.
func (c *checker) reach(h *K0sHost) {
	address := h.Address.V
	if _, err := netip.ParseAddr(address); h.Address.Set() && err != nil && !hostName.MatchString(address) {
		c.errorf(CodeForm, h.Address.Origin, "Not an address", "%q is neither an IP address nor a name. The port is a word of its own.", shorten(address))
	}
	if _, err := netip.ParseAddr(h.PrivateAddress.V); h.PrivateAddress.Set() && err != nil {
		c.errorf(CodeForm, h.PrivateAddress.Origin, "Not an IP address", "private_address is the IP address by which the cluster's machines reach each other; %q is none.", shorten(h.PrivateAddress.V))
	}
	for _, v := range []struct {
		value Value[string]
		form  *regexp.Regexp
		words string
	}{
		{h.User, userName, "user is whom SSH logs in as, as in \"root\"; \"%s\" is no user's name."},
		{h.PrivateInterface, device, "private_interface is the name of a network device, as in \"eth1\"; \"%s\" is none."},
		{h.KeyPath, keyFile, "key_path is a file on the machine that runs berth, from / or ~/ on; \"%s\" is none."},
	} {
		if v.value.Set() && !v.form.MatchString(v.value.V) {
			c.errorf(CodeForm, v.value.Origin, "Wrong form", v.words, shorten(v.value.V))
		}
	}
	if h.HostKey.Set() && !isHostKey(h.HostKey.V) {
		c.errorf(CodeForm, h.HostKey.Origin, "Not a host key", `host_key is the type and the key of one line of "cat /etc/ssh/ssh_host_ed25519_key.pub", as in "ssh-ed25519 AAAA…", without the host's name and a comment.`)
	}
}

// keyTypes are the types of host keys that are taken. ssh-dss is none of them, and
// ssh-rsa is: it names the key, not the old signature.
var keyTypes = map[string]bool{"ssh-ed25519": true, "ssh-rsa": true, "ecdsa-sha2-nistp256": true, "ecdsa-sha2-nistp384": true, "ecdsa-sha2-nistp521": true}

// isHostKey tells whether a text is a public key: its bytes begin with its type.
func isHostKey(s string) bool {
	name, text, _ := strings.Cut(s, " ")
	blob, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !keyTypes[name] || len(blob) < 4 {
		return false
	}
	n := uint64(binary.BigEndian.Uint32(blob))
	return n < uint64(len(blob)-4) && bytes.Equal(blob[4:4+n], []byte(name))
}

// node checks what a machine is as a node of its cluster.
func (c *checker) node(h *K0sHost) {
	if h.NoTaints.V && h.Role.V != "controller+worker" {
		c.errorf(CodeCombination, h.NoTaints.Origin, "No taints to leave out", `no_taints is for role = "controller+worker" alone: others have no taint of k0s.`)
	}
	if h.Role.V == "controller" {
		for _, o := range []Origin{h.Labels.Origin, h.Taints.Origin} {
			if o.Set() {
				c.errorf(CodeCombination, o, "Not a node", `A controller is no node: it has no labels and taints. Make it "controller+worker", or remove this.`)
			}
		}
	}
	for _, key := range sortedNames(h.Labels.V) {
		if !labelKey.MatchString(key) || !labelValue.MatchString(h.Labels.V[key]) {
			c.errorf(CodeForm, h.Labels.Origin, "Not a label", "%q is not a label of Kubernetes.", shorten(key+"="+h.Labels.V[key]))
		}
	}
	for _, t := range h.Taints.V {
		if !taint.MatchString(t) {
			c.errorf(CodeForm, h.Taints.Origin, "Not a taint", "%q is not a taint. Write one as in \"dedicated=batch:NoSchedule\".", shorten(t))
		}
	}
}

// What labels and taints of Kubernetes look like.
var (
	labelKey   = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`)
	labelValue = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$`)
	taint      = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?(=[A-Za-z0-9]?[A-Za-z0-9._-]{0,62})?:(NoSchedule|PreferNoSchedule|NoExecute)$`)
)

// secretVariable is the name of a variable that holds a secret, and not the place of one.
var secretVariable = regexp.MustCompile(`(?i)(PASSWORD|PASSWD|SECRET|TOKEN)(_?(ACCESS_)?KEY|_?ID|_?VALUE|[0-9])?$`)

// variable checks one environment variable of a service. What is written here stands in
// plans, so that it may be no secret; the lines of one are not shown.
func (c *checker) variable(h *K0sHost, name, value string) {
	at := h.Environment.Origin
	u, err := url.Parse(value)
	switch {
	case !variable.MatchString(name):
		c.errorf(CodeForm, at, "Not a variable", "%q is not the name of an environment variable.", shorten(name))
	case strings.ContainsAny(value, "\n\r"):
		c.errorf(CodeForm, at, "More than one line", "The variable %s has more than one line; a service's environment has one each.", name)
	case err == nil && u.User != nil && u.User.String() != u.User.Username():
		c.errorf(CodeCombination, h.Origin, "Password in a spec", "The variable %s is a URL with a password. Plans would hold it: use a proxy that needs none, or set it on the host.", name)
	case value != "" && secretVariable.MatchString(name):
		c.errorf(CodeCombination, h.Origin, "Secret in a spec", "The variable %s is named as a secret is, and plans would hold it. Set it on the host, or name a file that has it.", name)
	}
}
