package reports_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/reports"
)

// shownChange is a change in a format.
func shownChange(t *testing.T, c *change.Change, format string) string {
	t.Helper()
	var b bytes.Buffer
	o := reports.DefaultOptions()
	o.Format, o.Width = format, 160
	if err := reports.WriteChange(&b, o, reports.NewChange(c, ofRun(), "main (1a2b3c4d5e)")); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAChangeIsToldInItsFirstLine(t *testing.T) {
	bill := change.Money{Before: jpy(100), After: jpy(250)}
	edit := []change.Edit{{Kind: "team", Name: "t", How: change.Changed}}
	finding := []change.Finding{{Finding: checked().Findings[0]}}
	idle := []change.Finding{{Finding: check.Finding{Rule: check.RuleIdle, Kind: check.KindBerth, Severity: "error", Subject: check.Subject{Kind: "rule", Name: "r"}}}}
	for _, c := range []struct {
		name   string
		change change.Change
		want   string
	}{
		{"nothing", change.Change{}, "Nothing changes against main (1a2b3c4d5e)."},
		{"nothing, beside old findings", change.Change{Stay: 2}, "Nothing changes against main (1a2b3c4d5e) (2 findings were there before)."},
		{"nothing, beside one old finding", change.Change{Stay: 1}, "Nothing changes against main (1a2b3c4d5e) (1 finding was there before)."},
		{"nothing, yet refused", change.Change{Refusing: idle, Stay: 1}, "Refused for what was there before; nothing changes against main (1a2b3c4d5e)."},
		{"an edit without effect", change.Change{Edits: edit, Placed: check.Planned}, "Passed against main (1a2b3c4d5e): no service, money or finding changes"},
		{
			"rules that are edited and switched off",
			change.Change{Edits: []change.Edit{
				{Kind: "check", Name: "k", How: change.Changed}, {Kind: "constraint", Name: "c", How: change.Removed},
				{Kind: "workspace", How: change.Changed, Fields: []change.Field{{Path: "disable"}, {Path: "weights"}}},
			}, Placed: check.Planned},
			"Passed against main (1a2b3c4d5e): no service, money or finding changes; 2 rules edited, other rules switched off, weights edited",
		},
		{
			"an exception that excuses all that is new",
			change.Change{Edits: edit, Placed: check.Planned, Stay: 1, Exceptions: []change.Exception{{How: change.Added}}},
			"Passed against main (1a2b3c4d5e): no service, money or finding changes; 1 exception added (1 finding was there before)",
		},
		{"money alone", change.Change{Edits: edit, Placed: check.Planned, Total: &bill, Stay: 1}, "Passed against main (1a2b3c4d5e): +150 JPY a month (1 finding was there before)"},
		{"a new finding", change.Change{Edits: edit, Placed: check.Planned, New: finding}, "Refused against main (1a2b3c4d5e): 1 new finding"},
		{"a finding less", change.Change{Edits: edit, Placed: check.Planned, Fixed: finding}, "Passed against main (1a2b3c4d5e): 1 finding gone"},
		{
			"services",
			change.Change{Edits: edit, Placed: check.Planned, Services: []change.Service{{Name: "a", How: change.Changed}, {Name: "b", How: change.Changed}, {Name: "c", How: change.Added}, {Name: "d", How: change.Removed}}},
			"Passed against main (1a2b3c4d5e): 2 services move, 1 service new, 1 service gone",
		},
		{"a base that cannot be read", change.Change{Unread: "main has no spec files", New: finding, Placed: check.Planned}, "Refused against main (1a2b3c4d5e): not compared: everything counts as new, 1 new finding"},
	} {
		t.Run(c.name, func(t *testing.T) {
			first, _, _ := strings.Cut(shownChange(t, &c.change, reports.Text), "\n")
			if diff := cmp.Diff(c.want, first); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatEachRuleOfWhatIsNewIsForIsToldOnce(t *testing.T) {
	c := changed()
	c.New = append(c.New, c.New[0], change.Finding{Finding: checked().Findings[1]})
	rule := c.New[0].Rule
	text := strings.Join(strings.Fields(shownChange(t, c, reports.Text)), " ")
	if line := " " + rule + " Data stays where the law wants it. "; strings.Count(text, line) != 1 || strings.Contains(text, "Ask privacy.") {
		t.Errorf("%q is not once in\n%s", line, text)
	}
	comment := shownChange(t, c, reports.Markdown)
	want := "<details><summary>What these rules are for</summary>\n\n| rule | what it is for |\n| --- | --- |\n| **" + rule + "** | Data stays where the law wants it. Ask privacy. |\n"
	if strings.Count(comment, "Ask privacy.") != 1 || !strings.Contains(comment, want) {
		t.Errorf("%q is not in\n%s", want, comment)
	}
}

func TestAChangeOfNothingIsOneLine(t *testing.T) {
	if got := shownChange(t, &change.Change{Stay: 3}, reports.Text); strings.Count(got, "\n") != 1 {
		t.Errorf("%s", got)
	}
	want := "<!-- berth:check -->\n\nberth check: Nothing changes against main (1a2b3c4d5e) (3 findings were there before).\n"
	if diff := cmp.Diff(want, shownChange(t, &change.Change{Stay: 3}, reports.Markdown)); diff != "" {
		t.Error(diff)
	}
}

func TestAChangeIsToldFromItsEffectsToItsEdits(t *testing.T) {
	want := strings.TrimPrefix(`
Refused against main (1a2b3c4d5e): 1 new finding, 1 finding that refuses every run, 1 finding gone, 1 service moves, 1 service new, +150 JPY a month; 1
  exception removed (2 findings were there before)
Before there is no plan: ads has no place.
Seen from 2026-10-31 before, and from 2026-11-01 now.
Without a place on one of the sides, and so in no sum of money: orders.
On the same sites, yet with their load shared otherwise: api.

New
         rule       what         when          why                                                   where
`, "\n")
	if got := shownChange(t, changed(), reports.Text); !strings.HasPrefix(got, want) {
		t.Errorf("%s", cmp.Diff(want, got[:min(len(got), len(want))]))
	}
	var titles []string
	for line := range strings.Lines(shownChange(t, changed(), reports.Markdown)) {
		switch {
		case strings.HasPrefix(line, "#### "):
			titles = append(titles, strings.TrimSpace(line[5:]))
		case strings.HasPrefix(line, "<details><summary>"):
			titles = append(titles, "folded: "+strings.TrimSuffix(strings.TrimSpace(line[18:]), "</summary>"))
		}
	}
	order := []string{"New", "folded: What these rules are for", "There before, and refused in every run", "Services", "Money a month", "No longer found", "What the edited rules alone do", "Exceptions", "folded: Edits"}
	if diff := cmp.Diff(order, titles); diff != "" {
		t.Error(diff)
	}
}

// TestWhatWeakenedRulesFindNoMoreIsNamed: a change may break a rule and weaken it at once,
// and then nothing else tells.
func TestWhatWeakenedRulesFindNoMoreIsNamed(t *testing.T) {
	c := change.Change{Edits: []change.Edit{{Kind: "constraint", Name: "c", How: change.Changed}}, Placed: check.Planned, Effect: &change.Effect{Services: 9}}
	for i := range 7 {
		c.Effect.Fixed = append(c.Effect.Fixed, change.Finding{Finding: check.Finding{Rule: "residency", Subject: check.Subject{Kind: "service", Name: fmt.Sprintf("s%d", i)}}})
	}
	got := strings.Join(strings.Fields(shownChange(t, &c, reports.Text)), " ")
	want := "7 gone (residency of service s0, residency of service s1, residency of service s2, residency of service s3, residency of service s4, 2 more)."
	if !strings.Contains(got, want) {
		t.Errorf("%s", got)
	}
}

func TestEditedRulesThatRefuseLessAreNeverNothing(t *testing.T) {
	said := func(e *change.Effect) string {
		c := change.Change{Edits: []change.Edit{{Kind: "check", Name: "k", How: change.Changed}}, Placed: check.Planned, Effect: e}
		return strings.Join(strings.Fields(shownChange(t, &c, reports.Text)), " ")
	}
	for want, e := range map[string]*change.Effect{
		"alone do Nothing: 9 services, each judged by itself, are decided as before, and as much is found.": {Services: 9},
		"alone do Less is refused from now on: check k is of severity info, constraint c is gone. Nothing else today: 9 services, each judged by itself, are decided as before, and as much is found.": {
			Services: 9, Weaker: []string{"check k is of severity info", "constraint c is gone"},
		},
		"Less is refused from now on: check k is gone. Of 9 services, each judged by itself as it is now, 1 is decided otherwise.": {
			Services: 9, Weaker: []string{"check k is gone"}, Moves: []change.Moved{{Service: "a", From: "x", To: "y"}},
		},
	} {
		if got := said(e); !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

func TestACommentOnALargeChangeFits(t *testing.T) {
	c := changed()
	for i := range 2000 {
		name := fmt.Sprintf("service-%04d", i)
		c.Services = append(c.Services, change.Service{Name: name, How: change.Changed, From: "tokyo", To: "gke", Why: strings.Repeat("because ", 20)})
		c.Edits = append(c.Edits, change.Edit{Kind: "service", Name: name, How: change.Changed, Fields: []change.Field{{Path: "runs_on"}}})
	}
	got := shownChange(t, c, reports.Markdown)
	if len(got) > 65536 || !strings.Contains(got, " more: see the job's own output.") || !strings.HasPrefix(got, "<!-- berth:check -->\n") {
		t.Errorf("%d bytes: %.200s", len(got), got)
	}
}

// A service without a place costs nothing, which is nothing saved: nobody knows.
func TestAServiceWithoutAPlaceSavesNothing(t *testing.T) {
	c := change.Change{Edits: []change.Edit{{Kind: "team", Name: "t", How: change.Changed}}, Placed: check.Decided, Services: []change.Service{
		{Name: "a", How: change.Changed, From: "tokyo", Money: change.Money{Before: jpy(3285)}},
		{Name: "b", How: change.Changed, To: "gke", Money: change.Money{After: jpy(500)}},
		{Name: "c", How: change.Added}, {Name: "d", How: change.Removed},
		{Name: "e", How: change.Removed, From: "tokyo", Money: change.Money{Before: jpy(400)}},
		{Name: "f", How: change.Changed, From: "tokyo", To: "gke", Money: change.Money{Before: jpy(100), After: jpy(300)}},
	}}
	var got []string
	for line := range strings.Lines(shownChange(t, &c, reports.Markdown)) {
		if cells := strings.Split(line, " | "); len(cells) == 6 && strings.HasPrefix(line, "| **") {
			got = append(got, strings.Trim(cells[0], "| *")+" "+cells[3])
		}
	}
	if diff := cmp.Diff([]string{"a –", "b –", "c –", "d –", "e −400", "f +200"}, got); diff != "" {
		t.Error(diff)
	}
}

// Two sides in different currencies have no difference of money.
func TestMoneyOfOtherCurrenciesIsNotSubtracted(t *testing.T) {
	c := changed()
	c.Services[0].Money.After = c.Money[1].After
	if got := shownChange(t, c, reports.Text); !strings.Contains(got, "traffic") {
		t.Errorf("%s", got)
	}
}
