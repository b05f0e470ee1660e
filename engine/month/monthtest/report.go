package monthtest

import (
	"fmt"
	"hash/fnv"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/engine/month/bridge"
)

// Options say what a report has.
type Options struct {
	// Services is how many there are; they belong to a product for every eight, and
	// four products to a team.
	Services int
	// Months is how many there are, with the month itself.
	Months int
	// Name is put before every name of a service, product, team, site and pool: for tests
	// of what hostile names do.
	Name string
}

// Report is a month of so many services with eleven months before it.
func Report(services int) *month.Report { return Make(Options{Services: services, Months: 12}) }

// Currency is that of all amounts.
const Currency = "JPY"

// Now is the month of all reports.
func Now() bill.Month { return bill.Month{Year: 2026, Month: 10} }

// Make makes a report. Its month is [Now].
func Make(o Options) *month.Report {
	b := &builder{Options: o}
	planned, actual := b.ledger(0), b.ledger(1)
	r := &month.Report{
		Format: month.Format, Berth: "0.9.0", Month: Now(), Zone: "Asia/Tokyo", Currency: Currency, View: "amortised",
		Plan: &month.Plan{File: "plans/2026-09-30.json", Digest: "sha256:4f5aa6c6d5bd2d3b1d8d6d3f2a4d9b2b2c9d2c2ce9b7fb1b5fd2b0a7b0d6f0a1", AsOf: "2026-09-30"},
		State: month.State{
			Why:  "until 2026-11-06 a bill may still grow, and this is the state of 2026-11-03",
			Last: "2026-10-31", AsOf: "2026-11-03", Rows: int64(o.Services) * 744 * 3, Duplicates: 2, Notes: []string{"gcp: 3 rows have no label"},
		},
		Planned: planned.Total(), Actual: actual.Total(), Lines: actual.Lines, Expected: planned.Lines,
		Axes: map[ledger.Axis][]month.Sum{},
	}
	r.Delta = r.Actual.Sub(r.Planned)
	for _, a := range ledger.Axes() {
		r.Axes[a] = sums(planned.By(a), actual.By(a))
	}
	b.cells(r, planned, actual)
	b.bridge(r, planned, actual)
	b.bills(r, actual)
	b.months(r)
	b.people(r, actual)
	b.machines(r, actual)
	b.pins(r)
	return r
}

// builder makes one report.
type builder struct{ Options }

func (b *builder) service(i int) string { return fmt.Sprintf("%sservice-%04d", b.Name, i) }
func (b *builder) product(i int) string { return fmt.Sprintf("%sproduct-%03d", b.Name, i/8) }
func (b *builder) team(i int) string    { return fmt.Sprintf("%steam-%02d", b.Name, i/32) }
func (b *builder) site(k int) string    { return b.Name + [...]string{"tokyo", "gke", "osaka"}[k] }

// number is a number from 0 on and below n that depends on what it is for alone.
func number(n uint64, of ...any) int64 {
	h := fnv.New64a()
	fmt.Fprint(h, of...)
	return int64(h.Sum64() >> 8 % n)
}

// yen is an amount between half of and one and a half times n, with digits behind the
// point as bills have them.
func yen(n int64, of ...any) money.Amount {
	return money.FromWhole(n*500_000+number(uint64(n)*1_000_000, of...), 6, Currency)
}

// ledger is the month as planned (0) or as it was (1).
func (b *builder) ledger(side int) *ledger.Ledger {
	var lines []ledger.Line
	for i := range b.Services {
		lines = append(lines, b.lines(i, side)...)
	}
	for k := range 3 {
		own := ledger.Line{Site: b.site(k)}
		if k == 1 {
			own.Kind, own.Part, own.Amount = ledger.Fee, "cluster", yen(11000, "fee")
			lines = append(lines, own)
			own.Kind, own.Part, own.Amount = ledger.Unused, b.Name+"cud-2026", yen(int64(b.Services)*200, "unused", side)
			lines = append(lines, own)
			continue
		}
		own.Part = b.Name + "general"
		own.Kind, own.Amount = ledger.Idle, yen(int64(b.Services)*4000, "idle", k, side)
		lines = append(lines, own)
		own.Kind, own.Amount = ledger.Spare, yen(int64(b.Services)*900, "spare", k)
		lines = append(lines, own)
	}
	if side == 1 {
		lines = append(lines,
			ledger.Line{Kind: ledger.Unallocated, Site: b.site(1), Part: "gcp", Amount: yen(int64(b.Services)*800, "nobody")},
			ledger.Line{Kind: ledger.Late, Site: b.site(1), Service: b.service(0), Product: b.product(0), Team: b.team(0), Part: "gcp", Amount: yen(int64(b.Services)*90, "late")})
	}
	return ledger.New(Currency, lines)
}

// lines are those of one service. A sixteenth of all run elsewhere than planned.
func (b *builder) lines(i, side int) (out []ledger.Line) {
	own := ledger.Line{Service: b.service(i), Product: b.product(i), Team: b.team(i)}
	k := int(number(3, "site", i))
	if side == 1 && i%16 == 3 {
		k = (k + 1) % 3
	}
	own.Site = b.site(k)
	hours := 200 + number(8000, "hours", i) + int64(side)*(number(300, "more", i)-100)
	own.Kind, own.Quantity, own.Unit, own.Part = ledger.Compute, float64(hours), "core-h", b.Name+"general"
	own.Amount = money.FromWhole(hours*(3_100_000+number(400_000, "price", k, side)+int64(k%2)*2_000_000), 6, Currency)
	if k == 1 {
		own.Part = "gcp"
	}
	out = append(out, own)
	own.Kind, own.Unit, own.Part, own.Quantity = ledger.Network, "GiB", "gcp", float64(10+number(4000, "gib", i, side))
	own.Amount = money.FromWhole(int64(own.Quantity)*(18_000_000+number(900_000, "egress", side)), 6, Currency)
	if k == 1 || i%5 == 0 {
		out = append(out, own)
	}
	if i%4 == 0 {
		own.Kind, own.Unit, own.Quantity = ledger.Storage, "GiB-mo", float64(100+number(900, "disk", i))
		own.Amount = money.FromWhole(int64(own.Quantity)*15_000_000, 6, Currency)
		out = append(out, own)
	}
	if k == 1 && i%3 == 0 {
		own.Kind, own.Unit, own.Quantity, own.Part = ledger.Committed, "", 0, b.Name+"cud-2026"
		own.Amount = yen(3000, "committed", i, side)
		out = append(out, own)
	}
	return out
}

// sums puts two lists of sums beside each other.
func sums(planned, actual []ledger.Sum) []month.Sum {
	zero := money.Zero(Currency)
	at := map[string]int{}
	var out []month.Sum
	for side, list := range [][]ledger.Sum{actual, planned} {
		for _, s := range list {
			i, known := at[s.Name]
			if !known {
				i = len(out)
				at[s.Name], out = i, append(out, month.Sum{Name: s.Name, Planned: zero, Actual: zero})
			}
			if side == 0 {
				out[i].Actual = s.Amount
			} else {
				out[i].Planned = s.Amount
			}
			out[i].Delta = out[i].Actual.Sub(out[i].Planned)
		}
	}
	return out
}

// cells fills in what teams cost on sites.
func (b *builder) cells(r *month.Report, planned, actual *ledger.Ledger) {
	teams, sites := actual.By(ledger.Team), actual.By(ledger.Site)
	for _, t := range teams {
		for _, s := range sites {
			in := func(l ledger.Line) bool { return l.Team == t.Name && l.Site == s.Name }
			c := month.Cell{Team: t.Name, Site: s.Name, Planned: planned.Sum(in), Actual: actual.Sum(in)}
			if !c.Planned.IsZero() || !c.Actual.IsZero() {
				r.Cells = append(r.Cells, c)
			}
		}
	}
}

// bridge fills in the effects and their causes.
func (b *builder) bridge(r *month.Report, planned, actual *ledger.Ledger) {
	made := bridge.Make(planned, actual, bridge.Words{"planned", "in fact"})
	for _, e := range made.Effects {
		r.Bridge = append(r.Bridge, month.Effect{Name: e.Name, Amount: e.Amount, Why: "what " + e.Name + " adds, in a sentence"})
	}
	for _, c := range made.Causes {
		if c.Service != "" && len(r.Causes) < 40 {
			r.Causes = append(r.Causes, month.Cause{Effect: c.Effect, Service: c.Service, Team: c.Team, Amount: c.Amount, Why: c.Why})
		}
	}
}
