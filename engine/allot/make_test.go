package allot_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/usage"
)

const gcp = `
bill "gcp" {
  kind  = "gcp"
  files = ["bills/*.csv"]
  site  = "gke"
  names = ["tag:app"]
  assign "office" {
    match = { sub_account = "office-*" }
    team  = "core"
  }
  assign "training" {
    match   = { service = "Vertex AI" }
    product = "ads"
  }
}
`

type keys = map[string]string

func TestEveryRowIsOnTheLineOfItsOwner(t *testing.T) {
	w := workspace(t, gcp)
	storage := row(t, w, "gcp", "3", keys{"tag:app": "sketch"})
	storage.Group, storage.Unit, storage.Quantity = bill.Storage, "gibibyte month", 20
	tax := row(t, w, "gcp", "0.5", keys{"tag:app": "sketch"})
	tax.Category = bill.Tax
	late := row(t, w, "gcp", "7", keys{"tag:app": "sketch"})
	late.Late, late.Day = true, "2026-09-30"
	other := row(t, w, "gcp", "1000", keys{"tag:app": "sketch"})
	other.Month = october().Plus(-1)
	got, err := allot.Make(input(w, "gcp",
		row(t, w, "gcp", "10", keys{"tag:app": "pixiv-ads", "service": "Compute Engine"}),
		row(t, w, "gcp", "1.25", keys{"tag:app": "pixiv-ads", "service": "Kubernetes Engine"}),
		row(t, w, "gcp", "2", keys{"tag:app": "pixiv-ads", "sub_account": "office-osaka"}),
		row(t, w, "gcp", "4", keys{"service": "Vertex AI"}),
		row(t, w, "gcp", "5", keys{"tag:app": "alone"}),
		row(t, w, "gcp", "6", keys{"tag:app": "stray"}),
		storage, tax, late, other,
		row(t, w, "gcp", "8", keys{"tag:app": "sketsh"}),
		row(t, w, "gcp", "9", keys{"service": "Compute Engine", "sub_account": "prod"}),
	))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unallocated -/-/- gke gcp: 2550 JPY",
		"compute -/-/alone gke gcp: 750 JPY",
		"compute -/lost/stray gke gcp: 900 JPY",
		"compute core/-/- gke gcp: 300 JPY",
		"storage core/art/sketch gke gcp: 450 JPY for 20 GiB-mo",
		"other core/art/sketch gke gcp: 75 JPY",
		"late core/art/sketch gke gcp: 1050 JPY",
		"compute growth/ads/- gke gcp: 600 JPY",
		"compute growth/ads/pixiv-ads gke gcp: 1687.5 JPY",
	}
	if diff := cmp.Diff(want, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("55.75 USD is 8362.5 JPY", got.Bills[0].Own.String()+" is "+got.Bills[0].Amount.String()); diff != "" {
		t.Error(diff)
	}
	rules := []string{
		`bill gcp: assign office: sub_account = "office-*" goes to team core`,
		`bill gcp: assign training: service = "Vertex AI" goes to product ads`,
		"bill gcp: tag:app is the name of a service",
	}
	if diff := cmp.Diff(rules, got.Rules); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthWithoutATotalIsNoMonth(t *testing.T) {
	w := workspace(t, gcp)
	euro := row(t, w, "gcp", "1", nil)
	euro.Effective = amount(t, "1 EUR")
	bare := row(t, w, "gcp", "1", nil)
	bare.Effective = money.FromFloat(1, "")
	short := row(t, w, "gcp", "1", nil)
	short.Keys = short.Keys[1:]
	unread := input(w, "gcp")
	unread.Answers = nil
	for _, c := range []struct {
		name string
		in   allot.Input
		want string
	}{
		{"a currency without a rate", input(w, "gcp", euro), `bill "gcp": some of its rows are in EUR, and the workspace has no rate for it: add rate "EUR"`},
		{"no currency", input(w, "gcp", bare), `bill "gcp": some of its rows name no currency: set currency = "JPY"`},
		{"an answer to another question", input(w, "gcp", short), `bill "gcp": a row has 2 keys where 3 were asked for`},
		{"a bill that was not read", unread, `bill "gcp" was not read`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := allot.Make(c.in)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestABillOfNothingIsTold(t *testing.T) {
	w := workspace(t, gcp)
	other := row(t, w, "gcp", "1", nil)
	other.Month = october().Plus(1)
	other.Effective = amount(t, "1 EUR") // of no concern: it is of another month
	got, err := allot.Make(input(w, "gcp", other))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"what bill gcp charges: it has no rows of 2026-10"}, got.Unknown); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("gcp 0 JPY tokyo owned", got.Bills[0].Name+" "+got.Bills[0].Amount.String()+" "+got.Bills[1].Name+" owned"); diff != "" || !got.Bills[1].Owned {
		t.Error(diff)
	}
}

func TestABillInTwoCurrenciesIsToldInBoth(t *testing.T) {
	w := workspace(t, gcp)
	yen := row(t, w, "gcp", "1", keys{"tag:app": "alone"})
	yen.Effective = amount(t, "12.5 JPY")
	nothing := row(t, w, "gcp", "1", keys{"tag:app": "alone"})
	nothing.Effective = money.Amount{}
	got, err := allot.Make(input(w, "gcp", yen, nothing, row(t, w, "gcp", "2", keys{"tag:app": "alone"})))
	if err != nil {
		t.Fatal(err)
	}
	var bills []string
	for _, b := range got.Bills[:2] {
		bills = append(bills, fmt.Sprintf("%s %s %s of %d rows", b.Name, b.Own, b.Amount, b.Rows))
	}
	if diff := cmp.Diff([]string{"gcp 12.5 JPY 12.5 JPY of 2 rows", "gcp 2 USD 300 JPY of 1 rows"}, bills); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"compute -/-/alone gke gcp: 312.5 JPY"}, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatManyThingsCostIsFoldedAndNeverLeftOut(t *testing.T) {
	w := workspace(t, gcp)
	var rows []bill.Row
	for i := range 700 {
		r := row(t, w, "gcp", strconv.Itoa(1+i), keys{"tag:app": fmt.Sprintf("unknown-%d", i)})
		r.Late = i%2 == 0
		rows = append(rows, r)
	}
	got, err := allot.Make(input(w, "gcp", rows...))
	if err != nil {
		t.Fatal(err)
	}
	sum := amount(t, "0 JPY")
	for _, n := range got.Nobody {
		sum = sum.Add(n.Amount)
	}
	if diff := cmp.Diff(amount(t, strconv.Itoa(700*701/2*150)+" JPY").String(), sum.String()); diff != "" {
		t.Error(diff)
	}
	if len(got.Nobody) != 501 || got.Nobody[0].What != "200 more, of which none is dearer than those told" && got.Nobody[500].What == "" {
		t.Errorf("%d are told, the first is %q", len(got.Nobody), got.Nobody[0].What)
	}
	if !slices.ContainsFunc(got.Nobody, func(n ledger.Nobody) bool { return n.What == `late: tag:app "unknown-698"` && n.Advice != "" }) {
		t.Error("the dearest late thing is not told")
	}
}

func TestQuantitiesAreThoseOfAPlanOrNone(t *testing.T) {
	w := workspace(t, gcp, focusBill)
	of := func(name, group, unit string, quantity float64) bill.Row {
		r := row(t, w, name, "1", keys{"tag:app": "sketch"})
		r.Group, r.Unit, r.Quantity = group, unit, quantity
		return r
	}
	tax := of("gcp", bill.Storage, "", 0)
	tax.Category = bill.Credit
	for _, c := range []struct {
		name  string
		gcp   []bill.Row
		focus []bill.Row
		want  []string
	}{
		{"disks and traffic", []bill.Row{of("gcp", bill.Storage, "gibibyte month", 10), tax, of("gcp", bill.Storage, "gibibyte hour", 730), of("gcp", bill.Network, "gibibyte", 3), of("gcp", bill.Network, "Bytes", 1<<30)}, nil, []string{
			"storage core/art/sketch gke gcp: 450 JPY for 11 GiB-mo", "network core/art/sketch gke gcp: 300 JPY for 4 GiB",
		}},
		{"a GB that may be either", []bill.Row{of("gcp", bill.Storage, "gibibyte month", 10), of("gcp", bill.Storage, "GB-Months", 10)}, nil, []string{"storage core/art/sketch gke gcp: 300 JPY"}},
		{"a balancer by the hour", []bill.Row{of("gcp", bill.Network, "gibibyte", 10), of("gcp", bill.Network, "hour", 10)}, nil, []string{"network core/art/sketch gke gcp: 150 JPY for 10 GiB", "fee core/art/sketch gke gcp: 150 JPY"}},
		{"one of two bills", []bill.Row{of("gcp", bill.Network, "gibibyte", 10)}, []bill.Row{of("focus", bill.Network, "", 10)}, []string{
			"network core/art/sketch gke focus: 150 JPY", "network core/art/sketch gke gcp: 150 JPY",
		}},
		{"measured cores stand once", []bill.Row{of("gcp", bill.Compute, "h", 99)}, []bill.Row{of("focus", bill.Compute, "h", 99)}, []string{
			"compute core/art/sketch gke focus: 150 JPY for 500 core-h", "compute core/art/sketch gke gcp: 150 JPY",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(w, "gcp", c.gcp...)
			in.Answers["focus"] = &bill.Answer{Rows: c.focus}
			in.Usage = &usage.Month{Cloud: map[[2]string]float64{{"gke", "sketch"}: 500}}
			got, err := allot.Make(in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, cloud(got.Ledger)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMachinesThatOpenCostSaysNobodyUsedAreIdle(t *testing.T) {
	w := workspace(t, "bill \"o\" {\n  kind     = \"opencost\"\n  files    = [\"o.csv\"]\n  site     = \"gke\"\n  currency = \"USD\"\n  names    = [\"namespace\"]\n}\n")
	cores, memory := row(t, w, "o", "1", keys{"namespace": "alone"}), row(t, w, "o", "1", keys{"namespace": "alone"})
	cores.Unit, cores.Quantity = "core-h", 40
	memory.Group, memory.Unit, memory.Quantity = bill.Memory, "GiB-h", 160
	got, err := allot.Make(input(w, "o", row(t, w, "o", "3", keys{"namespace": "__idle__"}), row(t, w, "o", "1", keys{"namespace": "sketch"}), cores, memory))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"idle -/-/- gke o: 450 JPY", "compute -/-/alone gke o: 300 JPY for 40 core-h", "compute core/art/sketch gke o: 150 JPY"}, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
	if len(got.Nobody) > 0 {
		t.Errorf("advice for what is idle: %v", got.Nobody)
	}
}

func TestDaysAreThoseOfTheMonthsOwnCharges(t *testing.T) {
	w := workspace(t, gcp)
	on := func(day, cost string, late bool) bill.Row {
		r := row(t, w, "gcp", cost, keys{"tag:app": "sketch"})
		r.Day, r.Late = day, late
		return r
	}
	got, err := allot.Make(input(w, "gcp", on("2026-10-31", "3", false), on("2026-10-01", "1", false), on("2026-09-30", "9", true), on("2026-10-01", "1", false)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("map[gke:[{2026-10-01 300 JPY} {2026-10-31 450 JPY}]]", fmt.Sprint(got.Days)); diff != "" {
		t.Error(diff)
	}
}

// TestEveryKeyOfABillMayStandInSpecs holds the list that specs are checked by against
// that of bills.
func TestEveryKeyOfABillMayStandInSpecs(t *testing.T) {
	for _, key := range append(bill.Keys(), "tag:x") {
		if err := bill.CheckKey(key); err != nil {
			t.Error(err)
		}
		workspace(t, fmt.Sprintf("bill \"b\" {\n  kind  = \"focus\"\n  files = [\"a.csv\"]\n  site  = \"gke\"\n  names = [%q]\n}\n", key))
	}
}

func TestABillIsAskedAsItsBlockSays(t *testing.T) {
	w := workspace(t, strings.Replace(gcp, `site  = "gke"`, "site  = \"gke\"\n  month = \"charge\"", 1), focusBill,
		"bill \"o\" {\n  kind     = \"opencost\"\n  files    = [\"o.csv\"]\n  site     = \"gke\"\n  currency = \"USD\"\n}\n")
	var got []string
	for _, name := range []string{"gcp", "focus", "o"} {
		a := ask(t, w, name)
		got = append(got, fmt.Sprint(a.Name, " ", a.Kind, " by ", a.By, " ", a.Zone, " ", a.Keys, " ", a.Currency))
	}
	want := []string{
		"gcp gcp by charge UTC [service sub_account tag:app] ",
		"focus focus by invoice UTC [service sub_account tag:app] ",
		"o opencost by charge UTC [controller namespace] USD",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkAMonthOfAThousandServices(b *testing.B) {
	var more strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&more, "service \"s-%d\" {\n  product = \"ads\"\n}\n", i)
	}
	w := workspace(b, gcp, more.String())
	var rows []bill.Row
	for i := range 1000 {
		for day := range 31 {
			for _, group := range []string{bill.Compute, bill.Memory, bill.Storage, bill.Network} {
				r := row(b, w, "gcp", fmt.Sprintf("%d.%09d", day, i), keys{"tag:app": fmt.Sprintf("s-%d", i), "service": "Compute Engine"})
				r.Day, r.Group = fmt.Sprintf("2026-10-%02d", day+1), group
				rows = append(rows, r)
			}
		}
	}
	in := input(w, "gcp", rows...)
	for b.Loop() {
		if _, err := allot.Make(in); err != nil {
			b.Fatal(err)
		}
	}
}

func TestABillThatHasNoneOfTheKeysByWhichServicesAreToldSaysSo(t *testing.T) {
	const note = `whose the rows of bill gcp are: no row of bill gcp has tag:ap`
	w := workspace(t, strings.Replace(gcp, `"tag:app"`, `"tag:ap"`, 1))
	said := func(rows ...bill.Row) bool {
		got, err := allot.Make(input(w, "gcp", rows...))
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(got.Unknown, func(s string) bool { return strings.HasPrefix(s, note) })
	}
	bare := row(t, w, "gcp", "3", keys{"service": "Compute Engine"})
	before := row(t, w, "gcp", "3", keys{"tag:ap": "sketch"})
	before.Month = october().Plus(-1)
	if !said(bare) || !said(bare, before) {
		t.Error("a key that no row of the month has is not told")
	}
	if said(bare, row(t, w, "gcp", "1", keys{"tag:ap": "sketch"})) || said() {
		t.Error("a key that a row has, or a month without rows, is told as one that is misspelt")
	}
}
