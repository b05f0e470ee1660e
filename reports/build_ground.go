package reports

import "berth.dev/engine/ground"

// WithGround is the work with what is done to clusters; nil leaves it out.
func (k Work) WithGround(g *ground.Work) Work {
	if g == nil || len(g.Sites) == 0 {
		return k
	}
	out := &WorkGround{Sites: []GroundSite{}, Before: groundSteps(g.Before), After: groundSteps(g.After)}
	for i := range g.Sites {
		s := &g.Sites[i]
		out.Sites = append(out.Sites, GroundSite{Site: s.Name, Provider: s.Provider, Cluster: s.Cluster, Exists: s.UID != "", Lock: s.Lock, Window: s.Window})
	}
	k.Ground = out
	return k
}

func groundSteps(steps []ground.Step) []GroundStep {
	out := make([]GroundStep, len(steps))
	for i := range steps {
		s := &steps[i]
		out[i] = GroundStep{ID: s.ID, Site: s.Site, Kind: string(s.Kind), Part: s.Part, From: s.From, To: s.To, Why: s.Why, Diff: s.Diff, Seconds: s.Seconds}
		for _, e := range s.Effects {
			out[i].Effects = append(out[i].Effects, string(e))
		}
	}
	return out
}
