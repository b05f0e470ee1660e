package compose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"berth.dev/providers/draft"
	"berth.dev/providers/manifest"
)

// texts collects what of a service may name hosts.
func (b *builder) texts(u *draft.Unit, s types.ServiceConfig) {
	values := map[string]draft.Text{}
	for _, f := range s.EnvFiles {
		name := b.file(f.Path)
		text, ok := b.from.seen[name]
		all, readable := variables(text, b.options.Variables)
		if !ok || !readable {
			u.Service.Comments = append(u.Service.Comments, fmt.Sprintf("Not read, so what it names is unknown: env_file %s.", name))
			continue
		}
		for key, v := range all {
			values[key] = draft.Text{Key: key, Value: v, From: "variable " + key + " of " + name}
		}
	}
	var open []string
	for key, v := range s.Environment {
		if v == nil {
			open = append(open, key)
			delete(values, key)
			continue
		}
		values[key] = draft.Text{Key: key, Value: *v, From: "variable " + key}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		u.Texts = append(u.Texts, values[key])
	}
	if len(open) > 0 {
		slices.Sort(open)
		u.Service.Comments = append(u.Service.Comments, fmt.Sprintf("Taken from the environment of whoever starts it, so what they name is unknown: %s.", strings.Join(open, ", ")))
	}
	if len(s.Secrets) > 0 {
		u.Service.Comments = append(u.Service.Comments, "Its secrets are not read, so what they name is unknown.")
	}
	u.Texts = append(u.Texts, draft.Arguments(slices.Concat([]string(s.Entrypoint), []string(s.Command)), "")...)
}

// links adds calls that the file says by name: links, and those to outside of it.
func (b *builder) links(u *draft.Unit, s types.ServiceConfig) {
	for _, l := range s.Links {
		to, _, _ := strings.Cut(l, ":")
		if name := b.names[to]; name != "" && name != u.Service.Name {
			u.Service.Calls = append(u.Service.Calls, manifest.Call{To: name, From: []string{"links"}})
		}
	}
	for _, l := range s.ExternalLinks {
		to, _, _ := strings.Cut(l, ":")
		u.Service.Unplaced = append(u.Service.Unplaced, manifest.Call{To: to, From: []string{"external_links"}})
	}
	for _, host := range slices.Sorted(maps.Keys(s.ExtraHosts)) {
		u.Service.Unplaced = append(u.Service.Unplaced, manifest.Call{To: host, From: []string{"extra_hosts"}})
	}
}
