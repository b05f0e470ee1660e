package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// errUnmerged says that a folder was written, and that the cluster does not show it
// yet: somebody must commit and merge it.
var errUnmerged = errors.New("written, and waits to be merged")

// deliver writes the manifests of a service to its folder, for whoever brings them
// to the cluster, and stops at a gate until a person has merged them. After that it
// writes nothing any more, and waits, reading alone, until the cluster shows them.
// Where the cluster shows them already, there is nothing to merge.
func (r *run) deliver(ctx context.Context, t *task) error {
	contents, err := r.contentsOf(t)
	if err != nil {
		return err
	}
	d := r.newDelivery(t, contents)
	if r.isMerged() {
		d.revision = r.job.Revision
		return r.untilShown(ctx, d)
	}
	if err := r.writeFolder(ctx, t, contents); err != nil {
		return err
	}
	open, err := r.notShown(ctx, d)
	var failed *deliveryError
	if errors.As(err, &failed) || err == nil && len(open) > 0 {
		// What has failed on the cluster may be what the merge mends.
		return errUnmerged
	}
	return err
}

// contentsOf are the manifests of a delivery.
func (r *run) contentsOf(t *task) ([]object.Object, error) {
	contents := make([]object.Object, len(t.step.Contents))
	for i, digest := range t.step.Contents {
		o, err := r.job.Bag.Get(digest)
		if err != nil {
			return nil, err
		}
		contents[i] = o
	}
	return contents, nil
}

// writeFolder writes a folder; where it holds the contents already nothing changes, so
// a run that was cut off here does it again.
func (r *run) writeFolder(ctx context.Context, t *task, contents []object.Object) error {
	if r.job.Hands.Deliver == nil {
		return fmt.Errorf("%s: manifests go to folder %s, and this run may write no files: give the workspace", t.step.ID, t.step.Folder)
	}
	r.point("before the files of " + t.step.ID)
	if err := r.job.Hands.Deliver(ctx, t.step.Folder, contents); err != nil {
		return fmt.Errorf("%s: %w", t.step.Folder, err)
	}
	r.point("after the files of " + t.step.ID)
	return nil
}

// isMerged tells whether a person has let the deliveries of the stage under way pass.
// All its folders are written before its gate, and one gate is for all: they are one
// change to merge.
func (r *run) isMerged() bool {
	return slices.ContainsFunc(r.job.Work.Stages[r.at].Steps, func(st step.Step) bool {
		return st.Kind == step.Deliver && slices.Contains(r.progress.passed, st.ID)
	})
}

// asks are the words in which a gate says what a person is to do.
func asks(gate *task, tasks []*task) string {
	if gate.step.Kind != step.Deliver {
		return gate.step.Why
	}
	var folders []string
	for _, t := range tasks {
		if t.unmerged && !slices.Contains(folders, t.step.Folder) {
			folders = append(folders, t.step.Folder)
		}
	}
	slices.Sort(folders)
	what, noun := "commit what was written to the folder ", "it"
	if len(folders) > 1 {
		what, noun = "commit what was written to the folders ", "them"
	}
	return what + strings.Join(folders, ", ") + " and merge " + noun + " (with --revision and the commit, the clusters must show that one)"
}
