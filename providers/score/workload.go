package score

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"berth.dev/providers/draft"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// unknown is what the language writes where nobody knows.
const unknown = "unknown"

// builder makes services of workloads.
type builder struct {
	// at is the site of resources.
	at string
	// services are the names of services by those of their workloads; taken are those
	// that no endpoint may have.
	services  map[string]string
	taken     map[string]bool
	endpoints map[string]manifest.Endpoint
}

func (b *builder) unit(w *facts) draft.Unit {
	containers := w.doc.Get("containers").Members
	s := manifest.Service{
		Name: b.services[w.name], Object: "Workload " + w.name, File: w.file,
		Comments: []string{"Score does not say how many copies run: add replicas { min = … }."},
		Replica:  replicaOf(containers),
	}
	if s.Name != w.name {
		s.Comments = append(s.Comments, fmt.Sprintf("Called %s in Score.", w.name))
	}
	u := draft.Unit{Service: s, Hosts: []string{w.name}}
	u.Service.Container = containerOf(w, containers, &u.Service)
	b.volumes(&u.Service, w, containers)
	b.resources(&u.Service, w)
	for _, c := range containers {
		u.Texts = append(u.Texts, textsOf(c, len(containers) > 1)...)
	}
	return u
}

// containerOf chooses the container that answers: the first that says when it is ready
// over HTTP, or else the first.
func containerOf(w *facts, all []tree.Member, s *manifest.Service) *manifest.Container {
	chosen := all[0]
	for _, c := range all {
		if c.Value.Get("readinessProbe", "httpGet") != nil {
			chosen = c
			break
		}
	}
	image := chosen.Value.Get("image").Text
	if image == "." {
		s.Comments = append(s.Comments, `Its image is "." in Score: whoever deploys it says which.`)
		return nil
	}
	if !manifest.Plain(image) || strings.ContainsAny(image, " $") {
		return nil
	}
	out := &manifest.Container{Image: image}
	if ports := w.doc.Get("service", "ports"); ports != nil && len(ports.Members) > 0 {
		first := ports.Members[0].Value
		n, ok := first.Get("targetPort").Int()
		if !ok {
			n, _ = first.Get("port").Int()
		}
		out.Port = int32(n)
		if len(ports.Members) > 1 {
			out.Comments = append(out.Comments, fmt.Sprintf("Port %s of %d ports.", ports.Members[0].Key, len(ports.Members)))
		}
	}
	path, _, _ := strings.Cut(chosen.Value.Get("readinessProbe", "httpGet", "path").Scalar(), "?")
	if strings.HasPrefix(path, "/") && manifest.Plain(path) {
		out.Probe = path
	}
	if len(all) > 1 {
		out.Comments = append(out.Comments, fmt.Sprintf("Container %s of %d.", chosen.Key, len(all)))
	}
	return out
}

// replicaOf adds up what the containers ask for.
func replicaOf(all []tree.Member) manifest.Replica {
	var r manifest.Replica
	r.CPU = amountOf(all, "cpu", manifest.CPU)
	r.Memory = amountOf(all, "memory", manifest.Bytes)
	if len(all) > 1 {
		var names []string
		for _, c := range all {
			names = append(names, c.Key)
		}
		r.Comments = append(r.Comments, "The sum of containers "+strings.Join(names, ", ")+".")
	}
	return r
}

// amountOf adds up one resource over all containers, or says which do not say.
func amountOf(all []tree.Member, name string, write func(resource.Quantity) string) manifest.Amount {
	var total resource.Quantity
	var missing, copied []string
	for _, c := range all {
		v := c.Value.Get("resources", "requests", name)
		if v == nil {
			if v = c.Value.Get("resources", "limits", name); v != nil {
				copied = append(copied, c.Key)
			}
		}
		q, err := resource.ParseQuantity(kilo(v.Scalar()))
		if v == nil || err != nil {
			missing = append(missing, c.Key)
			continue
		}
		total.Add(q)
	}
	switch {
	case len(missing) == len(all):
		return manifest.Amount{Value: unknown, Comment: fmt.Sprintf("No request and no limit of %s is written: measure it.", name)}
	case len(missing) > 0:
		return manifest.Amount{Value: unknown, Comment: fmt.Sprintf("Container %s asks for no %s; the rest asks for %s.", strings.Join(missing, ", "), name, write(total))}
	case total.Sign() <= 0 || write(total) == unknown:
		return manifest.Amount{Value: unknown, Comment: fmt.Sprintf("What is asked for of %s is no use that can be: measure it.", name)}
	case len(copied) > 0:
		return manifest.Amount{Value: write(total), Comment: fmt.Sprintf("The limit of %s of container %s, which asks for nothing.", name, strings.Join(copied, ", "))}
	}
	return manifest.Amount{Value: write(total)}
}

// kilo writes Score's K as Kubernetes does: k.
func kilo(s string) string {
	if n, ok := strings.CutSuffix(s, "K"); ok {
		return n + "k"
	}
	return s
}

// textsOf are the variables, arguments and files of a container. What a placeholder
// stands for is known by the resource it names, so that it is taken out.
func textsOf(c tree.Member, several bool) []draft.Text {
	where := ""
	if several {
		where = " of container " + c.Key
	}
	var out []draft.Text
	if v := c.Value.Get("variables"); v != nil {
		for _, m := range v.Members {
			out = append(out, draft.Text{Key: m.Key, Value: without(m.Value.Text), From: "variable " + m.Key + where})
		}
	}
	var words []string
	for _, key := range []string{"command", "args"} {
		if v := c.Value.Get(key); v != nil {
			for _, i := range v.Items {
				words = append(words, without(i.Text))
			}
		}
	}
	out = append(out, draft.Arguments(words, where)...)
	if v := c.Value.Get("files"); v != nil {
		for _, m := range mounts(v) {
			out = append(out, draft.Text{Key: m.Key, Value: without(m.Value.Get("content").Scalar()), From: "file " + m.Key + where, File: true})
		}
	}
	return out
}

// mounts are files or volumes by where they are mounted, in either of their forms.
func mounts(v *tree.Value) []tree.Member {
	out := v.Members
	for _, i := range v.Items {
		out = append(out, tree.Member{Key: i.Get("target").Scalar(), Line: i.Line, Value: i})
	}
	return out
}

// without takes the placeholders ${…} out of a text, and $$ for what it stands for.
func without(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "$")
		b.WriteString(before)
		switch {
		case !found:
			return b.String()
		case strings.HasPrefix(rest, "$"):
			b.WriteByte('$')
			s = rest[1:]
		case strings.HasPrefix(rest, "{"):
			_, s, _ = strings.Cut(rest, "}")
		default:
			b.WriteByte('$')
			s = rest
		}
	}
}
