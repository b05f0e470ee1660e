package reports

import (
	"bytes"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// amount is an exact amount for tests, in yen.
func amount(number string) money.Amount {
	a, err := money.ParseNumber(number, "JPY")
	if err != nil {
		panic(err)
	}
	return a
}

// monthLine is a line of a ledger for tests.
func monthLine(kind ledger.Kind, site, service, product, team, number string) ledger.Line {
	return ledger.Line{Kind: kind, Site: site, Service: service, Product: product, Team: team, Amount: amount(number)}
}

// monthReport is a month with one of everything in it, whose sums agree.
func monthReport() *month.Report {
	october := bill.Month{Year: 2026, Month: 10}
	lines := []ledger.Line{
		{Kind: ledger.Idle, Site: "tokyo", Part: "general", Quantity: 5952, Unit: "core-h", Amount: amount("412000.5")},
		monthLine(ledger.Spare, "tokyo", "", "", "", "206000"),
		monthLine(ledger.Unallocated, "gke", "", "", "", "48000.25"),
		monthLine(ledger.Late, "gke", "", "", "", "1200"),
		{Kind: ledger.Compute, Site: "gke", Service: "vroid-hub", Product: "vroid", Team: "vroid", Quantity: 14880, Unit: "core-h", Amount: amount("1310000.125")},
		{Kind: ledger.Compute, Site: "tokyo", Service: "sketch", Product: "sketch", Team: "creators", Quantity: 22000.5, Unit: "core-h", Amount: amount("1722799.125")},
	}
	expected := []ledger.Line{
		monthLine(ledger.Idle, "tokyo", "", "", "", "500000"),
		{Kind: ledger.Compute, Site: "gke", Service: "vroid-hub", Product: "vroid", Team: "vroid", Quantity: 12000, Unit: "core-h", Amount: amount("1100000")},
		{Kind: ledger.Compute, Site: "tokyo", Service: "sketch", Product: "sketch", Team: "creators", Quantity: 22000, Unit: "core-h", Amount: amount("1900000")},
	}
	sum := func(name, planned, actual string) month.Sum {
		p, a := amount(planned), amount(actual)
		return month.Sum{Name: name, Planned: p, Actual: a, Delta: a.Sub(p)}
	}
	return &month.Report{
		Format: month.Format, Berth: "1.2.3", Month: october, Zone: "Asia/Tokyo", Currency: "JPY", View: "amortised",
		State: month.State{Why: "bills may still grow until 2026-11-05", Last: "2026-10-31", AsOf: "2026-11-02", Rows: 12345, Bad: 2, Duplicates: 1,
			Faults: []string{"bills/gcp.csv:17:4: NaN is no amount", "bills/gcp.csv:90:4: 1,5 has a comma"}, Notes: []string{"gke's bill has one invoice."}},
		Plan:    &month.Plan{File: "plans/2026-09.json", Digest: "sha256:0123456789abcdef", AsOf: "2026-09-28"},
		Planned: amount("3500000"), Actual: amount("3700000"), Delta: amount("200000"),
		Bills: []ledger.Bill{
			{Name: "gcp", Site: "gke", Own: usd("9061.335833333333333333"), Amount: amount("1359200.375"), Rows: 12343},
			{Name: "tokyo", Site: "tokyo", Own: amount("2340799.625"), Amount: amount("2340799.625"), Owned: true},
		},
		Bridge: []month.Effect{
			{Name: month.EffectPrice, Amount: amount("-53875.875"), Why: "a core-hour on tokyo cost 8 % less"},
			{Name: month.EffectVolume, Amount: amount("292675.75"), Why: "vroid-hub took 24 % more"},
			{Name: month.EffectPlacement, Amount: amount("0")},
			{Name: month.EffectCommitment, Amount: amount("0")},
			{Name: month.EffectIdle, Amount: amount("-88000.125"), Why: "less of tokyo stood idle"},
			{Name: month.EffectUnallocated, Amount: amount("48000.25"), Why: "rows of gcp without a label"},
			{Name: month.EffectLate, Amount: amount("1200"), Why: "charges of September"},
			{Name: month.EffectRounding, Amount: amount("0")},
		},
		Causes: []month.Cause{
			{Effect: month.EffectVolume, Service: "vroid-hub", Team: "vroid", Amount: amount("250000"), Why: "14,880 core-hours instead of 12,000"},
			{Effect: month.EffectIdle, Amount: amount("-88000.125"), Why: "less idle"},
			{Effect: month.EffectPrice, Service: "sketch", Team: "creators", Amount: amount("-53875.875"), Why: "cheaper cores"},
		},
		Lines: lines, Expected: expected,
		Axes: map[ledger.Axis][]month.Sum{
			ledger.Team:    {sum("creators", "1900000", "1722799.125"), sum("vroid", "1100000", "1310000.125"), sum("", "500000", "667200.75")},
			ledger.Product: {sum("sketch", "1900000", "1722799.125"), sum("vroid", "1100000", "1310000.125"), sum("", "500000", "667200.75")},
			ledger.Service: {sum("sketch", "1900000", "1722799.125"), sum("vroid-hub", "1100000", "1310000.125"), sum("", "500000", "667200.75")},
			ledger.Site:    {sum("gke", "1100000", "1359200.375"), sum("tokyo", "2400000", "2340799.625")},
		},
		Cells: []month.Cell{{Team: "creators", Site: "tokyo", Planned: amount("1900000"), Actual: amount("1722799.125")}},
		Months: []month.Past{
			{Month: october.Plus(-1), Planned: amount("3400000"), Actual: amount("3450000"), Sites: []month.Sum{sum("gke", "1", "2")}},
			{Month: october, Planned: amount("3500000"), Actual: amount("3700000")},
		},
		Days:     []month.Day{{Site: "gke", Day: "2026-10-01", Amount: amount("43845.17")}},
		Ahead:    []month.Ahead{{Month: october.Plus(1), Low: amount("3600000"), Mean: amount("3750000"), High: amount("3900000"), How: "gke by its days, tokyo by its schedule"}},
		Unknown:  []string{"unit cost of sketch: nobody counted its requests"},
		Units:    []month.Unit{{Service: "vroid-hub", Product: "vroid", Team: "vroid", Requests: 1.2e9, Cost: amount("1310000.125"), PerMillion: amount("1091.6668"), Planned: amount("1000")}, {Service: "sketch", Requests: 5e6, Cost: amount("1722799.125"), PerMillion: amount("344559.825")}},
		Budgets:  []month.Budget{{Product: "vroid", Team: "vroid", Monthly: amount("1200000"), Actual: amount("1310000.125"), Left: amount("-110000.125"), Share: 1.0916667708333}, {Product: "sketch", Team: "creators", Monthly: amount("2000000"), Actual: amount("1722799.125"), Left: amount("277200.875"), Share: 0.86}},
		Flips:    []month.Flip{{Service: "vroid-hub", Team: "vroid", Was: "gke", Now: "tokyo", Saves: amount("180000"), Waiting: amount("540000"), Months: 3, Why: "its load is even, and tokyo has room"}},
		Paybacks: []month.Payback{{Service: "sketch", Team: "creators", From: "gke", To: "tokyo", Since: october.Plus(-4), Once: amount("900000"), Saved: amount("620000"), Left: amount("280000"), Months: 4, Planned: 5, Ahead: 5.8, Why: "as planned"}, {Service: "ads", From: "tokyo", To: "gke", Since: october, Once: amount("1000"), Saved: amount("-5"), Left: amount("1005"), Planned: 2, Ahead: -1}},
		Nobody: []ledger.Nobody{
			{Bill: "gcp", Site: "gke", What: "Cloud Storage in project pixiv-logs", Amount: amount("48000.25"), Rows: 31, Advice: "assign \"logs\" {\n  match   = { sub_account = \"pixiv-logs\" }\n  service = \"SERVICE\"\n}\n"},
			{Bill: "gcp", Site: "gke", What: "tax", Amount: amount("0"), Rows: 1},
		},
		Commitments: []ledger.Commitment{{Name: "cud-1", Site: "gke", Owner: "vroid", Cost: amount("300000"), Used: amount("270000"), Unused: amount("30000"), Share: 0.9, To: []ledger.Sum{{Name: "vroid-hub", Amount: amount("270000")}}}},
		Pools: []ledger.Pool{{Site: "tokyo", Name: "general", Capital: amount("1500000"), Power: amount("400000"), Upkeep: amount("300000"), Administration: amount("140799.625"), Cost: amount("2340799.625"), Used: amount("1722799.125"), Idle: amount("412000.5"), Spare: amount("206000"),
			CoreHours: 27952.5, GiBHours: 120000, UsedCores: 22000.5, UsedGiB: 88000, How: []string{"capital: 10 nodes × (900000 − 0) / 60 months = 150000"}}},
		Pins:  []month.Pin{{Kind: "bill", Name: "bills/gcp.csv", Digest: "sha256:aa"}, {Kind: "plan", Name: "plans/2026-09.json", Digest: "sha256:bb"}},
		Rates: []ledger.Rate{{Currency: "USD", Value: amount("150"), Date: "2026-10-01", Source: "treasury"}},
		Rules: []string{"bill gcp: tag:app names the service"},
	}
}

// usd is an exact amount in dollars.
func usd(number string) money.Amount {
	a, err := money.ParseNumber(number, "USD")
	if err != nil {
		panic(err)
	}
	return a
}

// monthless is a month of which nothing is known but its total.
func monthless() *month.Report {
	return &month.Report{Format: month.Format, Berth: "1.2.3", Month: bill.Month{Year: 2026, Month: 10}, Zone: "UTC", Currency: "JPY", View: "purchase",
		State: month.State{Reconciled: true, AsOf: "2026-11-20"}, Actual: amount("12.5"), Delta: amount("12.5"), Planned: amount("0")}
}

// writtenMonth is a month in a format.
func writtenMonth(t interface {
	Helper()
	Fatal(...any)
}, o Options, r *month.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMonth(&b, o, NewMonth(r)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// MonthReports are months for tests outside the package: one with everything, one of
// which nothing is known but its total.
func MonthReports() map[string]*month.Report {
	return map[string]*month.Report{"whole": monthReport(), "total": monthless()}
}

// monthChange is what differs between two months.
func monthChange() *month.Change {
	r := monthReport()
	return &month.Change{
		From: r.Month.Plus(-1), To: r.Month, Currency: r.Currency, View: r.View, Before: r.Planned, After: r.Actual, Delta: r.Delta,
		Bridge: r.Bridge, Causes: r.Causes, Axes: r.Axes, Moved: []string{"rate of USD: 148 JPY became 150 JPY"},
	}
}

// MonthChanges are comparisons for tests outside the package.
func MonthChanges() map[string]*month.Change {
	r := monthless()
	return map[string]*month.Change{"whole": monthChange(), "same": {From: r.Month, To: r.Month, Currency: r.Currency, View: r.View, Before: r.Actual, After: r.Actual, Delta: r.Actual.Sub(r.Actual)}}
}

// writtenDiff is a comparison in a format.
func writtenDiff(t interface {
	Helper()
	Fatal(...any)
}, o Options, c *month.Change) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMonthDiff(&b, o, NewMonthDiff(c)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
