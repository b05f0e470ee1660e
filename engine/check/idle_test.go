package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestARuleThatAppliesToNothingIsAMistake(t *testing.T) {
	const never = `when = "service.volumes > 5"` + "\n" + `require = "service.job"`
	for _, c := range []struct {
		name, specs string
		want        []string
	}{
		{"its when is never true", rule("mine", "service", never), []string{
			"error idle-rule: rule mine: check mine applies to nothing: its when is false for the only service. Mend its when, say may_be_idle = true, or switch it off. (specs.hcl:14)"}},
		{"it may be idle", rule("mine", "service", never+"\nmay_be_idle = true"), nil},
		{"there are no subjects", rule("mine", "product", `require = "product.name != ''"`), []string{
			"error idle-rule: rule mine: check mine applies to nothing: there is no product. Mend its when, say may_be_idle = true, or switch it off. (specs.hcl:14)"}},
		{"a policy", `policy "mine" {
  criterion = "cost"
  doc       = "d"
  when      = "service.job"
  score     = "1.0"
  because   = "'b'"
}
`, []string{
			"error idle-rule: rule mine: policy mine applies to nothing: its when is false for the only service. Mend its when, say may_be_idle = true, or switch it off. (specs.hcl:14)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := world(t, service("ads", `runs_on = "gke"`)+c.specs)
			in.Only = []string{"mine", "pin"}
			r := check(t, in)
			if diff := cmp.Diff(c.want, r.lines(RuleIdle, RuleEmpty)); diff != "" {
				t.Error(diff)
			}
			if r.Refused(Never) != (c.want != nil) {
				t.Errorf("refused is %v", r.Refused(Never))
			}
		})
	}
}

func TestARunThatLooksAtNothingIsAMistakeOnceAndNotForEachRule(t *testing.T) {
	idle := rule("mine", "service", `when = "service.volumes > 5"`+"\n"+`require = "service.job"`+"\nmay_be_idle = true")
	for _, c := range []struct {
		name, specs string
		only        []string
		want        []string
	}{
		{"no service", rule("mine", "service", `require = "service.job"`), nil, []string{
			"error empty-run: the fleet: the workspace has no service, so nothing was looked at that could run anywhere. (sites.hcl:1)"}},
		{"rules that may all be idle", service("ads", "") + idle, []string{"mine"}, []string{
			"error empty-run: the fleet: no constraint and no check was asked about anything. Choose others with --only and --skip. (sites.hcl:1)"}},
		{"one that is not", service("ads", "") + idle, []string{"mine", "runs-on"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := world(t, c.specs)
			in.Only = c.only
			if diff := cmp.Diff(c.want, check(t, in).lines(RuleIdle, RuleEmpty)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
