package k0s

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Change is how the k0s.yaml of one controller is to change.
type Change struct {
	Host string
	// Diff is unified, with secrets hidden.
	Diff string
}

// Changes are how the controllers' k0s.yaml differ from what k0sctl would write into
// them by the orders, by host. A controller that is not installed has none. A file that
// cannot be read is an error.
func (o *Orders) Changes(seen *Seen) ([]Change, error) {
	have, err := o.configs(seen)
	if err != nil {
		return nil, err
	}
	settled := o.discovered(have)
	var out []Change
	for _, h := range settled.Controllers() {
		was, ok := have[h.Name]
		if !ok {
			continue
		}
		if d := diffOf(h.Name, was, settled.expect(h)); d != "" {
			out = append(out, Change{Host: h.Name, Diff: d})
		}
	}
	return out, nil
}

// First is the k0s.yaml of the first controller of a cluster that is not there yet, as
// a diff.
func (o *Orders) first() string {
	for _, h := range o.Controllers() {
		return diffOf(h.Name, nil, o.expect(h))
	}
	return ""
}

// configs are the k0s.yaml of the installed controllers, by host.
func (o *Orders) configs(seen *Seen) (map[string]map[string]any, error) {
	out := map[string]map[string]any{}
	for _, h := range o.Controllers() {
		m := seen.Machine(h.Name)
		if !m.Installed {
			continue
		}
		config := map[string]any{}
		if len(m.Config) > 0 {
			var err error
			if config, err = readYAML(m.Config); err != nil {
				return nil, fmt.Errorf("site %s, host %s: /etc/k0s/k0s.yaml: %w", o.Site, h.Name, err)
			}
		}
		out[h.Name] = config
	}
	return out, nil
}

// Digest names the content of a k0s.yaml: two files that say the same have the same.
// Comments do not count, among them the date that k0sctl writes. Nor do secrets: a plan
// shows the rest of the file, and whoever has all but a password could try them all.
func Digest(config []byte) (string, error) {
	m, err := readYAML(config)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(emit(hide(m)))
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// discovered are the orders with the private addresses that k0sctl has found on the
// controllers by itself where the specs name none: etcd's address tells them.
func (o *Orders) discovered(have map[string]map[string]any) *Orders {
	out := *o
	out.Hosts = slices.Clone(o.Hosts)
	for i := range out.Hosts {
		h := &out.Hosts[i]
		peer := digText(have[h.Name], "spec", "storage", "etcd", "peerAddress")
		if h.Role.Controls() && h.PrivateAddress == "" && peer != h.Address && digText(o.Config, "spec", "storage", "etcd", "peerAddress") == "" {
			h.PrivateAddress = peer
		}
	}
	return &out
}

// expect is what k0sctl v0.32 writes into a controller's k0s.yaml.
func (o *Orders) expect(h Host) map[string]any {
	config := deepCopy(o.Config).(map[string]any)
	put(config, o.names(), "spec", "api", "sans")
	address := h.Address
	if h.PrivateAddress != "" {
		address = h.PrivateAddress
	}
	if digText(config, "spec", "api", "address") == "" && o.bindsToAddress() {
		put(config, address, "spec", "api", "address")
	}
	if o.storage() == "etcd" && (dig(config, "spec", "storage", "etcd", "peerAddress") != nil || h.PrivateAddress != "") {
		put(config, address, "spec", "storage", "etcd", "peerAddress")
	}
	return config
}

// names are those that the API's certificate is for: what the specs say, then the
// addresses of all controllers.
func (o *Orders) names() []any {
	said, _ := dig(o.Config, "spec", "api", "sans").([]any)
	out := slices.Clone(said)
	for _, h := range o.Controllers() {
		for _, address := range []string{h.Address, h.PrivateAddress} {
			if address != "" && !slices.Contains(out, any(address)) {
				out = append(out, address)
			}
		}
	}
	return out
}

func (o *Orders) bindsToAddress() bool {
	if only, _ := dig(o.Config, "spec", "api", "onlyBindToAddress").(bool); only {
		return true
	}
	six := strings.EqualFold(digText(o.Config, "spec", "network", "dualStack", "primaryAddressFamily"), "ipv6")
	local, _ := dig(o.Config, "spec", "network", "nodeLocalLoadBalancing", "enabled").(bool)
	return six && local
}

// storage is where the cluster keeps its state: "etcd" or "kine".
func (o *Orders) storage() string {
	if said := digText(o.Config, "spec", "storage", "type"); said != "" {
		return said
	}
	return o.ownStorage()
}

// ownStorage is where k0s keeps a cluster's state unless it is told.
func (o *Orders) ownStorage() string {
	if c := o.Controllers(); len(c) > 0 && c[0].Role == Single {
		return "kine"
	}
	return "etcd"
}
