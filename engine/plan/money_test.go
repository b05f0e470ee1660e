package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/plan"
)

// moving is a service's cost of moving: 10 hours, spread over ten months.
const moving = "migration {\n    hours    = \"10h\"\n    amortise = \"10mo\"\n  }"

// sums are what a placement costs, as text: services' money, traffic, bought, fixed,
// the bill; hours, score, moving; what is made small.
func sums(f *plan.File, s plan.Sums) []string {
	return []string{
		jpy(f, s.Parts.Money), jpy(f, s.Traffic), jpy(f, s.Bought), jpy(f, s.Fixed), jpy(f, s.Total),
		jpy(f, s.Parts.Hours), jpy(f, s.Parts.Score), jpy(f, s.Parts.Moving), jpy(f, s.Cost),
	}
}

// committed is the small workspace with 3 cores and 8 GiB committed at gke.
func committed() string {
	return strings.Replace(small.Sites, `  per_service = "100 JPY/mo"`, `  commitment "year" {
    cpu    = "3"
    memory = "8Gi"
    start  = "2026-01-01"
    term   = "12mo"
    price  = "2000 JPY/mo"
  }
  per_service = "100 JPY/mo"`, 1)
}

func TestThePlansMoneyIsTheBill(t *testing.T) {
	five := []string{small.Sites}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		five = append(five, small.Service(name, `runs_on = "gke"`))
	}
	for _, c := range []struct {
		what      string
		texts     []string
		now, then []string
	}{
		{
			// a leaves gke: 10 h × 1,000 once, 1,000 a month over ten. 3,020 + 146 today,
			// 2 × 146 then.
			"a move", []string{small.Sites, small.Service("a", `runs_on = "gke"`, moving), small.Service("b", `runs_on = "tokyo"`)},
			[]string{"3166", "0", "0", "35909", "39075", "3000", "0", "0", "6166"},
			[]string{"292", "0", "0", "35909", "36201", "4000", "0", "1000", "5292"},
		},
		{
			// Four fit at tokyo: 4 × 146 + 3,020.
			"a pool that is full", five,
			[]string{"15100", "0", "0", "35909", "51009", "5000", "0", "0", "20100"},
			[]string{"3604", "0", "0", "35909", "39513", "9000", "0", "0", "12604"},
		},
		{
			// b answers 500 GiB × 0 from tokyo and is asked 100 GiB × 10; it goes to a.
			"a neighbour that may not move", []string{small.Sites, small.Service("a", `runs_on = "gke"`, `pin = "gke"`, small.Call("b", "500Gi", "100Gi")), small.Service("b", `runs_on = "tokyo"`)},
			[]string{"3166", "5000", "0", "35909", "44075", "3000", "0", "0", "11166"},
			[]string{"6040", "0", "0", "35909", "41949", "2000", "0", "0", "8040"},
		},
		{
			// Of 2 cores and 16 GiB 8 GiB are above the commitment: 8 × 91.25. Cores and
			// memory are no part of the services' money, which is 100 for each.
			"a commitment", []string{committed(), small.Service("a", `runs_on = "gke"`, `pin = "gke"`), small.Service("b", `runs_on = "tokyo"`)},
			[]string{"246", "0", "730", "37909", "38885", "3000", "0", "0", "3976"},
			[]string{"246", "0", "730", "37909", "38885", "3000", "0", "0", "3976"},
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			f := planned(t, small.Load(t, c.texts...), nil)
			v := view(t, f)
			if v.Now == nil {
				t.Fatal("today is not known")
			}
			if diff := cmp.Diff(c.now, sums(f, *v.Now)); diff != "" {
				t.Errorf("today (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.then, sums(f, v.Then)); diff != "" {
				t.Errorf("the plan (-want +got):\n%s", diff)
			}
			if f.Claim.Floor != f.Claim.Cost || f.Search.Stop != "optimal" || f.Gap() != 0 {
				t.Errorf("so small a fleet is not closed: floor %s, %s", jpy(f, f.Claim.Floor), f.Search.Stop)
			}
		})
	}
}

func TestAnObjectiveOfScoreAloneHasNoMoney(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("a", `runs_on = "gke"`, moving))
	f := planned(t, w, func(r *request) { r.build.Objective = fleet.ByScore })
	if diff := cmp.Diff(plan.Parts{Score: f.Claim.Parts.Score}, f.Claim.Parts); diff != "" || f.Claim.Traffic != 0 {
		t.Errorf("money is in an objective of score:\n%s", diff)
	}
}

func TestBaselinesStandBesideThePlan(t *testing.T) {
	five := []string{small.Sites}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		five = append(five, small.Service(name, `runs_on = "gke"`))
	}
	w := small.Load(t, five...)
	f := planned(t, w, func(r *request) {
		r.alone = map[string]string{"a": "tokyo", "b": "tokyo", "c": "tokyo", "d": "gke", "e": "gke"}
	})
	v := view(t, f)
	type line struct{ Name, Cost, Lacks string }
	var got []line
	for _, b := range f.Baselines {
		got = append(got, line{b.Name, jpy(f, b.Cost), v.Lacks(b)})
	}
	want := []line{
		{"as it is today", "20100", ""}, // 5 × 4,020
		{"all on gke", "20100", ""},
		// 5 × 2,146; 80 GiB of 72, and 10 of 18 cores.
		{"all on tokyo", "10730", "tokyo/general/memory lacks 8 GiB in every hour"},
		{"each by its own score", "14478", ""}, // 3 × 2,146 + 2 × 4,020
		{"greedy", "12604", ""},                // 4 × 2,146 + 4,020
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestABaselineWhosePodsFindNoNodeIsSaidNotToFit(t *testing.T) {
	// A replica of 20 GiB: one for each of the two nodes of 36 GiB. Three are 60 of 72.
	big := small.Replaced(t, small.Service("a", `runs_on = "gke"`), `memory = "8Gi"`, `memory = "20Gi"`, "min = 2", "min = 3", "max = 2", "max = 3")
	f := planned(t, small.Load(t, small.Sites, big), nil)
	v := view(t, f)
	for _, b := range f.Baselines {
		if b.Name != "all on tokyo" {
			continue
		}
		if diff := cmp.Diff("the nodes of tokyo/general lack room for 1 whole pod of 20480Mi memory in every hour", v.Lacks(b)); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff("gke", f.Problem.Groups[0].Options[f.Placement[0]].Name); diff != "" {
		t.Errorf("the plan puts it where it does not fit:\n%s", diff)
	}
}

// drawn is a workspace of a few services that run, call and may move as chance says.
func drawn(t *rapid.T) []string {
	names := []string{"a", "b", "c", "d", "e", "f"}[:rapid.IntRange(2, 6).Draw(t, "services")]
	texts := []string{small.Sites}
	if rapid.Bool().Draw(t, "committed") {
		texts[0] = committed()
	}
	for i, name := range names {
		var words []string
		if on := rapid.SampledFrom([]string{"gke", "tokyo", "gke", "tokyo", ""}).Draw(t, "runs"); on != "" {
			words = append(words, `runs_on = "`+on+`"`)
		}
		for j, other := range names {
			if i != j && rapid.IntRange(0, 3).Draw(t, "calls") == 0 {
				words = append(words, small.Call(other, rapid.SampledFrom([]string{"0", "7Gi", "150Gi"}).Draw(t, "sent"), rapid.SampledFrom([]string{"1Gi", "300Gi"}).Draw(t, "received")))
			}
		}
		if rapid.Bool().Draw(t, "moves for something") {
			words = append(words, moving)
		}
		texts = append(texts, small.Service(name, words...))
	}
	if len(names) > 3 && rapid.Bool().Draw(t, "together") {
		texts[1] = strings.Replace(texts[1], `calls = "complete"`, "calls = \"complete\"\n  same_site = [\"b\"]", 1)
	}
	return texts
}

func TestTheMovesTogetherSaveWhatTheBillShows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := planned(t, small.Load(t, drawn(r)...), nil)
		v := view(t, f)
		if v.Now == nil {
			r.Skip("nothing has a today")
		}
		var saved, work int64
		for _, m := range v.Moves {
			saved, work = saved+m.Saves, work+m.Work
		}
		if diff := cmp.Diff(v.Now.Total-v.Same.Total, saved); diff != "" {
			r.Fatalf("the moves do not save what the bill falls by (-bill +moves):\n%s", diff)
		}
		if diff := cmp.Diff(v.Same.Parts.Hours-v.Now.Parts.Hours, work); diff != "" {
			r.Fatalf("the moves' work is not the plan's (-plan +moves):\n%s", diff)
		}
	})
}

func TestDearMachinesAreOnTheBill(t *testing.T) {
	// In billionths of a JPY their capital alone leaves 63 bits.
	text := small.Replaced(t, small.Sites, "nodes      = 3\n", "nodes      = 2500\n", "max_nodes  = 6\n", "", "\"600000 JPY\"", "\"400000000 JPY\"")
	f := planned(t, small.Load(t, text, small.Service("a")), nil)
	got := map[string]string{}
	for _, one := range f.Fixed {
		got[one.Kind] = jpy(f, one.Amount)
	}
	want := map[string]string{
		"general: capital":                    "16666666666.67", // 2,500 × 400,000,000 ÷ 60
		"general: upkeep":                     "2500000",
		"general: idle power":                 "1825000", // 2,500 × 0.1 kW × 730 h × 10
		"general: power for what is reserved": "182500",  // 2,500 × 1 core × 73
		"link":                                "500",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fixed (-want +got):\n%s", diff)
	}
}

func TestTodayIsToldWithoutTheServicesThatHaveNone(t *testing.T) {
	// b runs nowhere yet, c may not stay: 3,020 of a today and 146 in the plan are
	// compared, and gke sends 40 GiB × 10 to none of those that count.
	f := of(t, small.Service("a", `runs_on = "gke"`, small.Call("b", "40Gi", "0")), small.Service("b"), small.Service("c", `runs_on = "gke"`, `pin = "tokyo"`))
	v := view(t, f)
	if diff := cmp.Diff([]string{"b", "c"}, v.Without); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if v.Now == nil {
		t.Fatal("one service without a today leaves nothing of it")
	}
	want := [][]string{
		{"3020", "0", "0", "35909", "38929", "1000", "0", "0", "4020"},
		{"146", "0", "0", "35909", "36055", "2000", "0", "0", "2146"},
	}
	if diff := cmp.Diff(want, [][]string{sums(f, *v.Now), sums(f, v.Same)}); diff != "" {
		t.Errorf("today and the same in the plan (-want +got):\n%s", diff)
	}
}
