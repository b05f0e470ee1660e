package reports

import (
	"io"
	"slices"

	"berth.dev/engine/step"
)

// WriteBrief writes what a person must know before a plan is carried out: what they would not expect, its stages,
// what cannot be undone, where it will stop for a person, what it leaves alone.
func WriteBrief(w io.Writer, o Options, k Work) error {
	return write(w, o, k, func() []block { return briefView(&k) })
}

func briefView(k *Work) []block {
	blocks := slices.Concat([]block{k.pinned()}, k.surprisesView(), k.stagesView())
	var gates items
	for i := range k.Stages {
		for _, s := range k.Stages[i].Steps {
			if s.Kind == string(step.Gate) {
				gates.entries = append(gates.entries, []text{{s.ID, dim}, say(s.Why)})
			}
		}
	}
	if len(gates.entries) > 0 {
		blocks = append(blocks, heading{2, []text{{"Where it stops for a person", strong}}}, gates)
	}
	return blocks
}
