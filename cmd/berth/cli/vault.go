package cli

import (
	"errors"
	"fmt"

	"berth.dev/engine/object"
	"berth.dev/engine/seal"
	"berth.dev/engine/spec"
	"berth.dev/engine/workload"
)

// vault keeps the values of secrets out of plans, and reads them again from the
// manifests when they are written (see apply.Vault).
type vault struct {
	// key is that of the plan, nil where none was given.
	key *seal.Key
	// workspace and manifests are where values come from; nil where no folder was
	// given.
	workspace *spec.Workspace
	manifests *manifests
}

// errNoFolder is a secret to be written, and no folder to take it from.
var errNoFolder = errors.New("its values are not in the plan, and the folder that has them was not given: give it with -C DIR")

// Mask replaces the values of a Secret by keyed digests.
func (v *vault) Mask(o object.Object) (object.Object, error) {
	masked, err := seal.Mask(o, v.key)
	return masked, v.explained(o, err)
}

// explained says how to come by a key.
func (v *vault) explained(o object.Object, err error) error {
	if errors.Is(err, seal.ErrNoKey) {
		return fmt.Errorf(`%s: %w. Give the key with --key FILE; "berth key new FILE" makes one`, o.Ref(), seal.ErrNoKey)
	}
	return err
}

// Reveal gives a masked Secret its values back.
func (v *vault) Reveal(site string, masked object.Object) (object.Object, error) {
	if !masked.IsSecret() {
		return masked, nil
	}
	if v.workspace == nil || v.manifests == nil {
		return nil, fmt.Errorf("%s: %w", masked.Ref(), errNoFolder)
	}
	real, err := v.find(site, masked)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", masked.Ref(), err)
	}
	out, err := seal.Unmask(masked, real, v.key)
	return out, v.explained(masked, err)
}

// find renders the manifests that have a Secret.
func (v *vault) find(site string, masked object.Object) (object.Object, error) {
	name := masked.Label(object.LabelService)
	s, at := v.workspace.Service(name), v.workspace.Site(site)
	if s == nil || at == nil {
		return nil, fmt.Errorf("service %q on %q is not in the workspace any longer: give the folder that the plan was made from", name, site)
	}
	folder, shared := workload.Folder(s, at)
	if folder == "" {
		return nil, fmt.Errorf("service %q has no manifests for %s any longer: give the folder that the plan was made from", name, site)
	}
	all, err := v.manifests.render(folder)
	if err != nil {
		return nil, err
	}
	made, said := workload.Make(workload.Input{Workspace: v.workspace, Service: s, Site: at, Manifests: all, Shared: shared})
	for _, o := range made {
		if o.Ref() == masked.Ref() {
			return o, nil
		}
	}
	if said.HasErrors() {
		return nil, errors.New(workload.Reason(said))
	}
	return nil, fmt.Errorf("the manifests in %s have it no longer: give the folder that the plan was made from", folder)
}
