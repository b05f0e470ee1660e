package cli

import (
	"os"
	"path/filepath"

	"berth.dev/engine/apply"
	"berth.dev/engine/plan"
	"berth.dev/engine/step"
)

// takenOver says beside each object that goes whether it was there before berth took
// it over, as far as the plans of the state folder tell, and counts those.
func (e *execution) takenOver(goes []apply.Gone, sites []members) (count int) {
	adopted := e.adopted()
	for _, m := range sites {
		for i := range goes {
			o := m.live[goes[i].Object]
			if goes[i].Site == m.site && o != nil && adopted[o.UID()] {
				goes[i].Why = "was there before berth took it over"
				count++
			}
		}
	}
	return count
}

// adopted are the UIDs of objects that plans of the state folder took over. A UID
// proves that it is still the same object. What cannot be read tells nothing.
func (e *execution) adopted() map[string]bool {
	out := map[string]bool{}
	folder, err := e.app.stateFolder(e.runOptions.state)
	if err != nil {
		return out
	}
	names, _ := filepath.Glob(filepath.Join(folder, "*", keptPlan)) // the pattern is well formed
	for _, name := range names {
		for _, s := range adoptions(name) {
			out[s.UID] = true
		}
	}
	delete(out, "")
	return out
}

// adoptions are the steps of a kept plan that take objects over.
func adoptions(name string) (out []step.Step) {
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	f, err := plan.Read(file)
	if err != nil || f.Work == nil {
		return nil
	}
	for i := range f.Work.Stages {
		for _, s := range f.Work.Stages[i].Steps {
			if s.Kind == step.Adopt {
				out = append(out, s)
			}
		}
	}
	return out
}
