package workload

import (
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
)

// Input is one service on one site.
type Input struct {
	Workspace *spec.Workspace
	Service   *spec.Service
	Site      *spec.Site
	// Copies is how many copies are planned here, 0 for replicas.min. Manifests say
	// their own number.
	Copies int64
	// Manifests were rendered for the service, nil where it has a container block.
	Manifests []object.Object
	// Shared says that the manifests are those of all sites; see [Folder].
	Shared bool
	// Neighbours are the services around it; without them there is no NetworkPolicy.
	Neighbours *Neighbours
}

// Folder is where the manifests of a service for a site lie below the workspace, ""
// for nowhere, and whether all sites share them.
func Folder(s *spec.Service, site *spec.Site) (folder string, shared bool) {
	if own, ok := s.Manifests.V[site.Name]; ok {
		return own, false
	}
	all := s.Manifests.V[""]
	return all, all != ""
}

// Make returns the objects of a service on a site, in the order in which they are
// made, and what a person should hear. With an error among that there are no objects.
func Make(in Input) ([]object.Object, diag.List) {
	m := maker{Input: in, name: in.Service.Name, home: in.Service.Home()}
	var out []object.Object
	switch {
	case in.Manifests != nil:
		out = m.fromManifests()
	case in.Service.Container != nil:
		out = m.fromContainer()
	case in.Service.Manifests.Set():
		m.diags.Errorf(CodeNothing, m.at(in.Service.Manifests.Origin), "No manifests for the site",
			"Service %q has no folder of manifests for %s. Add one, as in manifests = { %s = \"deploy/%s\" }.", m.name, in.Site.Name, in.Site.Name, in.Site.Name)
	default:
		m.diags.Warnf(CodeNothing, m.at(in.Service.Origin), "Nothing to run",
			"Service %q has neither a container block nor manifests, so berth does not know what runs. Add one of the two.", m.name)
	}
	m.diags.Sort()
	if m.diags.HasErrors() {
		return nil, m.diags
	}
	slices.SortFunc(out, inOrder)
	return out, m.diags
}

// Reason is why a service has no objects, in one sentence or more, from what Make
// said; "" where it said nothing.
func Reason(said diag.List) string {
	var why []string
	for _, d := range said {
		if d.Severity == diag.Error || d.Code == CodeNothing {
			why = append(why, d.Detail)
		}
	}
	return strings.Join(why, " ")
}

// inOrder compares objects by the layer in which they are made, then by name.
func inOrder(a, b object.Object) int {
	x, _ := object.KindOf(a.Ref().Kind)
	y, _ := object.KindOf(b.Ref().Kind)
	if x.Rank != y.Rank {
		return x.Rank - y.Rank
	}
	return a.Ref().Compare(b.Ref())
}

// maker makes the objects of one service on one site.
type maker struct {
	Input
	name, home string
	diags      diag.List
}

func (m *maker) at(o spec.Origin) diag.Range {
	if !o.Set() {
		o = m.Service.Origin
	}
	return m.Workspace.Range(o)
}

func (m *maker) unsaid(at spec.Origin, summary, format string, args ...any) {
	m.diags.Errorf(CodeUnsaid, m.at(at), summary, format, args...)
}

func (m *maker) contradiction(at spec.Origin, summary, format string, args ...any) {
	m.diags.Errorf(CodeContradiction, m.at(at), summary, format, args...)
}

// fields are the members of a JSON object.
type fields = map[string]any

// object makes one object of the service, with its name and namespace.
func (m *maker) object(kind, name string, rest fields) object.Object {
	k, _ := object.KindOf(kind)
	o := object.Object{
		"apiVersion": k.APIVersion(),
		"kind":       kind,
		"metadata":   fields{"name": name, "namespace": m.home, "labels": m.labels()},
	}
	for member, value := range rest {
		o[member] = value
	}
	return o
}

// labelName is the label by which the service's pods are found.
const labelName = "app.kubernetes.io/name"

// labels are new ones with each call: objects do not share them.
func (m *maker) labels() fields { return fields{labelName: m.name} }
