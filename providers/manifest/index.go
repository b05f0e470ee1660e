package manifest

import (
	"cmp"
	"slices"
	"strings"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// key is what objects of one kind are told apart by.
type key struct{ namespace, name string }

// scaled is what an autoscaler points at.
type scaled struct{ namespace, kind, name string }

// budget is a PodDisruptionBudget with its selector made ready.
type budget struct {
	*object[policyv1.PodDisruptionBudget]
	selector labels.Selector
}

// index finds objects by what others say of them. Its lists are sorted.
type index struct {
	services map[key]*object[corev1.Service]
	configs  map[key]*object[corev1.ConfigMap]
	claims   map[key]*object[corev1.PersistentVolumeClaim]
	// numbered are claims whose name ends in a number, by the name before it: a
	// StatefulSet makes such.
	numbered map[key][]*object[corev1.PersistentVolumeClaim]
	scalers  map[scaled]*object[autoscalingv1.HorizontalPodAutoscaler]
	// budgets are by namespace, doors by the Service that an Ingress leads to.
	budgets map[string][]budget
	doors   map[key][]*object[networkingv1.Ingress]
	// behind are the workloads whose pods a Service leads to, and before the
	// Services that lead to a workload.
	behind map[*object[corev1.Service]][]*workload
	before map[*workload][]*object[corev1.Service]
	// hosts are the public names that Ingresses answer to.
	hosts map[string]string
	// namespaces are those that workloads and Services name.
	namespaces map[string]bool
}

// sortAll puts every list in the order of namespace, name and kind.
func (o *objects) sortAll() {
	slices.SortFunc(o.workloads, func(a, b *workload) int { return compareMeta(a.meta, b.meta) })
	sortObjects(o.services)
	sortObjects(o.configs)
	sortObjects(o.claims)
	sortObjects(o.scalers)
	sortObjects(o.budgets)
	sortObjects(o.ingresses)
}

func sortObjects[T any](all []*object[T]) {
	slices.SortFunc(all, func(a, b *object[T]) int { return compareMeta(a.meta, b.meta) })
}

func compareMeta(a, b meta) int {
	return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind))
}

// index is made of sorted objects.
func (o *objects) index() *index {
	x := &index{
		services: byKey(o.services), configs: byKey(o.configs), claims: byKey(o.claims),
		numbered: map[key][]*object[corev1.PersistentVolumeClaim]{},
		scalers:  map[scaled]*object[autoscalingv1.HorizontalPodAutoscaler]{},
		budgets:  map[string][]budget{}, doors: map[key][]*object[networkingv1.Ingress]{},
		behind: map[*object[corev1.Service]][]*workload{}, before: map[*workload][]*object[corev1.Service]{},
		hosts: map[string]string{}, namespaces: map[string]bool{},
	}
	for _, c := range o.claims {
		if i := strings.LastIndexByte(c.name, '-'); i > 0 && strings.Trim(c.name[i+1:], "0123456789") == "" {
			k := key{c.namespace, c.name[:i]}
			x.numbered[k] = append(x.numbered[k], c)
		}
	}
	for _, h := range o.scalers {
		t := h.is.Spec.ScaleTargetRef
		if k := (scaled{h.namespace, t.Kind, t.Name}); x.scalers[k] == nil {
			x.scalers[k] = h
		}
	}
	for _, b := range o.budgets {
		if s, err := metav1.LabelSelectorAsSelector(b.is.Spec.Selector); err == nil {
			x.budgets[b.namespace] = append(x.budgets[b.namespace], budget{b, s})
		}
	}
	for _, i := range o.ingresses {
		for _, r := range i.is.Spec.Rules {
			if r.Host != "" {
				x.hosts[strings.ToLower(r.Host)] = i.name
			}
		}
		for _, name := range backendsOf(i.is.Spec) {
			k := key{i.namespace, name}
			x.doors[k] = append(x.doors[k], i)
		}
	}
	x.join(o)
	return x
}

func byKey[T any](all []*object[T]) map[key]*object[T] {
	m := make(map[key]*object[T], len(all))
	for _, o := range all {
		m[key{o.namespace, o.name}] = o
	}
	return m
}

// join finds the workloads behind each Service. A Service without a selector
// leads to nothing in the manifests.
func (x *index) join(o *objects) {
	labelled := map[label][]*workload{}
	for _, w := range o.workloads {
		for k, v := range w.labels {
			l := label{w.namespace, k, v}
			labelled[l] = append(labelled[l], w)
		}
		x.namespaces[w.namespace] = true
	}
	for _, s := range o.services {
		x.namespaces[s.namespace] = true
		if len(s.is.Spec.Selector) == 0 {
			continue
		}
		selector := labels.SelectorFromSet(s.is.Spec.Selector)
		for _, w := range fewest(labelled, s.namespace, s.is.Spec.Selector) {
			if w.job == nil && selector.Matches(labels.Set(w.labels)) {
				s.used = true
				x.behind[s] = append(x.behind[s], w)
				x.before[w] = append(x.before[w], s)
			}
		}
	}
}

// label is one that workloads of a namespace may have.
type label struct{ namespace, key, value string }

// fewest are the workloads that have one of a selector's labels, that which the fewest
// have: no other can have them all.
func fewest(labelled map[label][]*workload, namespace string, selector map[string]string) (few []*workload) {
	first := true
	for k, v := range selector {
		if list := labelled[label{namespace, k, v}]; first || len(list) < len(few) {
			few, first = list, false
		}
	}
	return few
}

// find returns the Service of a name. Objects that do not say their namespace
// may be in any.
func (x *index) find(namespace, name string) *object[corev1.Service] {
	if s, ok := x.services[key{namespace, name}]; ok {
		return s
	}
	return x.services[key{"", name}]
}
