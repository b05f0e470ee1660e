package monthtest

import (
	"fmt"
	"time"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// bills fills in what the total consists of.
func (b *builder) bills(r *month.Report, actual *ledger.Ledger) {
	for _, s := range actual.By(ledger.Site) {
		owned := s.Name != b.site(1)
		name := "gcp"
		if owned {
			name = s.Name
		}
		r.Bills = append(r.Bills, ledger.Bill{Name: name, Site: s.Name, Own: s.Amount, Amount: s.Amount, Rows: r.State.Rows, Owned: owned})
	}
	r.Rates = []ledger.Rate{{Currency: "USD", Value: money.New(150, Currency), Date: "2026-10-31", Source: "finance, month end"}}
	r.Rules = []string{"bill gcp: tag:app names a service", "bill gcp, assign logging: service = Cloud Logging → team platform"}
	r.Unknown = []string{"unit cost of " + b.service(1) + ": nobody counted its requests"}
}

// months fills in the past, by site, and what is ahead.
func (b *builder) months(r *month.Report) {
	for n := b.Months - 1; n > 0; n-- {
		p := month.Past{Month: r.Month.Plus(-n), Planned: money.Zero(Currency), Actual: money.Zero(Currency)}
		for _, s := range r.Axes[ledger.Site] {
			one := month.Sum{Name: s.Name, Planned: s.Planned.Times(1 - float64(n)/64), Actual: s.Actual.Times(1 - float64(n)/50 + float64(number(9, "past", n, s.Name))/128)}
			one.Delta = one.Actual.Sub(one.Planned)
			p.Planned, p.Actual, p.Sites = p.Planned.Add(one.Planned), p.Actual.Add(one.Actual), append(p.Sites, one)
		}
		r.Months = append(r.Months, p)
	}
	r.Months = append(r.Months, month.Past{Month: r.Month, Planned: r.Planned, Actual: r.Actual, Sites: r.Axes[ledger.Site]})
	for n := 1; n <= 3; n++ {
		mean := r.Actual.Times(1 + float64(n)/100).Line()
		r.Ahead = append(r.Ahead, month.Ahead{
			Month: r.Month.Plus(n), Low: mean.Times(0.9375), Mean: mean, High: mean.Times(1.0625),
			How: "bills by what their days were (week-mean-4), own machines by the days on which their capital ends",
		})
	}
	for day := range 31 {
		at := r.Month.Begin(time.UTC).AddDate(0, 0, day)
		r.Days = append(r.Days, month.Day{Site: b.site(1), Day: at.Format(time.DateOnly), Amount: yen(int64(b.Services)*700, "day", day)})
	}
}

// people fills in what is told by service and product.
func (b *builder) people(r *month.Report, actual *ledger.Ledger) {
	cost := map[string]money.Amount{}
	for _, s := range actual.By(ledger.Service) {
		cost[s.Name] = s.Amount
	}
	for i := range b.Services {
		if i%7 == 1 {
			continue
		}
		u := month.Unit{Service: b.service(i), Product: b.product(i), Team: b.team(i), Requests: float64(1e5 + number(1e9, "requests", i)), Cost: cost[b.service(i)]}
		u.PerMillion = u.Cost.Times(1e6).Over(u.Requests).Line()
		u.Planned = u.PerMillion.Times(0.96875).Line()
		r.Units = append(r.Units, u)
	}
	for _, s := range actual.By(ledger.Product) {
		if s.Name == "" {
			continue
		}
		k := len(r.Budgets)
		p := month.Budget{Product: s.Name, Team: b.team(8 * k), Monthly: money.New(int64(s.Amount.Float()*(0.9+float64(k%4)/10))/10000*10000+10000, Currency), Actual: s.Amount}
		p.Left, p.Share = p.Monthly.Sub(p.Actual), p.Actual.Float()/p.Monthly.Float()
		r.Budgets = append(r.Budgets, p)
	}
	for i := 3; i < b.Services && len(r.Flips) < 5; i += 16 {
		saves := yen(30000, "flip", i)
		r.Flips = append(r.Flips, month.Flip{
			Service: b.service(i), Team: b.team(i), Was: b.site(1), Now: b.site(0), Saves: saves, Months: 8, Waiting: saves.TimesInt(8),
			Why: fmt.Sprintf("a core-h on %s costs 18 %% more than planned", b.site(1)),
		})
	}
	for i := 5; i < b.Services && len(r.Paybacks) < 5; i += 16 {
		p := month.Payback{
			Service: b.service(i), Team: b.team(i), From: b.site(1), To: b.site(0), Since: r.Month.Plus(-3), Stays: yen(90000, "stays", i), Volume: 4000,
			Once: yen(240000, "once", i), Saved: yen(80000, "saved", i), Months: 4, Planned: 9.5, Ahead: 12.3, Why: "saves 20,000 JPY a month instead of 25,300",
		}
		p.Left = p.Once.Sub(p.Saved)
		r.Paybacks = append(r.Paybacks, p)
	}
	r.Nobody = []ledger.Nobody{
		{Bill: "gcp", Site: b.site(1), What: b.Name + "service=Cloud Logging, sub_account=example-prod", Amount: yen(int64(b.Services)*500, "logging"), Rows: 744, Advice: "assign \"logging\" {\n  match   = { service = \"Cloud Logging\" }\n  service = \"…\"\n}"},
		{Bill: "gcp", Site: b.site(1), What: b.Name + "tag:app=old-api", Amount: yen(int64(b.Services)*100, "old"), Rows: 31, Advice: "assign \"old-api\" {\n  match   = { \"tag:app\" = \"old-api\" }\n  service = \"…\"\n}"},
	}
}

// machines fills in commitments and owned machines.
func (b *builder) machines(r *month.Report, actual *ledger.Ledger) {
	is := func(k ledger.Kind, site string) func(ledger.Line) bool {
		return func(l ledger.Line) bool { return l.Kind == k && l.Site == site }
	}
	c := ledger.Commitment{Name: b.Name + "cud-2026", Site: b.site(1), Owner: b.team(0), Used: actual.Sum(is(ledger.Committed, b.site(1))), Unused: actual.Sum(is(ledger.Unused, b.site(1)))}
	c.Cost = c.Used.Add(c.Unused)
	c.Share = c.Used.Float() / c.Cost.Float()
	for _, l := range actual.Lines {
		if l.Kind == ledger.Committed {
			c.To = append(c.To, ledger.Sum{Name: l.Service, Amount: l.Amount})
		}
	}
	r.Commitments = []ledger.Commitment{c}
	for _, k := range []int{2, 0} {
		p := ledger.Pool{
			Site: b.site(k), Name: b.Name + "general", Used: actual.Sum(is(ledger.Compute, b.site(k))), Idle: actual.Sum(is(ledger.Idle, b.site(k))), Spare: actual.Sum(is(ledger.Spare, b.site(k))),
			CoreHours: float64(b.Services) * 3000, GiBHours: float64(b.Services) * 12000, UsedCores: float64(b.Services) * 2100, UsedGiB: float64(b.Services) * 7600,
			How: []string{"14 nodes × 1,900,000 JPY / 60 months = 443,333.333333 JPY", "14 nodes × 450 W × PUE 1.5 × 744 h × 24 JPY/kWh = 168,739.2 JPY"},
		}
		p.Cost = p.Used.Add(p.Idle).Add(p.Spare)
		parts := p.Cost.Split([]float64{6, 2, 1.5, 0.5})
		p.Capital, p.Power, p.Upkeep, p.Administration = parts[0], parts[1], parts[2], parts[3]
		r.Pools = append(r.Pools, p)
	}
}

// pins fills in what the report depends on.
func (b *builder) pins(r *month.Report) {
	for _, p := range [][2]string{{"bill", "bills/gcp-2026-10.parquet"}, {"plan", r.Plan.File}, {"prices", "gcp-asia-northeast1"}, {"spec", "workspace.hcl"}, {"usage", "usage/tokyo.csv"}} {
		r.Pins = append(r.Pins, month.Pin{Kind: p[0], Name: p[1], Digest: fmt.Sprintf("sha256:%064x", number(1<<56, p[0], p[1]))})
	}
}
