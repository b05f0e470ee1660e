package gke

import (
	"fmt"
	"strings"
	"time"

	"berth.dev/engine/ground"
)

// resize plans another number of nodes: more of them before the services need them,
// fewer when they no longer do.
func (p *planner) resize(w *Pool, s *SeenPool) {
	zones := max(1, len(s.Zones))
	per := perZone(*w.Nodes, zones)
	total := per * zones
	step := ground.Step{
		Kind: ground.ResizePool, Part: s.Name, From: nodes(s.Nodes), To: spreadOver(total, zones), Seconds: seconds(45 * time.Minute),
		Why: fmt.Sprintf("%s are needed", nodes(*w.Nodes)),
	}
	t := &Task{PerZone: per, Nodes: total, Had: s.Nodes}
	switch {
	case total > s.Nodes:
		p.add(&p.work.Before, step, t)
	case total < s.Nodes:
		step.Effects = []ground.Effect{ground.MovesPods}
		step.Seconds = seconds(time.Hour + time.Duration(s.Nodes-total)*time.Hour)
		step.Why += "; Google chooses the nodes that go, and empties them"
		p.add(&p.work.After, step, t)
	}
}

// rescale plans other bounds: wider ones before the services need them, narrower ones
// when they no longer do. No bounds leave a pool as large as it is.
func (p *planner) rescale(s *SeenPool, to *Bounds, why string) {
	step := ground.Step{
		Kind: ground.AutoscalePool, Part: s.Name, From: scaleWord(s.Scale), To: scaleWord(to), Seconds: seconds(30 * time.Minute), Why: why,
	}
	t := &Task{Scale: to, Scaled: s.Scale}
	if to != nil && s.Scale != nil && to.Max < s.Scale.Max {
		step.Effects = []ground.Effect{ground.MovesPods}
		p.add(&p.work.After, step, t)
		return
	}
	p.add(&p.work.Before, step, t)
}

// retire plans the way of a pool that goes: it stops scaling, is emptied, is removed.
func (p *planner) retire(list *[]ground.Step, s *SeenPool, why string) {
	if s.Scale != nil {
		p.add(list, ground.Step{
			Kind: ground.AutoscalePool, Part: s.Name, From: scaleWord(s.Scale), To: scaleWord(nil), Seconds: seconds(30 * time.Minute),
			Why: "the pool goes, and must not grow while it is emptied",
		}, &Task{Scaled: s.Scale})
	}
	p.add(list, ground.Step{
		Kind: ground.DrainPool, Part: s.Name, From: nodes(s.Nodes), Effects: []ground.Effect{ground.MovesPods},
		Seconds: seconds(30*time.Minute + time.Duration(s.Nodes)*15*time.Minute),
		Why:     why + "; its pods move to other nodes, by evictions that ask PodDisruptionBudgets",
	}, &Task{Nodes: s.Nodes})
	p.add(list, ground.Step{
		Kind: ground.RemovePool, Part: s.Name, From: nodes(s.Nodes), Effects: []ground.Effect{ground.CannotBeUndone}, Seconds: seconds(90 * time.Minute),
		Why: why + "; nothing runs on it any more",
	}, &Task{Nodes: s.Nodes})
}

func scaleWord(b *Bounds) string {
	if b == nil {
		return "does not scale itself"
	}
	return b.String()
}

func joinWords(words []string) string { return strings.Join(words, ", ") }
