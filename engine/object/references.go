package object

import (
	"slices"
	"strings"
)

// References are the objects that must be there for this one to work: what its pods
// mount, read and run as, what it routes to, what it scales; sorted, each once. What
// is marked optional is left out, and so is what every namespace has by itself (the
// service account "default", the certificate of the cluster).
func (o Object) References() []Ref {
	c := &collector{namespace: o.text("metadata", "namespace")}
	if template := o.PodTemplate(); template != nil {
		c.pod(template)
	}
	switch o.text("kind") {
	case "StatefulSet":
		c.add("Service", o.text("spec", "serviceName"))
		for _, claim := range items(o.At("spec", "volumeClaimTemplates")) {
			c.add("StorageClass", claim.text("spec", "storageClassName"))
		}
	case "PersistentVolumeClaim":
		c.add("StorageClass", o.text("spec", "storageClassName"))
		c.source(o)
	case "Ingress":
		c.ingress(o)
	case "HTTPRoute":
		c.route(o)
	case "HorizontalPodAutoscaler":
		ref, _ := o.ScaledRef()
		c.add(ref.Kind, ref.Name)
	case "ServiceAccount":
		for _, s := range items(o["imagePullSecrets"]) {
			c.add("Secret", s.text("name"))
		}
	}
	slices.SortFunc(c.refs, Ref.Compare)
	return slices.Compact(c.refs)
}

// collector gathers references.
type collector struct {
	namespace string
	refs      []Ref
}

func (c *collector) add(kind, name string) { c.addIn(kind, name, c.namespace) }

func (c *collector) addIn(kind, name, namespace string) {
	if kind == "" || name == "" {
		return
	}
	if k, ok := KindOf(kind); ok && k.Cluster {
		namespace = ""
	}
	c.refs = append(c.refs, Ref{Kind: kind, Name: name, Namespace: namespace})
}

// needed adds what a reference names unless it says that it is optional.
func (c *collector) needed(kind string, ref Object, member string) {
	if ref["optional"] != true {
		c.add(kind, ref.text(member))
	}
}

// items are the maps in a list.
func items(v any) (out []Object) {
	list, _ := v.([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// in is a map within a map, empty where there is none.
func (o Object) in(path ...string) Object {
	m, _ := o.At(path...).(map[string]any)
	return m
}

func (c *collector) pod(template Object) {
	spec := template.in("spec")
	account := spec.text("serviceAccountName")
	if account == "" {
		account = spec.text("serviceAccount")
	}
	if account != "default" {
		c.add("ServiceAccount", account)
	}
	if class := spec.text("priorityClassName"); !strings.HasPrefix(class, "system-") {
		c.add("PriorityClass", class)
	}
	for _, s := range items(spec["imagePullSecrets"]) {
		c.add("Secret", s.text("name"))
	}
	for _, list := range []string{"initContainers", "containers", "ephemeralContainers"} {
		for _, container := range items(spec[list]) {
			c.container(container)
		}
	}
	for _, v := range items(spec["volumes"]) {
		c.volume(v)
	}
}

func (c *collector) container(container Object) {
	for _, e := range items(container["env"]) {
		from := e.in("valueFrom")
		c.needed("ConfigMap", from.in("configMapKeyRef"), "name")
		c.needed("Secret", from.in("secretKeyRef"), "name")
	}
	for _, e := range items(container["envFrom"]) {
		c.needed("ConfigMap", e.in("configMapRef"), "name")
		c.needed("Secret", e.in("secretRef"), "name")
	}
}

// rootCertificate is a ConfigMap that clusters put into each namespace.
const rootCertificate = "kube-root-ca.crt"

func (c *collector) volume(v Object) {
	if name := v.text("configMap", "name"); name != rootCertificate {
		c.needed("ConfigMap", v.in("configMap"), "name")
	}
	c.needed("Secret", v.in("secret"), "secretName")
	c.add("PersistentVolumeClaim", v.text("persistentVolumeClaim", "claimName"))
	c.add("StorageClass", v.text("ephemeral", "volumeClaimTemplate", "spec", "storageClassName"))
	for _, plugin := range []string{"csi", "flexVolume", "iscsi", "rbd", "cephfs", "scaleIO", "storageos"} {
		for _, member := range []string{"nodePublishSecretRef", "secretRef"} {
			c.add("Secret", v.text(plugin, member, "name"))
		}
	}
	c.add("Secret", v.text("azureFile", "secretName"))
	for _, s := range items(v.At("projected", "sources")) {
		if s.text("configMap", "name") != rootCertificate {
			c.needed("ConfigMap", s.in("configMap"), "name")
		}
		c.needed("Secret", s.in("secret"), "name")
	}
}

// source adds the claim that a claim is copied from.
func (c *collector) source(o Object) {
	for _, member := range []string{"dataSource", "dataSourceRef"} {
		from := o.in("spec", member)
		if from.text("kind") == "PersistentVolumeClaim" && (from.text("namespace") == "" || from.text("namespace") == c.namespace) {
			c.add("PersistentVolumeClaim", from.text("name"))
		}
	}
}

func (c *collector) ingress(o Object) {
	c.add("IngressClass", o.text("spec", "ingressClassName"))
	c.add("Service", o.text("spec", "defaultBackend", "service", "name"))
	for _, t := range items(o.At("spec", "tls")) {
		c.add("Secret", t.text("secretName"))
	}
	for _, rule := range items(o.At("spec", "rules")) {
		for _, p := range items(rule.At("http", "paths")) {
			c.add("Service", p.text("backend", "service", "name"))
		}
	}
}

func (c *collector) route(o Object) {
	for _, rule := range items(o.At("spec", "rules")) {
		for _, b := range items(rule["backendRefs"]) {
			c.backend(b)
		}
		for _, f := range items(rule["filters"]) {
			c.backend(f.in("requestMirror", "backendRef"))
		}
	}
}

func (c *collector) backend(b Object) {
	if kind := b.text("kind"); kind != "" && kind != "Service" || b.text("group") != "" {
		return
	}
	namespace := b.text("namespace")
	if namespace == "" {
		namespace = c.namespace
	}
	c.addIn("Service", b.text("name"), namespace)
}
