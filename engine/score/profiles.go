package score

import (
	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// CodeLoad marks declared loads that contradict themselves.
const CodeLoad = "BERTH-L001"

// Profiles returns the load of every service that has one: measured gives those
// whose series were read, by service; declared numbers and loads like another
// service's are added. Services without any are missing from the result, which
// means unknown.
func Profiles(w *spec.Workspace, measured map[string]profile.Profile) (map[string]profile.Profile, diag.List) {
	out := make(map[string]profile.Profile, len(measured))
	var diags diag.List
	for _, s := range w.Services {
		if p, ok := measured[s.Name]; ok {
			out[s.Name] = p
			continue
		}
		if s.Traffic == nil || !s.Traffic.MeanRPS.Known() {
			continue
		}
		p, err := declared(s.Traffic)
		if err != nil {
			diags.Errorf(CodeLoad, w.Range(s.Traffic.Origin), "Load that cannot be", "%s.", err)
			continue
		}
		// The hours of a declared load are all alike and 3 KB a service; decisions
		// read its curve.
		p.Winter, p.Summer = nil, nil
		out[s.Name] = p
	}
	for _, s := range w.Services {
		like(w, s, out)
	}
	return out, diags
}

// declared makes a profile of the numbers of a traffic block. A number given as
// a range or "unknown" is left out: it becomes an input with a range.
func declared(t *spec.Traffic) (profile.Profile, error) {
	value := func(m spec.Measure) *float64 {
		if !m.Known() {
			return nil
		}
		v := m.Lo
		return &v
	}
	return profile.Declared(profile.DeclaredInput{
		Unit: "requests/s", Mean: value(t.MeanRPS), P99: value(t.P99RPS), Peak: value(t.PeakRPS), TrendPerMonth: value(t.Trend),
	})
}

// like gives a service the load of another, following chains; circles were
// refused when the workspace was checked.
func like(w *spec.Workspace, s *spec.Service, out map[string]profile.Profile) {
	if s.Traffic == nil || !s.Traffic.Like.Set() {
		return
	}
	if _, done := out[s.Name]; done {
		return
	}
	other := w.Service(s.Traffic.Like.V)
	if other == nil || other == s {
		return
	}
	like(w, other, out)
	if p, ok := out[other.Name]; ok {
		out[s.Name] = p.Like(other.Name, s.Traffic.Ratio.Or(1))
	}
}
