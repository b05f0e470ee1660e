package object

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Bound is something in an object that fits one site only.
type Bound struct {
	// Path names the field for people.
	Path  string
	Value string
}

// siteWords begin labels and annotations that only one kind of cluster reads.
func siteWords() []string {
	return []string{
		"alb.ingress.kubernetes.io/", "appgw.ingress.kubernetes.io/", "autopilot.gke.io/", "azure.workload.identity/",
		"beta.cloud.google.com/", "cloud.google.com/", "eks.amazonaws.com/", "gke.io/", "iam.amazonaws.com/", "iam.gke.io/",
		"ingress.gcp.kubernetes.io/", "karpenter.sh/", "kubernetes.azure.com/", "metallb.io/", "metallb.universe.tf/",
		"networking.gke.io/", "service.beta.kubernetes.io/", "service.kubernetes.io/aws-", "service.kubernetes.io/azure-",
	}
}

// placeWords begin labels of nodes that say where a node is or what it is rented as.
func placeWords() []string {
	return append(siteWords(),
		"failure-domain.beta.kubernetes.io/", "kubernetes.io/hostname", "node.kubernetes.io/instance-type",
		"beta.kubernetes.io/instance-type", "topology.gke.io/", "topology.kubernetes.io/", "topology.ebs.csi.aws.com/")
}

func starts(name string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(name, w) })
}

// SiteBound finds what binds an object to one site: notes to a cloud, nodes of a
// cloud or a zone, addresses, classes of storage. Such an object runs elsewhere only
// with that replaced. The findings are sorted by path.
func (o Object) SiteBound() []Bound {
	b := &binder{}
	b.notes("metadata", o.in("metadata"))
	if template := Object(o.PodTemplate()); template != nil {
		b.pod(o.templatePath(), template)
	}
	switch o.text("kind") {
	case "Service":
		b.text("spec.loadBalancerIP", o.At("spec", "loadBalancerIP"))
		b.text("spec.loadBalancerClass", o.At("spec", "loadBalancerClass"))
		b.text("spec.externalIPs", o.At("spec", "externalIPs"))
		b.text("spec.loadBalancerSourceRanges", o.At("spec", "loadBalancerSourceRanges"))
	case "PersistentVolumeClaim":
		b.claim("spec", o.in("spec"))
	case "StatefulSet":
		for i, c := range items(o.At("spec", "volumeClaimTemplates")) {
			b.claim(fmt.Sprintf("spec.volumeClaimTemplates[%d].spec", i), c.in("spec"))
		}
	}
	slices.SortStableFunc(b.found, func(a, c Bound) int { return strings.Compare(a.Path, c.Path) })
	return b.found
}

func (o Object) templatePath() string {
	if o.text("kind") == "CronJob" {
		return "spec.jobTemplate.spec.template"
	}
	return "spec.template"
}

// binder gathers what binds.
type binder struct{ found []Bound }

func (b *binder) add(path, value string) { b.found = append(b.found, Bound{path, value}) }

// text adds a field that binds whatever it says, if it says anything.
func (b *binder) text(path string, v any) {
	if list, ok := v.([]any); v == nil || v == "" || ok && len(list) == 0 {
		return
	}
	b.add(path, show(v))
}

func (b *binder) claim(path string, spec Object) {
	b.text(path+".storageClassName", spec["storageClassName"])
	b.text(path+".volumeName", spec["volumeName"])
}

// notes adds labels and annotations for one kind of cluster.
func (b *binder) notes(path string, meta Object) {
	for _, where := range []string{"annotations", "labels"} {
		notes := meta.in(where)
		for _, key := range slices.Sorted(maps.Keys(notes)) {
			if starts(key, siteWords()) {
				b.add(fmt.Sprintf("%s.%s[%q]", path, where, key), show(notes[key]))
			}
		}
	}
}

func (b *binder) pod(path string, template Object) {
	b.notes(path+".metadata", template.in("metadata"))
	path += ".spec"
	spec := template.in("spec")
	b.text(path+".nodeName", spec["nodeName"])
	nodes := spec.in("nodeSelector")
	for _, key := range slices.Sorted(maps.Keys(nodes)) {
		if starts(key, placeWords()) {
			b.add(fmt.Sprintf("%s.nodeSelector[%q]", path, key), show(nodes[key]))
		}
	}
	affinity := path + ".affinity.nodeAffinity"
	rules := spec.in("affinity", "nodeAffinity")
	required := "requiredDuringSchedulingIgnoredDuringExecution"
	for i, term := range items(rules.At(required, "nodeSelectorTerms")) {
		b.term(fmt.Sprintf("%s.%s.nodeSelectorTerms[%d]", affinity, required, i), term)
	}
	preferred := "preferredDuringSchedulingIgnoredDuringExecution"
	for i, p := range items(rules[preferred]) {
		b.term(fmt.Sprintf("%s.%s[%d].preference", affinity, preferred, i), p.in("preference"))
	}
	for i, v := range items(spec["volumes"]) {
		b.volume(fmt.Sprintf("%s.volumes[%d]", path, i), v)
	}
}

func (b *binder) term(path string, term Object) {
	for _, list := range []string{"matchExpressions", "matchFields"} {
		for i, e := range items(term[list]) {
			key := e.text("key")
			if list == "matchFields" || starts(key, placeWords()) {
				b.add(fmt.Sprintf("%s.%s[%d]", path, list, i), key+" "+e.text("operator")+" "+show(e["values"]))
			}
		}
	}
}

// volume adds what a node or a cloud has and no other site does.
func (b *binder) volume(path string, v Object) {
	for _, disk := range []string{"awsElasticBlockStore", "azureDisk", "azureFile", "gcePersistentDisk", "hostPath"} {
		if disk := v.in(disk); disk != nil {
			b.add(path, show(map[string]any(v)))
		}
	}
	b.text(path+".ephemeral.volumeClaimTemplate.spec.storageClassName", v.At("ephemeral", "volumeClaimTemplate", "spec", "storageClassName"))
}
