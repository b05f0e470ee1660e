package reports

import (
	"cmp"
	"slices"

	"berth.dev/engine/trial"
)

// TrialRun is what a report says of a run of tests besides what came of it.
type TrialRun struct {
	// Folder is the tests' folder as seen from where berth was started, as in CheckRun.
	Folder string
	// Cover and Mutate tell that coverage and mutants were asked for; at least so many
	// percent of the branches are to be taken, and of the mutants to be noticed.
	Cover, Mutate bool
	// Unmutated tells that mutants were asked for and none was made: a test failed.
	Unmutated                   bool
	CoverAtLeast, MutateAtLeast float64
}

// NewTrial turns a result into the model.
func NewTrial(r *trial.Result, run TrialRun) Trial {
	out := Trial{
		Schema: "berth.test/1", Verdict: trialPassed, Unmutated: run.Unmutated,
		Tests: []TrialTest{}, Rules: []TrialRule{}, Branches: []TrialBranch{}, Mutants: []TrialMutant{},
	}
	places := CheckRun{Folder: run.Folder}
	out.Cases, out.Failed = r.Count()
	if run.Cover {
		hit, all := r.Covered()
		out.Coverage = newShare(hit, all, run.CoverAtLeast)
	}
	if run.Mutate {
		hit, all := r.Killed()
		out.Mutation = newShare(hit, all, run.MutateAtLeast)
	}
	if out.Failed > 0 || out.Coverage.missed() || out.Mutation.missed() {
		out.Verdict = trialFailed
	}
	for i := range r.Tests {
		out.Tests = append(out.Tests, places.test(&r.Tests[i]))
	}
	for _, b := range r.Branches {
		out.Branches = append(out.Branches, TrialBranch{Rule: b.Rule, Part: b.Part, Text: b.Text, Want: b.Want, Hit: b.Hit, At: places.place(b.At)})
	}
	for _, m := range r.Mutants {
		out.Mutants = append(out.Mutants, TrialMutant{Rule: m.Rule, Part: m.Part, Change: string(m.Change), From: m.From, To: m.To, Killed: m.Killed, At: places.place(m.At)})
	}
	out.Rules = append(out.Rules, trialRules(r)...)
	return out
}

func newShare(hit, all int, atLeast float64) *TrialShare {
	return &TrialShare{Hit: hit, All: all, AtLeast: Number(atLeast), Missed: float64(hit)*100 < atLeast*float64(all)}
}

func (s *TrialShare) missed() bool { return s != nil && s.Missed }

func (run *CheckRun) test(t *trial.Test) TrialTest {
	out := TrialTest{Name: t.Name, Rule: t.Rule, Subject: t.Subject, Fixture: t.Fixture, At: run.place(t.At), Cases: []TrialCase{}}
	for i := range t.Cases {
		c := &t.Cases[i]
		one := TrialCase{Name: c.Name, Passed: c.Passed(), At: run.place(c.At), Failures: []TrialFailure{}}
		for _, f := range c.Failures {
			one.Failures = append(one.Failures, TrialFailure{Word: f.Word, Want: f.Want, Got: f.Got, At: run.place(f.At)})
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}

// trialRules counts branches and mutants by rule.
func trialRules(r *trial.Result) []TrialRule {
	rules := map[string]*TrialRule{}
	rule := func(kind, name string) *TrialRule {
		if rules[name] == nil {
			rules[name] = &TrialRule{Name: name, Kind: kind}
		}
		return rules[name]
	}
	for _, b := range r.Branches {
		one := rule(b.Kind, b.Rule)
		one.Branches++
		if b.Hit {
			one.Taken++
		}
	}
	for _, m := range r.Mutants {
		one := rule(m.Kind, m.Rule)
		one.Mutants++
		if m.Killed != "" {
			one.Noticed++
		}
	}
	for _, u := range r.Untested {
		rule(u.Kind, u.Name).Untested = true
	}
	out := make([]TrialRule, 0, len(rules))
	for _, one := range rules {
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b TrialRule) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
