package k0s

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// refuse says what was seen that no plan may be made over.
func (p *planner) refuse() error {
	var errs []error
	for i := range p.want.Hosts {
		h := &p.want.Hosts[i]
		if why := p.against(h, p.seen.Machine(h.Name)); why != "" {
			errs = append(errs, fmt.Errorf("site %s, host %s: %s", p.want.Site, h.Name, why))
		}
	}
	if len(errs) == 0 {
		errs = append(errs, p.gone(), p.moved())
	}
	return errors.Join(errs...)
}

// against says what of one machine stands against a plan, "" for nothing.
func (p *planner) against(h *Host, m Machine) string {
	now, want := flagsOf(m.Args), flagsFor(h, flagsOf(m.Args))
	switch {
	case !m.Installed:
		return ""
	case !m.Running:
		return "k0s is installed and does not run. Start it (`systemctl start k0scontroller` or `k0sworker`), or find out why it does not: k0sctl would refuse the host, or install it anew"
	case m.Role != h.Role:
		return fmt.Sprintf("it runs as a %s and the specs say %s. k0s cannot change a role: remove the host, apply, and add it with the new one", m.Role, h.Role)
	case h.Role == Worker && !p.exists():
		return "it is a worker already, and no controller of the specs has k0s: it belongs to another cluster. Take it out of that one, or correct its address"
	case m.Stray:
		return fmt.Sprintf("k0s runs on it, and the cluster has no node %s: it belongs to another cluster, or could not join. Take it out of that one, or run `k0s stop` and `k0s reset` on it and plan again", m.Node)
	case h.Role.Controls() && isOn(now.service, "--enable-dynamic-config"):
		return "the controller runs with dynamic configuration, where k0sctl leaves out most of what changes. Reinstall it without --enable-dynamic-config before berth manages the cluster"
	case now.service["--kubelet-root-dir"] != "":
		return "it has --kubelet-root-dir, which the specs have no word for; k0sctl would take it away. Leave the cluster to k0sctl (manage = \"objects\")"
	}
	if dir := dataDir(m.Args); dir != "" && dir != dirOr(h.DataDir) {
		return fmt.Sprintf("its data lie in %s and the specs say %s. k0s does not move them: write data_dir = %q", dir, dirOr(h.DataDir), dir)
	}
	if diff := joinFlags(want, now); len(diff) > 0 && h.Role.Works() {
		return fmt.Sprintf("it joined with other %s than the specs say, and k0s gives them when a node joins. Say what it has (%s), or remove the host, apply, and add it again",
			strings.ReplaceAll(strings.Join(diff, " and "), "--", ""), labelsAndTaints(now))
	}
	return ""
}

func isOn(flags map[string]string, name string) bool {
	v, is := flags[name]
	return is && v != "false"
}

func labelsAndTaints(f flagSet) string {
	words := []string{}
	for _, name := range onJoin {
		words = append(words, fmt.Sprintf("%s: %q", strings.TrimPrefix(name, "--"), f.service[name]))
	}
	return strings.Join(words, ", ")
}

// dataDir is where a service keeps its data by its flags, "" where they do not say.
func dataDir(args []string) string {
	for _, a := range args {
		if dir, ok := strings.CutPrefix(a, "--data-dir="); ok {
			return dir
		}
	}
	return ""
}

// defaultDataDir is where k0s keeps its data unless told otherwise.
const defaultDataDir = "/var/lib/k0s"

func dirOr(dir string) string {
	if dir == "" {
		return defaultDataDir
	}
	return dir
}

// gone refuses to remove a controller that the record has and the specs do not.
func (p *planner) gone() error {
	if p.seen.Record == nil {
		return nil
	}
	for _, h := range p.seen.Record.Controllers() {
		if p.keeps(h) || !p.seen.Machine(h.Name).Installed {
			continue
		}
		return fmt.Errorf("site %s, host %s: it is a controller of the cluster and the specs have it no longer. k0sctl says that it removes one and leaves it in etcd, so that the API stops later. "+
			"By hand: `k0s etcd leave` on it, then `k0s stop` and `k0s reset`; plan again when it has no k0s", p.want.Site, h.Name)
	}
	return nil
}

// keeps tells whether the specs still have a machine, by its name or its address.
func (p *planner) keeps(was Host) bool {
	return slices.ContainsFunc(p.want.Hosts, func(h Host) bool {
		return h.Name == was.Name || h.Address == was.Address && h.Port == was.Port
	})
}

// fixed are what a cluster keeps all its life.
var fixed = [][]string{
	{"network", "provider"}, {"network", "podCIDR"}, {"network", "serviceCIDR"}, {"network", "clusterDomain"},
	{"network", "dualStack"}, {"network", "primaryAddressFamily"}, {"storage", "type"}, {"api", "port"},
}

// defaults are what k0s takes where a configuration does not say.
var defaults = map[string]any{
	"network.provider": "kuberouter", "network.podCIDR": "10.244.0.0/16", "network.serviceCIDR": "10.96.0.0/12",
	"network.clusterDomain": "cluster.local", "network.primaryAddressFamily": "IPv4", "api.port": int64(6443),
}

// moved refuses to change what a cluster keeps all its life.
func (p *planner) moved() error {
	have, err := p.want.configs(p.seen)
	if err != nil {
		return err
	}
	settled := p.want.discovered(have)
	for _, host := range sortedKeys(have) {
		peer := []string{"spec", "storage", "etcd", "peerAddress"}
		was, is := digText(have[host], peer...), digText(settled.expect(*settled.Host(host)), peer...)
		if was != "" && was != is {
			return fmt.Errorf("site %s, host %s: etcd knows it as %s, and by the specs it would be %q. A member keeps its address: write private_address = %q", p.want.Site, host, was, is, was)
		}
		for _, names := range fixed {
			path := append([]string{"spec"}, names...)
			name := strings.Join(names, ".")
			was, is := orDefault(dig(have[host], path...), name), orDefault(dig(p.want.Config, path...), name)
			if name == "storage.type" {
				was, is = orText(was, p.want.ownStorage()), orText(is, p.want.ownStorage())
			}
			if string(emit(was)) != string(emit(is)) {
				return fmt.Errorf("site %s: spec.%s is %v on host %s and %v in the specs. A cluster keeps it all its life: write what it has, or make another cluster", p.want.Site, name, oneLine(was), host, oneLine(is))
			}
		}
	}
	return nil
}

func orDefault(v any, name string) any {
	if v == nil {
		return defaults[name]
	}
	return v
}

func orText(v any, other string) any {
	if s, _ := v.(string); s != "" {
		return s
	}
	return other
}

// oneLine writes a value into a message.
func oneLine(v any) string {
	if v == nil {
		return "not set"
	}
	return shorten(strings.Join(lines(emit(hide(v))), ", "))
}

// strange refuses what berth did not make and what differs from the specs, and skews of
// versions that nobody supports.
func (p *planner) strange() error {
	var errs []error
	for _, name := range sortedKeys(p.at) {
		if v := p.at[name]; v.Compare(p.runs) > 0 {
			errs = append(errs, fmt.Errorf("site %s, host %s: its k0s is %s, newer than the controllers' %s, which Kubernetes does not support. Upgrade the controllers by hand to %s first, or reinstall the worker",
				p.want.Site, name, v, p.runs, v))
		}
	}
	if p.seen.Ours || len(errs) > 0 {
		return errors.Join(errs...)
	}
	differs := p.differs()
	if len(differs) == 0 {
		return nil
	}
	return fmt.Errorf("site %s: berth did not make the cluster, and it differs from the specs: %s. Say first what it is (`berth import k0sctl`), apply that, which takes it over and changes nothing, and change it then",
		p.want.Site, strings.Join(differs, "; "))
}

// differs says in words what of the machines that run is not as the specs say.
func (p *planner) differs() (out []string) {
	for _, c := range p.changes {
		out = append(out, fmt.Sprintf("k0s.yaml of host %s:\n%s", c.Host, c.Diff))
	}
	for i := range p.want.Hosts {
		h := &p.want.Hosts[i]
		m := p.seen.Machine(h.Name)
		if !m.Installed {
			continue
		}
		if m.Version != p.want.Version {
			out = append(out, fmt.Sprintf("host %s runs %s and not %s", h.Name, m.Version, p.want.Version))
		}
		if now := flagsOf(m.Args); !h.leaves(m) {
			out = append(out, fmt.Sprintf("host %s runs with %q and not %q", h.Name, now, flagsFor(h, now)))
		}
	}
	return out
}
