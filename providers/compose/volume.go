package compose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"berth.dev/providers/manifest"
)

// volumes adds the volumes of a service that outlive its containers.
func (b *builder) volumes(m *manifest.Service, s types.ServiceConfig) {
	seen := map[string]bool{}
	for _, v := range s.Volumes {
		switch {
		case v.Type == types.VolumeTypeBind && !v.ReadOnly && !strings.HasSuffix(v.Source, ".sock"):
			m.Comments = append(m.Comments, fmt.Sprintf("The folder or file %s of its host is mounted as %s: where it keeps data there, say stateful = true and add a volume.", b.file(v.Source), v.Target))
		case v.Type != types.VolumeTypeVolume:
		case v.Source == "":
			m.Comments = append(m.Comments, fmt.Sprintf("What it keeps in %s has no name and is lost with its container.", v.Target))
		default:
			m.Stateful = m.Stateful || !v.ReadOnly
			if !seen[v.Source] {
				seen[v.Source] = true
				m.Volumes = append(m.Volumes, b.volume(v, s.Name))
			}
		}
	}
	if m.Stateful {
		m.Comments = append(m.Comments, "Stateful because it may write to a volume.")
	}
	manifest.NameVolumes(m.Volumes)
}

// mostUsers is how many users of a volume are named.
const mostUsers = 10

// usersOf are the services by the named volumes that they mount, in order.
func usersOf(p *types.Project) map[string][]string {
	out := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		for _, v := range p.Services[name].Volumes {
			if v.Type == types.VolumeTypeVolume && v.Source != "" && (len(out[v.Source]) == 0 || out[v.Source][len(out[v.Source])-1] != name) {
				out[v.Source] = append(out[v.Source], name)
			}
		}
	}
	return out
}

// volume is one named volume.
func (b *builder) volume(v types.ServiceVolumeConfig, service string) manifest.Volume {
	out := manifest.Volume{Name: v.Source, Size: unknown, Comments: []string{"Compose does not say its size: say what it has today."}}
	if v.ReadOnly {
		out.Comments = append(out.Comments, "The service only reads it.")
	}
	var others []string
	for _, name := range b.users[v.Source] {
		if name != service && len(others) < mostUsers {
			others = append(others, b.names[name])
		}
	}
	if len(others) > 0 {
		out.Comments = append(out.Comments, fmt.Sprintf("Used by %s as well: say same_site where they must stay together.", strings.Join(others, ", ")))
	}
	if d, ok := b.project.Volumes[v.Source]; ok && bool(d.External) {
		out.Comments = append(out.Comments, "It is made outside of the file.")
	}
	return out
}
