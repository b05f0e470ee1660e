package change_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/engine/enginetest/small"
	"berth.dev/policies"
)

// found is a result with findings, each "severity kind rule service moment exception
// where" with "-" or "." for nothing.
func found(lines ...string) *check.Result {
	r := &check.Result{}
	for _, line := range lines {
		f := strings.Fields(strings.ReplaceAll(line, "-", ""))
		for len(f) < 7 {
			f = append(f, "")
		}
		r.Findings = append(r.Findings, check.Finding{
			Severity: policies.Severity(f[0]), Kind: f[1], Rule: f[2], Subject: check.Subject{Kind: "service", Name: f[3]}, Moment: strings.Trim(f[4], "."), Exception: strings.Trim(f[5], "."), Where: f[6],
		})
		if kind, rule := f[1], f[2]; kind != check.KindBerth {
			r.Rules = append(r.Rules, check.Rule{Name: rule, Kind: kind})
		}
	}
	return r
}

// findings are findings as text.
func findings(all []change.Finding) (out []string) {
	for _, f := range all {
		line := strings.TrimSpace(strings.Join([]string{string(f.Severity), f.Rule, f.Subject.Name, f.Moment}, " "))
		if f.Was != "" {
			line += ": " + f.Was
		}
		out = append(out, line)
	}
	return out
}

func TestOnlyWhatAChangeBringsIsNew(t *testing.T) {
	type want struct {
		New, Fixed, Refusing []string
		Stay                 int
	}
	for _, c := range []struct {
		name          string
		before, after *check.Result
		want          want
	}{
		{"nothing", found(), found(), want{}},
		{"as it was", found("error check r a"), found("error check r a"), want{Stay: 1}},
		{"a new one", found(), found("error check r a"), want{New: []string{"error r a"}}},
		{"of another service", found("error check r b"), found("error check r a", "error check r b"), want{New: []string{"error r a"}, Stay: 1}},
		{"at another moment", found("error constraint r a today"), found("error constraint r a then"), want{New: []string{"error r a then"}, Fixed: []string{"error r a today"}}},
		{"a mended one", found("error check r a"), &check.Result{Rules: []check.Rule{{Name: "r", Kind: "check"}}}, want{Fixed: []string{"error r a"}}},
		{"its rule is gone", found("error check r a"), found(), want{Fixed: []string{"error r a: its rule is gone"}}},
		{"its rule is switched off", found("error check r a"), &check.Result{Rules: []check.Rule{{Name: "r", Kind: "check", NotRun: "switched off"}}}, want{Fixed: []string{"error r a: its rule does not run: switched off"}}},
		{"excused before", found("error check r a . e"), found("error check r a"), want{New: []string{"error r a: it was excused by e"}}},
		{"excused now", found("error check r a"), found("error check r a . e"), want{Fixed: []string{"error r a: it is excused by e"}}},
		{"excused on both sides", found("error check r a . e"), found("error check r a . e"), want{}},
		{"a new one that is excused", found(), found("error check r a . e"), want{}},
		{"worse than it was", found("warning check r a"), found("error check r a"), want{New: []string{"error r a: it was of severity warning"}}},
		{"less bad than it was", found("error check r a"), found("warning check r a"), want{Fixed: []string{"error r a: it is of severity warning now"}, Stay: 1}},
		{"elsewhere, and wrong there too", found("error constraint r a today . us"), found("error constraint r a today . cn"), want{New: []string{"error r a today: it was on us"}}},
		{"two alike, one of them new", found("error check r a"), found("error check r a", "error check r a"), want{New: []string{"error r a"}, Stay: 1}},
		{"berth's own error was there", found("error berth idle a"), found("error berth idle a", "warning berth unused b"), want{New: []string{"warning unused b"}, Refusing: []string{"error idle a"}, Stay: 1}},
		{"berth's own error is new", found(), found("error berth idle a"), want{New: []string{"error idle a"}}},
		{"berth's own error is gone", found("error berth idle a"), found(), want{Fixed: []string{"error idle a"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, a := side(t, small.Sites), side(t, small.Sites)
			b.Found, a.Found = c.before, c.after
			got := change.Compare(b, a, nil)
			if diff := cmp.Diff(c.want, want{findings(got.New), findings(got.Fixed), findings(got.Refusing), got.Stay}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestANewFindingSaysWhatItsRuleIsFor(t *testing.T) {
	b, a := side(t, small.Sites), side(t, small.Sites)
	b.Found, a.Found = found("error check old a"), found("error check new a", "error berth idle a")
	b.Found.Rules[0].Doc, a.Found.Rules[0].Doc = "it was for this", "it is for that"
	docs := map[string]string{}
	got := change.Compare(b, a, nil)
	for _, f := range append(got.New, got.Fixed...) {
		docs[f.Rule] = f.Doc
	}
	if diff := cmp.Diff(map[string]string{"new": "it is for that", "idle": "", "old": ""}, docs); diff != "" {
		t.Error(diff)
	}
}

func TestAChangeIsRefusedForWhatItBringsAndForWhatRefusesEveryRun(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after *check.Result
		want          map[string]bool
	}{
		{"an old error", found("error check r a"), found("error check r a"), map[string]bool{"error": false, "warning": false, "never": false}},
		{"a new error", found(), found("error check r a"), map[string]bool{"error": true, "warning": true, "never": false}},
		{"a new warning", found(), found("warning check r a"), map[string]bool{"error": false, "warning": true, "never": false}},
		{"an old error of berth's", found("error berth r a"), found("error berth r a"), map[string]bool{"error": true, "warning": true, "never": true}},
		{"an old warning of berth's", found("warning berth r a"), found("warning berth r a"), map[string]bool{"error": false, "warning": false, "never": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, a := side(t, small.Sites), side(t, small.Sites)
			b.Found, a.Found = c.before, c.after
			got := map[string]bool{}
			for least := range c.want {
				got[least] = change.Compare(b, a, nil).Refuses(least)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASideWithoutAnEarlierOneIsAllNew(t *testing.T) {
	s := side(t, small.Sites)
	s.Found = found("error check r a", "warning check r b . e")
	got := change.Alone(s, "there is none")
	if diff := cmp.Diff([]string{"error r a"}, findings(got.New)); diff != "" || got.Unread != "there is none" || !got.Refuses("error") {
		t.Error(diff, got.Unread)
	}
}

func TestASideIsNoChangeOfItself(t *testing.T) {
	s := side(t, small.Sites)
	s.Found = found("error check r a", "warning check r b . e", "error berth idle c")
	got := change.Same(s)
	if got.New != nil || got.Fixed != nil || got.Stay != 2 {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff([]string{"error idle c"}, findings(got.Refusing)); diff != "" {
		t.Error(diff)
	}
}

func TestThatThereIsNoPlanIsAFindingUnlessServicesHaveNoPlace(t *testing.T) {
	r := found("error check a x", "warning check b x")
	change.Unplaced(r, "it does not fit", policies.SeverityError)
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	if diff := cmp.Diff([]string{"a", change.RuleNoPlan, "b"}, rules); diff != "" {
		t.Error(diff)
	}
	stuck := found("error berth x a")
	stuck.Findings[0].Rule = check.RuleUndecided
	if change.Unplaced(stuck, "it does not fit", policies.SeverityError); len(stuck.Findings) != 1 {
		t.Error("it is told twice")
	}
}
