package reports

import (
	"fmt"
	"math/rand/v2"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// jpy is an amount of yen as text.
func jpy(s string) money.Amount {
	a, err := money.ParseNumber(s, "JPY")
	if err != nil {
		panic(err)
	}
	return a
}

// spentFleet is a month of so many services on two sites, whose sums are those of its
// ledgers. The first is planned on gke and ran on tokyo, too; one in fifty was not planned.
func spentFleet(services int) *month.Report {
	r := rand.New(rand.NewPCG(8, uint64(services)))
	var planned, actual []ledger.Line
	for i := range services {
		one := ledger.Line{
			Kind: ledger.Compute, Site: []string{"tokyo", "gke"}[i%2], Service: fmt.Sprintf("service-%04d", i),
			Product: fmt.Sprintf("product-%02d", i%17), Team: fmt.Sprintf("team-%d", i%7), Part: "general", Quantity: float64(1000 + r.IntN(9000)), Unit: "core-h",
		}
		for _, kind := range []ledger.Kind{ledger.Compute, ledger.Storage, ledger.Network, ledger.Fee, ledger.Committed, ledger.Shared} {
			line := one
			if line.Kind = kind; kind != ledger.Compute {
				line.Quantity, line.Unit, line.Part = 0, "", ""
			}
			line.Amount = money.New(int64(r.IntN(400000)), "JPY")
			if i%50 != 49 {
				planned = append(planned, line)
			}
			line.Amount = line.Amount.Times(0.85 + 0.35*r.Float64()).Line()
			actual = append(actual, line)
		}
	}
	actual = append(actual,
		ledger.Line{Kind: ledger.Idle, Site: "tokyo", Part: "general", Amount: jpy("912345.6789")},
		ledger.Line{Kind: ledger.Spare, Site: "tokyo", Part: "general", Amount: jpy("201000")},
		ledger.Line{Kind: ledger.Unallocated, Site: "gke", Part: "gcp", Amount: jpy("388120.25")},
		ledger.Line{Kind: ledger.Late, Site: "gke", Part: "gcp", Amount: jpy("41200.5")},
	)
	planned = append(planned,
		ledger.Line{Kind: ledger.Idle, Site: "tokyo", Part: "general", Amount: jpy("700000")},
		ledger.Line{Kind: ledger.Spare, Site: "tokyo", Part: "general", Amount: jpy("200000")},
	)
	return sumsOf(ledger.New("JPY", planned), ledger.New("JPY", actual))
}

// sumsOf adds two ledgers up to a report, and puts around them what a report has beside
// its sums.
func sumsOf(planned, actual *ledger.Ledger) *month.Report {
	out := &month.Report{
		Format: month.Format, Berth: "0.8.0", Month: bill.Month{Year: 2026, Month: 10}, Zone: "Asia/Tokyo", Currency: "JPY", View: "amortised",
		Plan:    &month.Plan{File: "plans/2026-09-28.json", Digest: "sha256:31f0c1", AsOf: "2026-09-28"},
		Planned: planned.Total(), Actual: actual.Total(), Delta: actual.Total().Sub(planned.Total()),
		Lines: actual.Lines, Expected: planned.Lines, Axes: map[ledger.Axis][]month.Sum{},
	}
	for _, axis := range ledger.Axes() {
		out.Axes[axis] = joined(planned.By(axis), actual.By(axis))
	}
	for _, team := range out.Axes[ledger.Team] {
		for _, site := range out.Axes[ledger.Site] {
			here := func(l ledger.Line) bool { return l.Team == team.Name && l.Site == site.Name }
			out.Cells = append(out.Cells, month.Cell{Team: team.Name, Site: site.Name, Planned: planned.Sum(here), Actual: actual.Sum(here)})
		}
	}
	around(out)
	return out
}

// joined has each name of either list.
func joined(planned, actual []ledger.Sum) (out []month.Sum) {
	at := map[string]int{}
	add := func(s ledger.Sum, put func(*month.Sum)) {
		if _, known := at[s.Name]; !known {
			at[s.Name] = len(out)
			out = append(out, month.Sum{Name: s.Name, Planned: money.Zero("JPY"), Actual: money.Zero("JPY")})
		}
		put(&out[at[s.Name]])
	}
	for _, s := range actual {
		add(s, func(o *month.Sum) { o.Actual = s.Amount })
	}
	for _, s := range planned {
		add(s, func(o *month.Sum) { o.Planned = s.Amount })
	}
	for i := range out {
		out[i].Delta = out[i].Actual.Sub(out[i].Planned)
	}
	return out
}

// around fills in the bridge, the months, and what there is to do.
func around(r *month.Report) {
	left := r.Delta
	for _, e := range []struct{ name, amount, why string }{
		{month.EffectPrice, "120400.25", "machines of gke cost 4 % more a core-hour than planned"},
		{month.EffectVolume, "-310250", "service-0010 and service-0019 used more"},
		{month.EffectPlacement, "86000", "service-0000 ran on gke for 11 days longer than planned"},
		{month.EffectCommitment, "54000", "commitment cud-2026 was used to 82 %"},
		{month.EffectIdle, "213345.6789", "general of tokyo was used to 61 % instead of 70 %"},
		{month.EffectUnallocated, "388120.25", "1,204 rows of gcp belong to nobody"},
		{month.EffectLate, "41200.5", "312 rows of September came with this invoice"},
	} {
		r.Bridge = append(r.Bridge, month.Effect{Name: e.name, Amount: jpy(e.amount), Why: e.why})
		left = left.Sub(jpy(e.amount))
	}
	r.Bridge = append(r.Bridge, month.Effect{Name: month.EffectRounding, Amount: money.Zero("JPY"), Why: "nothing was lost"})
	// The ledgers are drawn by chance: use takes what is left.
	r.Bridge[1].Amount = r.Bridge[1].Amount.Add(left)
	r.Causes = []month.Cause{
		{Effect: month.EffectVolume, Service: "service-0010", Team: "team-3", Amount: jpy("610250"), Why: "used 9,100 instead of 5,200 core-hours on tokyo"},
		{Effect: month.EffectVolume, Service: "service-0019", Team: "team-5", Amount: jpy("430000"), Why: "used 6,900 instead of 2,900 core-hours on gke"},
		{Effect: month.EffectVolume, Service: "service-0003", Team: "team-3", Amount: jpy("-100000"), Why: "used 1,900 instead of 2,900 core-hours on gke"},
		{Effect: month.EffectPrice, Service: "service-0005", Team: "team-5", Amount: jpy("98000"), Why: "a core-hour of gke cost 5.31 JPY instead of 5.10 JPY"},
		{Effect: month.EffectPlacement, Service: "service-0000", Team: "team-0", Amount: jpy("86000"), Why: "ran on gke until 11 October"},
	}
	for i := range 12 {
		m := r.Month.Plus(i - 11)
		past := month.Past{Month: m, Planned: r.Planned.Times(0.8 + 0.02*float64(i)).Line(), Actual: money.Zero("JPY")}
		for _, s := range r.Axes[ledger.Site] {
			s.Actual = s.Actual.Times(0.76 + 0.24*float64(i)/11).Line()
			past.Sites, past.Actual = append(past.Sites, s), past.Actual.Add(s.Actual)
		}
		r.Months = append(r.Months, past)
	}
	for i := range 3 {
		mean := r.Actual.Times(1.01 + 0.015*float64(i)).Line()
		r.Ahead = append(r.Ahead, month.Ahead{Month: r.Month.Plus(i + 1), Mean: mean, Low: mean.Times(0.96), High: mean.Times(1.05), How: "bills by the mean of the last weeks, owned machines by their schedule"})
	}
	for day := range 31 {
		r.Days = append(r.Days, month.Day{Site: "gke", Day: fmt.Sprintf("2026-10-%02d", day+1), Amount: money.New(int64(300000+40000*(day%7)), "JPY")})
	}
	r.State = month.State{Reconciled: true, Why: "the last row covers the end of the month, and its invoice is closed", Last: "2026-10-31", AsOf: "2026-11-08", Rows: 1204331, Duplicates: 4,
		Notes: []string{"4 rows are there twice: they count once"}}
	parts(r)
}

// parts are what a report has beside its bridge.
func parts(r *month.Report) {
	tokyo, gke := r.Axes[ledger.Site][0], r.Axes[ledger.Site][1]
	if tokyo.Name != "tokyo" {
		tokyo, gke = gke, tokyo
	}
	dollars, err := money.ParseNumber(gke.Actual.Over(150).Line().Decimal(), "USD")
	if err != nil {
		panic(err)
	}
	r.Bills = []ledger.Bill{
		{Name: "gcp", Site: "gke", Own: dollars, Amount: gke.Actual, Rows: 1204331},
		{Name: "tokyo", Site: "tokyo", Own: tokyo.Actual, Amount: tokyo.Actual, Owned: true},
	}
	r.Units = []month.Unit{{Service: "service-0000", Product: "product-00", Team: "team-0", Requests: 81e6, Cost: jpy("812345"), PerMillion: jpy("10028.9506"), Planned: jpy("9512.4")}}
	r.Budgets = []month.Budget{
		{Product: "product-00", Team: "team-0", Monthly: jpy("2000000"), Actual: jpy("2240120"), Left: jpy("-240120"), Share: 1.12006},
		{Product: "product-01", Team: "team-1", Monthly: jpy("3000000"), Actual: jpy("2880000"), Left: jpy("120000"), Share: 0.96},
		{Product: "product-02", Team: "team-2", Monthly: jpy("3000000"), Actual: jpy("1400000"), Left: jpy("1600000"), Share: 0.466667},
	}
	r.Flips = []month.Flip{
		{Service: "service-0003", Team: "team-3", Was: "gke", Now: "tokyo", Saves: jpy("310000"), Waiting: jpy("930000"), Months: 3, Why: "its use is flat now: 1,900 core-hours with a peak of 1.2 × the mean, and tokyo has room"},
		{Service: "service-0008", Team: "team-1", Was: "tokyo", Now: "gke", Saves: jpy("42000"), Waiting: jpy("126000"), Months: 3, Why: "it ran 40 hours in the month"},
	}
	six, twenty := 6.0, 8.5
	r.Paybacks = []month.Payback{
		{Service: "service-0002", Team: "team-2", From: "gke", To: "tokyo", Since: bill.Month{Year: 2026, Month: 7}, Once: jpy("1200000"), Saved: jpy("810000"), Left: jpy("390000"), Months: 4, Planned: six, Ahead: 5.9, Why: "saves 202,500 a month; 200,000 were planned"},
		{Service: "service-0004", Team: "team-4", From: "tokyo", To: "gke", Since: bill.Month{Year: 2026, Month: 8}, Once: jpy("400000"), Saved: jpy("-20000"), Left: jpy("420000"), Months: 3, Planned: twenty, Ahead: -1, Why: "costs more than it did"},
	}
	r.Nobody = []ledger.Nobody{{Bill: "gcp", Site: "gke", What: "tag:app = legacy-batch", Amount: jpy("388120.25"), Rows: 1204, Advice: "assign \"legacy-batch\" {\n  match   = { \"tag:app\" = \"legacy-batch\" }\n  service = \"…\"\n}"}}
	r.Commitments = []ledger.Commitment{{Name: "cud-2026", Site: "gke", Owner: "team-1", Cost: jpy("300000"), Used: jpy("246000"), Unused: jpy("54000"), Share: 0.82,
		To: []ledger.Sum{{Name: "service-0001", Amount: jpy("200000")}, {Name: "service-0003", Amount: jpy("46000")}}}}
	r.Pools = []ledger.Pool{{Site: "tokyo", Name: "general", Capital: jpy("2400000"), Power: jpy("380000"), Upkeep: jpy("210000"), Administration: jpy("92000"), Cost: jpy("3082000"),
		Used: jpy("1968654.3211"), Idle: jpy("912345.6789"), Spare: jpy("201000"), CoreHours: 714240, GiBHours: 5713920, UsedCores: 436000, UsedGiB: 3560000,
		How: []string{"20 nodes × (9,000,000 − 0) ÷ 75 months = 2,400,000", "20 nodes × 0.42 kW × 1.4 × 744 h × 43.43 JPY = 380,000"}}}
	r.Unknown = []string{"unit cost of service-0001: nobody counted its requests"}
	r.Rates = []ledger.Rate{{Currency: "USD", Value: jpy("150"), Date: "2026-10-31", Source: "the company's month-end rate"}}
	r.Rules = []string{"gcp: by tag:app, then by namespace"}
	r.Pins = []month.Pin{{Kind: "bill", Name: "bills/gcp-2026-10.parquet", Digest: "sha256:9b1c77e0"}, {Kind: "plan", Name: "plans/2026-09-28.json", Digest: "sha256:31f0c1"}}
}
