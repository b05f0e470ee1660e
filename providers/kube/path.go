package kube

import (
	"net/url"

	"berth.dev/engine/object"
)

// path is where the API server keeps the objects of a kind: all of them, those of a
// namespace, or one.
func path(k object.Kind, namespace, name string) string {
	p := "/apis/" + k.Group
	if k.Group == "" {
		p = "/api"
	}
	p += "/" + k.Version
	if namespace != "" && !k.Cluster {
		p += "/namespaces/" + url.PathEscape(namespace)
	}
	p += "/" + k.Resource
	if name != "" {
		p += "/" + url.PathEscape(name)
	}
	return p
}
