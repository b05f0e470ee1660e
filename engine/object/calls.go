package object

import (
	"slices"
	"strings"
)

// Names are the names by which callers in a cluster reach a Service, the longest
// first. The shortest is understood in the Service's own namespace alone, so it is
// among them only for a caller there.
func Names(service, namespace, caller string) []string {
	full := service + "." + namespace
	names := []string{full + ".svc.cluster.local", full + ".svc", full}
	if caller == namespace {
		names = append(names, service)
	}
	return names
}

// Calls finds where an object speaks of one of the names: in environment, commands
// and arguments of containers, in the data of a ConfigMap, in the host that an
// ExternalName stands for. A name counts where it stands alone: "cart" is found in
// "http://cart:8080/" and not in "cart-db" or "shopping.cart.io". The paths are
// sorted; none means that no such text is in the object, not that nobody calls. The
// data of a Secret are not looked at.
func (o Object) Calls(names []string) []string {
	var out []string
	seek := func(path string, v any) {
		walk(path, v, func(path, text string) {
			if slices.ContainsFunc(names, func(name string) bool { return mentions(text, name) }) {
				out = append(out, path)
			}
		})
	}
	switch o.text("kind") {
	case "ConfigMap":
		seek("data", o["data"])
	case "Service":
		seek("spec.externalName", o.At("spec", "externalName"))
	}
	if template := Object(o.PodTemplate()); template != nil {
		for _, list := range []string{"initContainers", "containers"} {
			for _, c := range items(template.At("spec", list)) {
				at := o.templatePath() + ".spec." + list + "[name=" + c.text("name") + "]"
				seek(at+".command", c["command"])
				seek(at+".args", c["args"])
				for _, e := range items(c["env"]) {
					seek(at+".env[name="+e.text("name")+"].value", e["value"])
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// walk visits the strings in a value; those of a list are told by the list's path.
func walk(path string, v any, visit func(path, text string)) {
	switch v := v.(type) {
	case string:
		visit(path, v)
	case []any:
		for _, e := range v {
			walk(path, e, visit)
		}
	case map[string]any:
		for key, e := range v {
			walk(path+"."+key, e, visit)
		}
	}
}

// mentions tells whether a name stands alone in a text: what is beside it cannot be
// part of a host's name. A dot may end a sentence or a full host name, so one that is
// followed by nothing of a name is no part of it.
func mentions(text, name string) bool {
	for from := 0; name != ""; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		begin, end := from+i, from+i+len(name)
		if !ofName(text, begin-1) && !ofNameAfter(text, end) {
			return true
		}
		from = begin + 1
	}
	return false
}

func ofName(text string, i int) bool {
	return i >= 0 && (isLetter(text[i]) || text[i] == '.')
}

func ofNameAfter(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	return isLetter(text[i]) || text[i] == '.' && i+1 < len(text) && isLetter(text[i+1])
}

func isLetter(c byte) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
