package reports

import (
	"slices"

	"berth.dev/engine/step"
)

// NewWork turns the steps of the plan of a digest into the model.
func NewWork(digest string, w *step.Work) Work {
	out := Work{
		Schema: "berth.work/1", Plan: digest, Undoes: w.Undoes, Made: w.Made, MaxAge: w.MaxAge, Services: len(w.Services), Notes: w.Notes,
		Clusters: []WorkCluster{}, Stages: []WorkStage{}, Left: []WorkLeft{},
	}
	for _, c := range w.Clusters {
		out.Clusters = append(out.Clusters, WorkCluster{Site: c.Site, Context: c.Context})
	}
	for k := range w.Stages {
		stage := WorkStage{Number: k + 1, Wave: w.Stages[k].Wave, What: w.Stages[k].What, Steps: []WorkStep{}}
		for i := range w.Stages[k].Steps {
			s := &w.Stages[k].Steps[i]
			one := WorkStep{ID: s.ID, Kind: string(s.Kind), Service: s.Service, Site: s.Site, Why: s.Why, Loses: s.Loses, Managers: s.Managers}
			if s.Object != nil {
				one.Object = s.Object.String()
			}
			if s.Kind.Writes() {
				out.Writes++
			}
			stage.Steps = append(stage.Steps, one)
		}
		out.Stages = append(out.Stages, stage)
	}
	for _, l := range w.Left {
		out.Left = append(out.Left, WorkLeft(l))
	}
	return out
}

// WithChanges is the work with the fields that its steps change.
func (k Work) WithChanges(changes map[string][]WorkChange) Work {
	k.Stages = slices.Clone(k.Stages)
	for i := range k.Stages {
		k.Stages[i].Steps = slices.Clone(k.Stages[i].Steps)
		for j := range k.Stages[i].Steps {
			k.Stages[i].Steps[j].Changes = changes[k.Stages[i].Steps[j].ID]
		}
	}
	return k
}
