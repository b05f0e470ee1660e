package check

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// exception is an exception of a check for a subject until a day.
func exception(name, check, subject, day string) string {
	return fmt.Sprintf(`
exception %q {
  check   = %q
  %s
  owner   = "o"
  reason  = "r"
  expires = %q
}
`, name, check, subject, day)
}

// excusable is a service that breaks residency today, and a check that fails for it
// and for its product.
var excusable = "product \"shop\" {}\n" + service("ads", "product = \"shop\"\nruns_on = \"iowa\"\n"+atHome) +
	rule("never", "service", `require = "service.job"`) + rule("whole", "fleet", `require = "fleet.services > 9"`)

func TestExceptionsExcuseUntilTheirLastDayAndAreOfUse(t *testing.T) {
	const ads, last, over = `service = "ads"`, "2026-10-31", "2026-10-30"
	for _, c := range []struct {
		name, exceptions string
		want             []string
	}{
		{"on its last day", exception("x", "never", ads, last), []string{
			"error never: service ads excused by x: it is so (specs.hcl:3)"}},
		{"the day after", exception("x", "never", ads, over), []string{
			"error exception-expired: exception x: its last day was 2026-10-30, and it is 2026-10-31. Mend what it excused, or agree on another day. (exceptions.hcl:2)",
			"error never: service ads: it is so (specs.hcl:3)"}},
		{"a constraint", exception("x", "residency", ads, last), []string{
			"error never: service ads: it is so (specs.hcl:3)"}},
		{"what holds", exception("x", "pin", ads, last), []string{
			"error never: service ads: it is so (specs.hcl:3)",
			"warning exception-unused: exception x: pin holds for service ads, or another exception excuses it. Remove it. (exceptions.hcl:2)"}},
		{"twice", exception("x", "never", ads, last) + exception("y", "never", ads, last), []string{
			"error never: service ads excused by x: it is so (specs.hcl:3)",
			"warning exception-unused: exception y: never holds for service ads, or another exception excuses it. Remove it. (exceptions.hcl:10)"}},
		{"a misspelt check", exception("x", "nevr", ads, last), []string{
			`error exception-unknown: exception x: there is no check or constraint "nevr". Did you mean "never"? (exceptions.hcl:2)`,
			"error never: service ads: it is so (specs.hcl:3)"}},
		{"a policy", exception("x", "sensitive-data", ads, last), []string{
			`error exception-unknown: exception x: "sensitive-data" is a policy, which refuses nothing. Exceptions are from checks and constraints. (exceptions.hcl:2)`,
			"error never: service ads: it is so (specs.hcl:3)"}},
		{"somebody whom the check never looks at", exception("x", "never", `product = "shop"`, last), []string{
			`error exception-unknown: exception x: "never" looks at each service, so an exception for product shop excuses nothing. Name a service. (exceptions.hcl:2)`,
			"error never: service ads: it is so (specs.hcl:3)"}},
		{"a check of the fleet", exception("x", "whole", ads, last), []string{
			`error exception-unknown: exception x: "whole" looks at the fleet as a whole, which has no exceptions. Change the check. (exceptions.hcl:2)`,
			"error never: service ads: it is so (specs.hcl:3)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := check(t, worldOf(t, excusable, c.exceptions))
			if diff := cmp.Diff(c.want, r.lines("never", RuleExpired, RuleUnused, RuleUnknown)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnExceptionIsCountedAndNamed(t *testing.T) {
	r := check(t, worldOf(t, excusable, exception("x", "residency", `service = "ads"`, "2026-12-31")))
	if diff := cmp.Diff("evaluated 2 passed 1 failed 0 excused 1", r.counts(t, "residency")); diff != "" {
		t.Error(diff)
	}
	e := r.Exceptions[0]
	if e.Excuses != 1 || e.Expired || e.Unknown || e.Owner != "o" || e.Reason != "r" || e.Subject != (Subject{"service", "ads"}) {
		t.Errorf("%+v", e)
	}
}

func TestOfWhatDidNotRunNobodyCanSayWhetherAnExceptionIsOfUse(t *testing.T) {
	in := worldOf(t, excusable, exception("x", "never", `service = "ads"`, "2026-12-31")+exception("y", "never", `service = "ads"`, "2026-01-31"))
	in.Skip = []string{"never"}
	r := check(t, in)
	want := []string{"error exception-expired: exception y: its last day was 2026-01-31, and it is 2026-10-31. Mend what it excused, or agree on another day. (exceptions.hcl:10)"}
	if diff := cmp.Diff(want, r.lines(RuleExpired, RuleUnused, RuleUnknown)); diff != "" {
		t.Error(diff)
	}
	if !r.Exceptions[0].Unknown {
		t.Errorf("%+v", r.Exceptions[0])
	}
}

func TestMistakesOfExceptionsAreNotExcused(t *testing.T) {
	r := check(t, worldOf(t, excusable, exception("x", "undecided", `service = "ads"`, "2026-12-31")))
	if lines := r.lines(RuleUnknown); len(lines) != 1 {
		t.Errorf("an exception from what every run looks at by itself: %q", lines)
	}
}
