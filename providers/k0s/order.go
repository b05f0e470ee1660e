package k0s

import (
	"math"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
)

// Codes of what is wrong with the orders of a site.
const (
	// CodeConfig is a ClusterConfig that cannot be read or must not be used.
	CodeConfig = "BERTH-C001"
	// CodeOrders is a k0s block from which no orders can be made.
	CodeOrders = "BERTH-C002"
)

// Sources give what a k0s block names: files and folders below the workspace.
type Sources struct {
	// Read returns a file, Render the objects of a kustomize folder.
	Read   func(name string) ([]byte, error)
	Render func(folder string) ([]object.Object, error)
}

// Order reads what a site's k0s block orders, or says what is wrong with it; there are
// no orders when that has errors. The workspace has been checked.
func Order(w *spec.Workspace, site *spec.Site, from Sources) (*Orders, diag.List) {
	var diags diag.List
	k := site.K0s
	if k == nil {
		diags.Errorf(CodeOrders, w.Range(site.Origin), "No cluster is said", "Site %q has no k0s block that says what its cluster is made of.", site.Name)
		return nil, diags
	}
	o := &Orders{Site: site.Name, Cluster: site.Cluster.Or(site.Name), Hosts: []Host{}}
	version, err := ParseVersion(k.Version.V)
	if err != nil {
		diags.Errorf(CodeOrders, w.Range(k.Origin), "No version", "Site %q: version: %s", site.Name, err)
	}
	o.Version = version
	for _, v := range k.Path.V {
		if on, err := ParseVersion(v); err == nil { // checked before
			o.Path = append(o.Path, on)
		}
	}
	for _, h := range k.Hosts {
		o.Hosts = append(o.Hosts, hostOf(h))
	}
	slices.SortFunc(o.Hosts, func(a, b Host) int { return order(a.Name, b.Name) })
	if options := k.Options; options != nil {
		o.LoseScratch = options.LoseScratch.V
		o.DrainTimeout, o.GracePeriod = int64(math.Ceil(options.DrainTimeout.V)), int64(math.Ceil(options.GracePeriod.V))
	}
	if site.Admit != nil {
		o.Groups, o.Users = slices.Sorted(slices.Values(site.Admit.Groups.V)), slices.Sorted(slices.Values(site.Admit.Users.V))
	}
	l := layers{w: w, site: site, from: from}
	o.Config = l.config()
	diags = append(diags, l.diags...)
	diags.Sort()
	if diags.HasErrors() {
		return nil, diags
	}
	return o, diags
}

// order compares names so that cp2 is before cp10.
func order(a, b string) int {
	if len(a) != len(b) && trimDigits(a) == trimDigits(b) {
		return len(a) - len(b)
	}
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func trimDigits(s string) string {
	for len(s) > 0 && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' {
		s = s[:len(s)-1]
	}
	return s
}

// The defaults of k0sctl.
const (
	defaultUser = "root"
	defaultPort = 22
)

func hostOf(h *spec.K0sHost) Host {
	return Host{
		Name: h.Name, Role: Role(h.Role.V), Address: h.Address.V, Port: int(h.Port.Or(defaultPort)), User: h.User.Or(defaultUser),
		KeyPath: h.KeyPath.V, HostKey: h.HostKey.V, PrivateAddress: h.PrivateAddress.V, PrivateInterface: h.PrivateInterface.V,
		DataDir: h.DataDir.V, Flags: h.InstallFlags.V, NoTaints: h.NoTaints.V, Environment: h.Environment.V,
		Labels: h.Labels.V, Taints: h.Taints.V, Pool: h.Pool.V,
	}
}
