package workload

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation"

	"berth.dev/engine/object"
)

// fromManifests takes over what was rendered, or says of each object what is wrong.
func (m *maker) fromManifests() (out []object.Object) {
	if len(m.Manifests) == 0 {
		m.refuse(CodeNothing, "No objects", "the manifests of service %q hold no object. An empty folder never means that nothing should run.", m.name)
	}
	seen := map[object.Ref]bool{}
	for _, o := range m.Manifests {
		clean, ok := m.admit(o)
		if !ok {
			continue
		}
		if ref := clean.Ref(); seen[ref] {
			m.refuse(CodeTwice, "Object made twice", "the manifests of service %q make %s twice. Remove one of the two.", m.name, ref)
		} else {
			seen[ref] = true
			out = append(out, clean)
		}
	}
	m.single(out)
	return out
}

// refuse reports a mistake in manifests, at the word that names their folder.
func (m *maker) refuse(code, summary, format string, args ...any) {
	detail := []rune(fmt.Sprintf(format, args...))
	if len(detail) > 0 && detail[0] >= 'a' && detail[0] <= 'z' {
		detail[0] -= 'a' - 'A'
	}
	m.diags.Errorf(code, m.at(m.Service.Manifests.Origin), summary, "%s", string(detail))
}

// admit checks one object, and returns it as berth would write it.
func (m *maker) admit(o object.Object) (object.Object, bool) {
	before := len(m.diags)
	if !m.known(o) {
		return nil, false
	}
	m.named(o)
	m.unowned(o)
	if len(m.diags) > before {
		return nil, false
	}
	clean, err := object.Clean(m.atHome(o))
	if err != nil {
		m.refuse(CodeShape, "Not an object of its kind", "%s. Mend it in the manifests of service %q.", err, m.name)
		return nil, false
	}
	m.unbound(clean)
	return clean, true
}

// known checks that berth writes objects of this kind, and this version of it.
func (m *maker) known(o object.Object) bool {
	ref := o.Ref()
	version, _ := o.At("apiVersion").(string)
	kind, found := object.KindOf(ref.Kind)
	switch {
	case ref.Kind == "" || version == "":
		m.refuse(CodeShape, "Not an object", "an object in the manifests of service %q has no kind or no apiVersion.", m.name)
	case ref.Kind == "Namespace" && ref.Name == m.home:
		m.diags.Warnf(CodeIdle, m.at(m.Service.Manifests.Origin), "Namespace left out",
			"%s: berth makes the namespace where it is missing and writes none of its labels. Service %q brings it for nothing.", ref, m.name)
	case ref.Kind == "Namespace":
		m.refuse(CodeName, "Another namespace", "%s: the objects of service %q live in %s. Remove it, or set namespace = %q.", ref, m.name, m.home, ref.Name)
	case !found || kind.Internal || kind.Cluster || kind.Watched:
		m.refuse(CodeKind, "Kind that berth does not write", "%s: berth writes no %s. Have somebody with the right apply it first, and take it out of the manifests of service %q.", ref, ref.Kind, m.name)
	case version != kind.APIVersion():
		m.refuse(CodeKind, "Version that berth does not write", "%s: it has apiVersion %s; berth writes %s. Change it in the manifests of service %q.", ref, version, kind.APIVersion(), m.name)
	default:
		return true
	}
	return false
}

// named checks that the object has the name by which it is found again.
func (m *maker) named(o object.Object) {
	ref := o.Ref()
	switch {
	case o.At("metadata", "generateName") != nil:
		m.refuse(CodeName, "Generated name", "%s: a generated name is another one each time, so the object could not be found again. Set metadata.name in the manifests of service %q.", ref, m.name)
	case ref.Name == "":
		m.refuse(CodeName, "Object without a name", "a %s in the manifests of service %q has no name. Set metadata.name.", ref.Kind, m.name)
	case len(validation.IsDNS1123Subdomain(ref.Name)) > 0:
		m.refuse(CodeName, "Not a name", "%s: the name must be small letters, digits, dashes and dots, a letter or digit at either end. Change it in the manifests of service %q.", ref, m.name)
	case ref.Namespace != "" && ref.Namespace != m.home:
		m.refuse(CodeName, "Another namespace", "%s: the objects of service %q live in %s. Change the manifests, or set namespace = %q.", ref, m.name, m.home, ref.Namespace)
	}
}

// unowned checks that the object does not say that it belongs to somebody: a label
// of ownership in a file would make berth's of it what is not.
func (m *maker) unowned(o object.Object) {
	for _, label := range []string{object.LabelService, object.LabelPartOf, object.LabelSet} {
		if o.Label(label) != "" {
			m.refuse(CodeOwned, "Label of ownership", "%s: it has the label %s, which berth alone writes. Remove it from the manifests of service %q.", o.Ref(), label, m.name)
		}
	}
	if o.At("metadata", "ownerReferences") != nil {
		m.refuse(CodeOwned, "Object with an owner", "%s: it names an owner by a UID, which is another one on each cluster. Remove ownerReferences from the manifests of service %q.", o.Ref(), m.name)
	}
}

// atHome is the object in the service's namespace.
func (m *maker) atHome(o object.Object) object.Object {
	out := o.Copy()
	if meta, ok := out["metadata"].(map[string]any); ok {
		meta["namespace"] = m.home
	}
	return out
}

// single checks that manifests never run two copies of what must run once.
func (m *maker) single(objects []object.Object) {
	if m.Service.Concurrency.V != "one" {
		return
	}
	for _, o := range objects {
		why := ""
		copies, counted := o.Copies()
		strategy, _ := o.At("spec", "strategy", "type").(string)
		policy, _ := o.At("spec", "concurrencyPolicy").(string)
		switch kind := o.Ref().Kind; {
		case kind == "HorizontalPodAutoscaler":
			why = "an autoscaler would add copies. Remove it"
		case kind == "DaemonSet":
			why = "a DaemonSet runs one copy on each node. Make it a Deployment"
		case (kind == "Deployment" || kind == "StatefulSet") && counted && copies > 1:
			why = fmt.Sprintf("it has %d copies. Set replicas to 1", copies)
		case kind == "Deployment" && strategy != "Recreate":
			why = "a rolling update runs the old and the new copy side by side. Set strategy.type to Recreate"
		case kind == "CronJob" && (policy == "" || policy == "Allow"):
			why = "a run may begin while the last one is under way. Set concurrencyPolicy to Forbid"
		}
		if why != "" {
			m.refuse(CodeContradiction, "One and several", "%s: concurrency = \"one\" of service %q means that two copies never run, but %s.", o.Ref(), m.name, why)
		}
	}
}

// unbound checks that manifests for all sites hold nothing of one site.
func (m *maker) unbound(o object.Object) {
	if !m.Shared {
		return
	}
	for _, b := range o.SiteBound() {
		m.refuse(CodeBound, "Bound to one site", "%s: %s is %s, which only one site has, and the manifests of service %q are for all sites. Make a folder for each site, as in manifests = { %s = \"deploy/%s\" }.", o.Ref(), b.Path, b.Value, m.name, m.Site.Name, m.Site.Name)
	}
}
