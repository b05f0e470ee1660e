package pool_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/bill"
	"berth.dev/engine/price"
	"berth.dev/engine/usage"
)

func TestAMonthOfAPoolIsThatOfThePaper(t *testing.T) {
	// capital 4 × (10,000 − 1,000) × 150 ÷ 60 = 90,000; power 4 × 0.5 kW × 1.5 × 744 h × 20 =
	// 44,640; upkeep 84,000; administration 60,000: 278,640. One of four is spare: 69,660,
	// and 208,980 is left. Offered are 3 × 32 × 744 = 71,424 core-h and 285,696 GiB-h, which
	// are 35,712 units more: 107,136. web has 35,712 + 17,856 = half of them.
	r := month(t, input(t, []usage.Use{
		{Site: "tokyo", Pool: "general", Service: "web", CoreHours: 35712, GiBHours: 142848},
		{Site: "tokyo", Pool: "general", Service: "mail", CoreHours: 10713.6},
		{Site: "tokyo", Pool: "general", Service: "old", CoreHours: 0, GiBHours: 85708.8},
	}))
	want := []string{
		// The batch pool has no capital left: 0.5 kW × 1.5 × 744 h × 20.
		"idle tokyo/batch ·· 0  11160",
		"compute tokyo/general mail·· 10713.6 core-h 20898",
		"unallocated tokyo/general ·· 0  20898",
		"compute tokyo/general web·ads·ads 35712 core-h 104490",
		"idle tokyo/general ·· 0  62694",
		"spare tokyo/general ·· 0  69660",
	}
	if d := cmp.Diff(want, lines(r)); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
	p := general(r)
	got := []string{p.Capital.Decimal(), p.Power.Decimal(), p.Upkeep.Decimal(), p.Administration.Decimal(), p.Cost.Decimal(), p.Used.Decimal(), p.Idle.Decimal(), p.Spare.Decimal()}
	if d := cmp.Diff([]string{"90000", "44640", "84000", "60000", "278640", "146286", "62694", "69660"}, got); d != "" {
		t.Errorf("pool (-want +got):\n%s", d)
	}
	if p.CoreHours != 71424 || p.GiBHours != 285696 || p.UsedCores != 46425.6 || p.UsedGiB != 228556.8 {
		t.Errorf("offered %g and %g, used %g and %g", p.CoreHours, p.GiBHours, p.UsedCores, p.UsedGiB)
	}
	if d := cmp.Diff([]string{"USD"}, r.Currencies); d != "" {
		t.Errorf("currencies (-want +got):\n%s", d)
	}
}

func TestTheStepsOfThePaperAreTold(t *testing.T) {
	r := month(t, input(t, []usage.Use{{Site: "tokyo", Pool: "general", Service: "web", CoreHours: 35712, GiBHours: 142848}}))
	want := []string{
		"in service on 31 of 31 days, 744 hours",
		"1 USD is 150 JPY (finance, 2026-10-31)",
		"capital: 4 nodes × (1500000 JPY − 150000 JPY) ÷ 60 months × 31 ÷ 31 days = 90000 JPY",
		"power: 4 nodes × 500 W ÷ 1000 × PUE 1.5 × 744 h × 20 JPY a kWh = 44640 JPY",
		"upkeep: 4 nodes × 21000 JPY × 31 ÷ 31 days = 84000 JPY",
		"administration: 10 h × 6000 JPY × 31 ÷ 31 days = 60000 JPY",
		"cost: capital + power + upkeep + administration = 278640 JPY",
		"offered: (4 − 1) nodes × (34 − 2) cores × 744 h = 71424 core-h, and × (136 − 8) GiB = 285696 GiB-h",
		"spare: 1 of 4 nodes × 278640 JPY = 69660 JPY",
		"units: core-h + GiB-h ÷ 8; offered 107136, used 53568; a unit is 208980 JPY ÷ 107136",
		"used 104490 JPY, idle 104490 JPY, spare 69660 JPY",
	}
	if d := cmp.Diff(want, general(r).How); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestCapitalCountsWhileTheMachinesLive(t *testing.T) {
	const since = `in_service     = "2024-04-01"`
	for _, c := range []struct {
		what, since, month, view string
		capital, power           string
	}{
		{"a whole month", since, "2026-10", "amortised", "90000", "44640"},
		{"the first month", since, "2024-04", "amortised", "90000", "43200"},
		{"the last month", since, "2029-03", "amortised", "90000", "44640"},
		{"after its life", since, "2029-04", "amortised", "0", "43200"},
		{"from the 17th of 31 days", `in_service = "2026-10-17"`, "2026-10", "amortised", "43548.3871", "21600"},
		{"until the 16th of 31 days", `in_service = "2021-10-17"`, "2026-10", "amortised", "46451.6129", "44640"},
		{"paid when it came", `in_service = "2026-10-17"`, "2026-10", pool.Purchase, "6000000", "21600"},
		{"paid long ago", since, "2026-10", pool.Purchase, "0", "44640"},
		{"paid, and never given back", since, "2029-03", pool.Purchase, "0", "44640"},
	} {
		in := input(t, nil, since, c.since)
		in.View = c.view
		var err error
		if in.Month, err = bill.ParseMonth(c.month); err != nil {
			t.Fatal(err)
		}
		p := general(month(t, in))
		if d := cmp.Diff([]string{c.capital, c.power}, []string{p.Capital.Decimal(), p.Power.Decimal()}); d != "" {
			t.Errorf("%s: capital and power (-want +got):\n%s", c.what, d)
		}
	}
}

func TestPowerGoesByTheHoursThatTheMonthReallyHas(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		month string
		zone  *time.Location
		want  string // of 60 JPY an hour
	}{
		{"2026-10", time.UTC, "44640"}, {"2026-10", berlin, "44700"}, {"2026-03", berlin, "44580"}, {"2026-02", berlin, "40320"},
	} {
		in := input(t, nil)
		in.Zone = c.zone
		if in.Month, err = bill.ParseMonth(c.month); err != nil {
			t.Fatal(err)
		}
		p := general(month(t, in))
		if p.Power.Decimal() != c.want {
			t.Errorf("%s in %s: %s, want %s", c.month, c.zone, p.Power, c.want)
		}
		if p.Capital.Decimal() != "90000" || p.Upkeep.Decimal() != "84000" {
			t.Errorf("%s in %s: a changed clock moves capital to %s and upkeep to %s", c.month, c.zone, p.Capital, p.Upkeep)
		}
	}
}

func TestMachinesThatComeLaterCostNothingYet(t *testing.T) {
	in := input(t, []usage.Use{{Site: "tokyo", Pool: "general", Service: "web", CoreHours: 1}}, `in_service     = "2024-04-01"`, `in_service = "2026-11-01"`)
	r := month(t, in)
	if d := cmp.Diff([]string{"idle tokyo/batch ·· 0  11160"}, lines(r)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{`tokyo: service "web" used machines that were not in service yet; nothing is charged for it`}, r.Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
}

func TestWhoUsesMoreThanThereIsSharesAllOfIt(t *testing.T) {
	r := month(t, input(t, []usage.Use{
		{Site: "tokyo", Pool: "general", Service: "web", CoreHours: 214272},
		{Site: "tokyo", Pool: "general", Service: "mail", CoreHours: 71424},
	}))
	want := []string{
		"idle tokyo/batch ·· 0  11160",
		"compute tokyo/general mail·· 71424 core-h 52245",
		"compute tokyo/general web·ads·ads 214272 core-h 156735",
		"spare tokyo/general ·· 0  69660",
	}
	if d := cmp.Diff(want, lines(r)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "used 285696 units of pool general, which offers 107136") {
		t.Errorf("notes: %q", r.Notes)
	}
}

func TestUseWithoutAPoolIsOfThoseThatTakeTheService(t *testing.T) {
	r := month(t, input(t, []usage.Use{
		{Site: "tokyo", Service: "web", CoreHours: 1000},
		// Units: general 107,136, batch 32 × 744 × 1.5 = 35,712: a quarter of both.
		{Site: "tokyo", Service: "etl", CoreHours: 4000},
	}))
	var got []string
	for _, l := range r.Lines {
		if l.Service != "" {
			got = append(got, fmt.Sprintf("%s %s %g", l.Part, l.Service, l.Quantity))
		}
	}
	if d := cmp.Diff([]string{"batch etl 1000", "general etl 3000", "general web 1000"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWhatNothingCanBeWorkedOutWithoutIsNamed(t *testing.T) {
	use := func(u usage.Use) []usage.Use { return []usage.Use{u} }
	for _, c := range []struct {
		what    string
		uses    []usage.Use
		changes []string
		want    string
	}{
		{"upkeep", nil, []string{`    upkeep         = "21000 JPY/mo"` + "\n", ""}, "node pool general of tokyo does not state upkeep"},
		{"electricity", nil, []string{`  electricity = "20 JPY/kWh"` + "\n", ""}, "does not state electricity of its site"},
		{"a site", use(usage.Use{Site: "osaka", Service: "web"}), nil, `site "osaka", which the workspace does not have`},
		{"a cloud", use(usage.Use{Site: "gke", Service: "web"}), nil, "machines of gke, which are rented"},
		{"a pool", use(usage.Use{Site: "tokyo", Pool: "x", Service: "web"}), nil, `node pool "x", which tokyo does not have`},
		{"below nothing", use(usage.Use{Site: "tokyo", Service: "web", CoreHours: -1}), nil, "is -1 hours"},
	} {
		_, err := pool.Month(input(t, c.uses, c.changes...))
		var unstated *pool.UnstatedError
		if placed := errors.As(err, &unstated); placed != (c.changes != nil) || placed && !strings.Contains(unstated.List[0].Error(), ".hcl:") {
			t.Errorf("%s: it stands nowhere: %v", c.what, err)
		}
		if !errors.Is(err, price.ErrMissing) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.what, err, c.want)
		}
	}
}

func TestUseOfNobodyComesWithAServiceToWrite(t *testing.T) {
	r := month(t, input(t, []usage.Use{
		{Site: "tokyo", Pool: "general", Service: "old-shop", CoreHours: 1453000, GiBHours: 2000.5},
		{Site: "tokyo", Pool: "general", Service: "<b>${x}", CoreHours: 10},
		{Site: "tokyo", Pool: "general", CoreHours: 10},
	}))
	var got []string
	for _, n := range r.Nobody {
		got = append(got, n.What+"|"+n.Advice)
	}
	want := []string{
		"10 core-h and 0 GiB-h of pool general that name no service|",
		"10 core-h and 0 GiB-h of pool general by \"<b>${x}\", which is no service of the workspace|",
		"1,453,000 core-h and 2,000.5 GiB-h of pool general by \"old-shop\", which is no service of the workspace|service \"old-shop\" {\n  product = \"…\"\n  runs_on = \"tokyo\"\n}\n",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestStorageThatHasAPriceIsAPoolOfItsOwn(t *testing.T) {
	r := month(t, input(t, nil, "  electricity = ", "  storage_pool \"hdd\" {\n    price = \"200 USD/mo\"\n  }\n  storage_pool \"ssd\" {\n    per_gib = \"3 JPY/GiB\"\n  }\n  electricity = "))
	var got []string
	for _, p := range r.Pools {
		got = append(got, p.Name+" "+p.Cost.Decimal())
	}
	if d := cmp.Diff([]string{"batch 11160", "general 278640", "storage pool hdd 30000"}, got); d != "" {
		t.Errorf("pools (-want +got):\n%s", d)
	}
	if got := lines(r); got[len(got)-1] != "storage tokyo/storage pool hdd ·· 0  30000" {
		t.Errorf("%q", got)
	}
}
