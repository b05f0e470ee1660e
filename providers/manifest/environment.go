package manifest

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// text is something of a workload in which a host may be named.
type text struct {
	// name of the variable, flag or file.
	name, value string
	// from says where it stands, for a comment.
	from string
	// file is true for the content of a file, which may hold anything: only
	// addresses with a scheme or port count in it.
	file bool
}

// readable is all text of a workload, and what could not be read.
type readable struct {
	texts []text
	// unseen are the sources that were not read, each with the names that come
	// from it.
	unseen map[string][]string
}

// readText collects the environment, arguments and mounted ConfigMaps of a
// workload.
func (x *index) readText(w *workload) readable {
	r := readable{unseen: map[string][]string{}}
	all := slices.Concat(w.pod.InitContainers, w.pod.Containers)
	for _, c := range all {
		where := ""
		if len(all) > 1 {
			where = " of container " + c.Name
		}
		values := x.environment(w, c, where, &r)
		r.texts = append(r.texts, argumentsOf(c, where, values)...)
	}
	for _, v := range w.pod.Volumes {
		if v.ConfigMap != nil {
			x.mounted(w, v.ConfigMap.Name, &r)
		}
		if v.Projected != nil {
			for _, s := range v.Projected.Sources {
				if s.ConfigMap != nil {
					x.mounted(w, s.ConfigMap.Name, &r)
				}
			}
		}
	}
	return r
}

// environment is what Kubernetes would set for a container: first whole
// ConfigMaps, then single variables, the later one winning. It returns the
// values by name.
func (x *index) environment(w *workload, c corev1.Container, where string, r *readable) map[string]string {
	values, from := map[string]string{}, map[string]string{}
	for _, e := range c.EnvFrom {
		switch {
		case e.SecretRef != nil:
			r.miss("Secret "+e.SecretRef.Name, "all of it")
		case e.ConfigMapRef != nil:
			m := x.config(w, e.ConfigMapRef.Name)
			if m == nil {
				r.miss("ConfigMap "+e.ConfigMapRef.Name, "all of it")
				continue
			}
			for k, v := range m.is.Data {
				values[e.Prefix+k], from[e.Prefix+k] = v, " from ConfigMap "+m.name
			}
		}
	}
	for _, e := range c.Env {
		delete(values, e.Name)
		switch s := e.ValueFrom; {
		case s == nil:
			values[e.Name], from[e.Name] = expand(e.Value, values), ""
		case s.SecretKeyRef != nil:
			r.miss("Secret "+s.SecretKeyRef.Name, e.Name)
		case s.ConfigMapKeyRef != nil:
			m := x.config(w, s.ConfigMapKeyRef.Name)
			if m == nil {
				r.miss("ConfigMap "+s.ConfigMapKeyRef.Name, e.Name)
			} else if v, ok := m.is.Data[s.ConfigMapKeyRef.Key]; ok {
				values[e.Name], from[e.Name] = v, " from ConfigMap "+m.name
			}
		}
	}
	for _, k := range sortedKeys(values) {
		r.texts = append(r.texts, text{name: k, value: values[k], from: "env " + k + from[k] + where})
	}
	return values
}

// config returns a ConfigMap of the workload's namespace, and notes its use.
func (x *index) config(w *workload, name string) *object[corev1.ConfigMap] {
	m := x.configs[key{w.namespace, name}]
	if m != nil {
		m.used = true
	}
	return m
}

func (x *index) mounted(w *workload, name string, r *readable) {
	m := x.config(w, name)
	if m == nil {
		r.miss("ConfigMap "+name, "its files")
		return
	}
	for _, k := range sortedKeys(m.is.Data) {
		r.texts = append(r.texts, text{name: k, value: m.is.Data[k], from: "file " + k + " of ConfigMap " + name, file: true})
	}
}

func (r *readable) miss(source, what string) {
	if !slices.Contains(r.unseen[source], what) {
		r.unseen[source] = append(r.unseen[source], what)
	}
}

// unseenText is a comment on what could not be read, or "".
func (r *readable) unseenText() string {
	var parts []string
	for _, source := range sortedKeys(r.unseen) {
		names := slices.Sorted(slices.Values(r.unseen[source]))
		parts = append(parts, fmt.Sprintf("%s (%s)", source, strings.Join(names, ", ")))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Not read, so what they name is unknown: " + strings.Join(parts, "; ") + "."
}

// argumentsOf are the command and arguments of a container. The name of an
// argument is its flag, before "=" or as the argument before.
func argumentsOf(c corev1.Container, where string, values map[string]string) []text {
	var out []text
	flag := ""
	for _, a := range slices.Concat(c.Command, c.Args) {
		a = expand(a, values)
		t := text{name: flag, value: a, from: "an argument" + where}
		flag = ""
		if strings.HasPrefix(a, "-") {
			name, value, ok := strings.Cut(a, "=")
			if !ok {
				flag = a
				continue
			}
			t.name, t.value = name, value
		}
		// A short flag may have its value at once, as in "-psecret".
		if strings.HasPrefix(t.name, "--") && isPlain(t.name) && !strings.Contains(t.name, " ") {
			t.from = "argument " + t.name + where
		}
		// A script is like a file: it may hold anything.
		t.file = strings.ContainsAny(a, "\n ")
		out = append(out, t)
	}
	return out
}

// expand replaces $(NAME) as Kubernetes does; a name without a value stays as it
// is, and so names no host. What would grow beyond any address stays as it is.
func expand(s string, values map[string]string) string {
	const longest = 4 << 10
	if !strings.Contains(s, "$(") || len(s) > longest {
		return s
	}
	whole := s
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "$(")
		name, after, closed := strings.Cut(rest, ")")
		v, known := values[name]
		b.WriteString(before)
		switch {
		case !ok:
			return b.String()
		case !closed || !known || strings.HasSuffix(before, "$"):
			b.WriteString("$(")
			s = rest
		case b.Len()+len(v) > longest:
			return whole
		default:
			b.WriteString(v)
			s = after
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
