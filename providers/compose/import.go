package compose

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"berth.dev/providers/draft"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// Options say what a Compose file does not.
type Options struct {
	// Options are where the services run today, and their product.
	manifest.Options
	// Variables are the values of variables of the file, as ${TAG}.
	Variables map[string]string
	// Profiles are those whose services are imported besides those of no profile.
	Profiles []string
}

// DefaultOptions leave open what only a person knows.
func DefaultOptions() Options {
	return Options{Options: manifest.Options{Limits: tree.DefaultLimits()}}
}

// builder makes services of a project.
type builder struct {
	from    *Project
	project *types.Project
	options Options
	// names are the names of services by what Compose calls them, in the order of all.
	names map[string]string
	all   []string
	left  []manifest.Skipped
	// users are the services of each named volume.
	users map[string][]string
}

// Import makes specs of a project.
func Import(p *Project, o Options) (*manifest.Result, error) {
	if o.Limits == (manifest.Limits{}) {
		o.Limits = tree.DefaultLimits()
	}
	// A text that is hostile to parsers is refused before compose-go's.
	for _, f := range p.Files {
		if _, err := tree.Parse(f.Bytes, o.Limits); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	project, unset, err := p.load(o)
	if err != nil {
		if len(unset) > 0 {
			return nil, fmt.Errorf("%w. Variables without a value: %s; give them with --env-file", err, tree.ShortTo(400, strings.Join(unset, ", ")))
		}
		return nil, err
	}
	b := &builder{from: p, project: project, options: o, names: map[string]string{}, users: usersOf(project)}
	b.all = slices.Sorted(maps.Keys(project.Services))
	if len(b.all) == 0 {
		return nil, fmt.Errorf("it has no service to import%s", profilesOf(project))
	}
	for i, name := range draft.Names(b.all) {
		b.names[b.all[i]] = name
	}
	if len(unset) > 0 {
		b.leave("variables", tree.ShortTo(400, strings.Join(unset, ", ")), "they have no value and no default, and are taken as empty; give them with --env-file")
	}
	b.others()
	return b.result(), nil
}

// result joins the services and writes them.
func (b *builder) result() *manifest.Result {
	var units []draft.Unit
	for _, name := range b.all {
		units = append(units, b.unit(b.project.Services[name]))
	}
	services, endpoints := draft.Join(units, nil, "the Compose file")
	res := manifest.Draft("Compose",
		`A Compose file says what runs on one machine. It does not say how much traffic there is, how much calls carry, how large volumes are, or what else a service calls: this is "unknown" here or a comment, and not nothing. Put in what you measure.`,
		services, endpoints, b.options.Options)
	res.Skipped = b.left
	return res
}

// leave lists something of the file that becomes nothing.
func (b *builder) leave(kind, name, reason string) {
	b.left = append(b.left, manifest.Skipped{File: b.from.Files[0].Name, Kind: kind, Name: name, Reason: reason})
}

// others lists what of the file becomes no service.
func (b *builder) others() {
	for _, name := range slices.Sorted(maps.Keys(b.project.DisabledServices)) {
		s := b.project.DisabledServices[name]
		b.leave("service", name, fmt.Sprintf("it is of profile %s; give --profile %s to import it", strings.Join(s.Profiles, ", "), s.Profiles[0]))
	}
	for _, name := range slices.Sorted(maps.Keys(b.project.Jobs)) {
		b.leave("job", name, "a job of Compose has no schedule; write it as a service with a job block")
	}
}

// profilesOf says that services were left out for their profiles.
func profilesOf(p *types.Project) string {
	if len(p.DisabledServices) == 0 {
		return ""
	}
	return fmt.Sprintf(": all %d are of profiles; give --profile", len(p.DisabledServices))
}

// file names a path of compose-go as the project does.
func (b *builder) file(at string) string {
	if rel, err := filepath.Rel(b.from.Dir, at); err == nil && b.from.Dir != "" {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(at)
}
