package plan

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// MaxObjects is how large the file of a plan's objects may be: 1 GiB, some 400,000 of
// them.
const MaxObjects = 1 << 30

// ErrNoWork means that a plan says where things belong and not how they get there.
var ErrNoWork = errors.New("the plan has no steps")

// ReadWithObjects reads a plan's file together with the objects beside it: what is
// needed to carry the plan out, or to show what it changes. It takes what Read takes,
// if the objects are exactly those that the steps name.
//
// Whoever can write both files can put another plan in their place; only a signature
// shows that (package seal).
func ReadWithObjects(file, objects io.Reader) (*File, *object.Bag, error) {
	f, err := Read(file)
	if err != nil {
		return nil, nil, err
	}
	if f.Work == nil {
		return nil, nil, ErrNoWork
	}
	if err := step.Check(f.Work); err != nil {
		return nil, nil, fmt.Errorf("%w: its steps: %w", ErrFormat, err)
	}
	if err := checkGround(f.Ground); err != nil {
		return nil, nil, fmt.Errorf("%w: its steps on clusters: %w", ErrFormat, err)
	}
	bag, err := object.ReadBag(objects, MaxObjects)
	if err == nil {
		err = bag.Exactly(f.Work.Digests())
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%w: its objects: %w", ErrAltered, err)
	}
	return f, bag, nil
}

// checkGround refuses what no plan of services does to clusters. A cluster goes by a
// command of its own, never by a plan's file.
func checkGround(w *ground.Work) error {
	if w == nil {
		return nil
	}
	for _, s := range slices.Concat(w.Before, w.After) {
		if s.Kind == ground.RemoveCluster {
			return fmt.Errorf("step %s removes the cluster of %s, and no plan does that", s.ID, s.Site)
		}
	}
	return ground.Check(w)
}
