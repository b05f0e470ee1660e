package allot_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

const focusBill = `
bill "focus" {
  kind  = "focus"
  files = ["bills/*.csv"]
  site  = "gke"
  names = ["tag:app"]
}
`

// committedRow is a row of a commitment, of so much list price and so much cost.
func committedRow(t *testing.T, w *spec.Workspace, id, app, list, billed, effective string) bill.Row {
	t.Helper()
	r := row(t, w, "focus", effective, keys{"tag:app": app})
	r.Commitment, r.List, r.Billed = id, usd(t, list), usd(t, billed)
	return r
}

// told are the commitments of a result in short.
func told(r *allot.Result) (out []string) {
	for _, c := range r.Commitments {
		s := c.Name + " of " + or(c.Owner) + ": " + c.Cost.String() + " = " + c.Used.String() + " used + " + c.Unused.String() + " unused"
		for _, to := range c.To {
			s += ", " + or(to.Name) + " " + to.Amount.String()
		}
		out = append(out, s)
	}
	return out
}

func TestACommitmentNobodyDeclaredStaysWhereTheBillPutsIt(t *testing.T) {
	w := workspace(t, focusBill)
	unused := committedRow(t, w, "plan/of-1", "", "30", "0", "30")
	unused.Unused = true
	got, err := allot.Make(input(w, "focus",
		committedRow(t, w, "plan/of-1", "pixiv-ads", "100", "0", "60"),
		committedRow(t, w, "plan/of-1", "sketch", "50", "0", "30"),
		committedRow(t, w, "plan/of-1", "", "10", "0", "6"),
		unused,
	))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unused -/-/- gke of-1: 4500 JPY",
		"unallocated -/-/- gke of-1: 900 JPY",
		"committed core/art/sketch gke of-1: 4500 JPY",
		"committed growth/ads/pixiv-ads gke of-1: 9000 JPY",
	}
	if diff := cmp.Diff(want, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"of-1 of -: 18900 JPY = 14400 JPY used + 4500 JPY unused, pixiv-ads 9000 JPY, sketch 4500 JPY, - 900 JPY"}, told(got)); diff != "" {
		t.Error(diff)
	}
}

func TestTheOwnersUseIsCoveredBeforeThatOfOthers(t *testing.T) {
	w := workspace(t, focusBill) // which has a commitment "base" of product ads
	open := func(app, list, cost string) bill.Row {
		r := row(t, w, "focus", cost, keys{"tag:app": app})
		r.List = usd(t, list)
		return r
	}
	unused := committedRow(t, w, "projects/1/base", "", "20", "0", "12")
	unused.Unused = true
	got, err := allot.Make(input(w, "focus",
		// The provider covered 100 of sketch and 20 of the owner, which paid 80 on demand,
		// a tenth off, for the rest.
		committedRow(t, w, "projects/1/base", "sketch", "100", "0", "60"),
		committedRow(t, w, "projects/1/base", "pixiv-ads", "20", "0", "12"),
		open("pixiv-ads", "80", "72"),
		open("alone", "20", "20"),
		unused,
	))
	if err != nil {
		t.Fatal(err)
	}
	// 120 are covered: the owner's 100 first. 20 are left for 120 of others: a sixth, so
	// 100/6 of sketch and 20/6 of alone. The cost of 72 is split 100 : 16.67 : 3.33. The
	// owner is relieved of its 72, alone of 20 × 3.33/20; sketch pays both.
	want := []string{
		"compute -/-/alone gke base: -499.995 JPY",
		"compute -/-/alone gke focus: 3000 JPY",
		"committed -/-/alone gke base: 300 JPY",
		"compute core/art/sketch gke base: 11299.995 JPY",
		"committed core/art/sketch gke base: 1500 JPY",
		"unused growth/ads/- gke base: 1800 JPY",
		"compute growth/ads/pixiv-ads gke base: -10800 JPY",
		"compute growth/ads/pixiv-ads gke focus: 10800 JPY",
		"committed growth/ads/pixiv-ads gke base: 9000 JPY",
	}
	if diff := cmp.Diff(want, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"base of ads: 12600 JPY = 10800 JPY used + 1800 JPY unused, pixiv-ads 9000 JPY, sketch 1500 JPY, alone 300 JPY"}, told(got)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatWasBilledForACommitmentIsSharedByMeasuredCores(t *testing.T) {
	w := workspace(t, focusBill)
	fee := committedRow(t, w, "projects/1/base", "", "0", "100", "100")
	fee.Category = bill.Purchase
	in := input(w, "focus", fee)
	// 10 cores for 744 hours are 7,440 core-hours; the owner's services use 3,000.
	in.Usage = &usage.Month{Cloud: map[[2]string]float64{
		{"gke", "pixiv-ads"}: 2000, {"gke", "ads-api"}: 1000, {"gke", "sketch"}: 3000, {"gke", "alone"}: 720, {"tokyo", "sketch"}: 9999,
	}}
	got, err := allot.Make(in)
	if err != nil {
		t.Fatal(err)
	}
	var sum []string
	for _, l := range got.Ledger.Lines {
		if l.Site == "gke" {
			sum = append(sum, string(l.Kind)+" "+or(l.Service)+" "+l.Amount.Rounded(2))
		}
	}
	if diff := cmp.Diff([]string{"committed alone 1,451.61", "committed sketch 6,048.39", "unused - 1,451.61", "committed ads-api 2,016.13", "committed pixiv-ads 4,032.26"}, sum); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("15000 JPY", got.Ledger.Sum(func(l ledger.Line) bool { return l.Site == "gke" }).String()); diff != "" {
		t.Error(diff)
	}

	in.Usage = nil
	if got, err = allot.Make(in); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"committed growth/ads/- gke base: 15000 JPY"}, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
	if !slices.Contains(got.Unknown, "who used commitment base: nobody measured the cores used on gke, so all of it is its owner's") {
		t.Errorf("%q", got.Unknown)
	}
}

func TestAReportOfPaymentsHasNothingAmortisedInIt(t *testing.T) {
	w := workspace(t, focusBill)
	bought := committedRow(t, w, "base", "", "0", "1200", "0")
	bought.Category = bill.Purchase
	unused := committedRow(t, w, "base", "", "20", "0", "12")
	unused.Unused = true
	rows := []bill.Row{bought, unused, committedRow(t, w, "base", "sketch", "100", "0", "60"), row(t, w, "focus", "7", keys{"tag:app": "sketch"})}
	in := input(w, "focus", rows...)
	for view, want := range map[string][]string{
		allot.Amortised: {
			"compute core/art/sketch gke focus: 1050 JPY", "committed core/art/sketch gke base: 9000 JPY", "unused growth/ads/- gke base: 1800 JPY",
		},
		allot.Purchase: {
			"compute core/art/sketch gke focus: 1050 JPY", "committed growth/ads/- gke base: 180000 JPY",
		},
	} {
		in.View = view
		got, err := allot.Make(in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, cloud(got.Ledger)); diff != "" {
			t.Errorf("%s: %s", view, diff)
		}
		if (view == allot.Purchase) != (len(got.Commitments) == 0) {
			t.Errorf("%s: %v", view, got.Commitments)
		}
	}
	in.View = "both"
	if _, err := allot.Make(in); err == nil {
		t.Error("a view that is none")
	}
}
