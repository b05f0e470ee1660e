package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/plan"
	"berth.dev/engine/verify"
)

func sampleChoice() Choice {
	option := func(name string, chosen bool, sum int64) ChoiceOption {
		return ChoiceOption{
			Name: name, Chosen: chosen, Money: figure(sum - 1000), Hours: figure(1000), Score: figure(0), Moving: figure(0), Neighbours: figure(300), Room: figure(50), Above: figure(0), Sum: figure(sum),
			Talks: []Weight{{"store on tokyo", figure(300)}, {"nobody on gke", figure(0)}}, Peaks: []Weight{{"tokyo/general/cpu Tue 21:00 UTC", figure(50)}},
		}
	}
	c := Choice{
		Schema: "berth.plan-explain/1", Service: "web", Today: "gke", Plan: "tokyo", Why: "on gke, its own bill would be higher", Members: []string{"web"},
		Alone: "gke", AloneWhy: "its own bill would be higher",
		Options: []ChoiceOption{option("gke", false, 4020), option("tokyo+gke@2", false, 6166), option("tokyo+gke@4", false, 5000), option("tokyo", true, 2146)},
		Out:     []Excluded{{"osaka", []string{"data must stay in JP (residency)"}}},
	}
	c.Options[1].Lacks = "tokyo/general/memory lacks 8 GiB in every hour"
	return c
}

func sampleDiff() PlanDiff {
	return PlanDiff{
		Schema: "berth.plan-diff/1", From: "sha256:1", To: "sha256:2",
		Figures:  []DiffFigure{{madeSmall, figure(9000), figure(9500), figure(500)}, {"floor", figure(9000), figure(8000), figure(-1000)}},
		Placed:   []DiffPlaced{{"web", "gke", "tokyo", "on gke, its own bill would be higher"}, {"new", "", "gke", "the only place there is"}, {"old", "gke", "", "no longer in the workspace"}},
		Evidence: []DiffChanged{{"spec", "a.hcl", "changed"}},
	}
}

func TestAChoiceShowsEveryOptionAndWhatDecides(t *testing.T) {
	for _, format := range []string{Text, Markdown} {
		got := written(t, format, 120, func(b *bytes.Buffer, o Options) error { return WriteChoice(b, o, sampleChoice()) })
		holds(t, got, "On gke, its own bill would be higher.", "Judged alone, as berth evaluate does, it belongs on gke. In this plan it does not go there: its own bill would be higher.",
			"2,146", "tokyo/general/memory lacks 8 GiB in every hour", "on gke: 300 a month for traffic with store on tokyo",
			"on tokyo: 50.00 a month for the room it takes of tokyo/general/cpu Tue 21:00 UTC", "Not allowed", "data must stay in JP (residency)")
		if strings.Contains(got, "on tokyo+gke@2: ") || !strings.Contains(got, "tokyo+gke@4: ") {
			t.Errorf("of two splits the cheaper stands for both:\n%s", got)
		}
		if strings.Contains(got, "moves together") {
			t.Errorf("a service of its own has company:\n%s", got)
		}
	}
	c := sampleChoice()
	c.Members, c.Alone, c.Today = []string{"api", "web"}, "", ""
	got := written(t, Text, 120, func(b *bytes.Buffer, o Options) error { return WriteChoice(b, o, c) })
	holds(t, got, "It moves together with the others of its group: api, web. The figures are of all of them.")
	if strings.Contains(got, "Judged alone") || strings.Contains(got, "today") {
		t.Errorf("what is not known is told:\n%s", got)
	}
}

func TestADiffSaysWhatMovedAndWhatThatChanges(t *testing.T) {
	for _, format := range []string{Text, Markdown} {
		holds(t, written(t, format, 120, func(b *bytes.Buffer, o Options) error { return WritePlanDiff(b, o, sampleDiff()) }),
			"3 services in another place", "not there", "gone", "+500", "−1,000", "spec a.hcl changed")
	}
	for _, c := range []struct {
		edit func(*PlanDiff)
		want string
	}{
		{func(d *PlanDiff) { d.To = d.From }, "The same plan"},
		{func(d *PlanDiff) { d.Placed = nil }, "Every service keeps its place"},
		{func(d *PlanDiff) { d.Figures = nil }, "their figures cannot be compared"},
		{func(d *PlanDiff) { d.Evidence = nil }, "Both rest on the same inputs."},
	} {
		d := sampleDiff()
		c.edit(&d)
		holds(t, written(t, Text, 100, func(b *bytes.Buffer, o Options) error { return WritePlanDiff(b, o, d) }), c.want)
	}
}

func TestAVerificationNamesTheFaultsOfEveryClaim(t *testing.T) {
	faults := []string{"1st", "2nd", "3rd", "4th", "5th", "6th", "7th"}
	v := NewVerification(&verify.Report{Leaves: 3, Checks: []verify.Result{
		{Name: "the digest is that of the content", OK: true, Detail: "sha256:1"}, {Name: "the placement costs what is claimed", Detail: "9", Faults: faults},
	}, NotProved: []string{"who made the file"}})
	for _, format := range []string{Text, Markdown} {
		got := written(t, format, 100, func(b *bytes.Buffer, o Options) error { return WriteVerification(b, o, v) })
		holds(t, got, "The plan is refused", "✓", "✗", "1st", "5th", "and 2 more faults", "who made the file")
		if strings.Contains(got, "6th") {
			t.Errorf("all faults are listed:\n%s", got)
		}
	}
	v = NewVerification(&verify.Report{Checks: []verify.Result{{Name: "a", OK: true}}})
	v.Integrity = "not corrupted (unsigned)"
	holds(t, written(t, Text, 100, func(b *bytes.Buffer, o Options) error { return WriteVerification(b, o, v) }), "Every claim of the plan follows from its data", "The file is not corrupted (unsigned).")
}

func TestTheHoursOfACapacityAreOneLine(t *testing.T) {
	for _, c := range []struct {
		hour plan.Hour
		want string
	}{
		{plan.Hour{Block: "web/latency", Count: 1, Alike: true}, "web/latency"},
		{plan.Hour{Block: "tokyo/general/cpu", Slot: "Tue 21:00 UTC", Count: 1, Alike: true}, "tokyo/general/cpu on Tue 21:00 UTC"},
		{plan.Hour{Block: "gke/committed/cpu", Slot: "Mon 00:00 UTC", Count: 168, Alike: true}, "gke/committed/cpu in 168 hours of the week, alike"},
		{plan.Hour{Block: "gke/committed/cpu", Slot: "Mon 03:00 UTC", Count: 5}, "gke/committed/cpu in 5 hours of the week, most on Mon 03:00 UTC"},
	} {
		if diff := cmp.Diff(c.want, hourWords(c.hour)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWhatWeighsNothingIsLeftOut(t *testing.T) {
	if got := written(t, Text, 100, func(b *bytes.Buffer, o Options) error { return WriteChoice(b, o, sampleChoice()) }); strings.Contains(got, "nobody on gke") {
		t.Error(got)
	}
}
