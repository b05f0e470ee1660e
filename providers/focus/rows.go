package focus

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
	"berth.dev/engine/usage"
)

// Step is how much time a row is about.
type Step string

// The steps.
const (
	Monthly Step = "month"
	Daily   Step = "day"
)

// Input is what rows are made of.
type Input struct {
	Workspace *spec.Workspace
	Month     bill.Month
	Zone      *time.Location
	Uses      []usage.Use
	Step      Step
}

// Export is a month of rows, and what they were made of.
type Export struct {
	// Rows are in the order of site, pool, charge, owner and time.
	Rows []Row
	// Paid and Amortised are the pools in the two views: what BilledCost and
	// EffectiveCost add up to.
	Paid, Amortised *pool.Result
	// units are those of each pool in the month, spare nodes too.
	units []float64
}

// Rows works out the rows of a month.
func Rows(in Input) (*Export, error) {
	if in.Step != Monthly && in.Step != Daily {
		return nil, fmt.Errorf("%q is no step of rows: write %q or %q", in.Step, Monthly, Daily)
	}
	out := &Export{}
	month := pool.Input{Workspace: in.Workspace, Month: in.Month, Zone: in.Zone, View: "amortised", Uses: in.Uses}
	var err error
	if out.Amortised, err = pool.Month(month); err != nil {
		return nil, err
	}
	month.View = pool.Purchase
	if out.Paid, err = pool.Month(month); err != nil {
		return nil, err
	}
	machines(out.Paid)
	machines(out.Amortised)
	for i := range out.Amortised.Pools {
		x := newPool(in, out.Paid.Pools[i], out.Amortised.Pools[i])
		x.purchase()
		for _, l := range out.Amortised.Lines {
			if l.Site == x.site.Name && l.Part == x.pool.Name {
				x.lines = append(x.lines, l)
			}
		}
		x.shares()
		out.Rows = append(out.Rows, x.rows...)
		out.units = append(out.units, x.units*x.to.Sub(x.from).Hours())
	}
	return out, nil
}

// machines leaves storage out: it is neither bought nor used in hours of cores.
func machines(r *pool.Result) {
	r.Pools = slices.DeleteFunc(r.Pools, func(p ledger.Pool) bool { return pool.IsStorage(p.Name) })
	r.Lines = slices.DeleteFunc(r.Lines, func(l ledger.Line) bool { return l.Kind == ledger.Storage })
}

// owned is one pool whose rows are made.
type owned struct {
	in         Input
	site       *spec.Site
	pool       *spec.NodePool
	paid, cost ledger.Pool
	// from is when it comes into service in the month, to the month's end.
	from, to time.Time
	// units are those of the pool in an hour, spare nodes too.
	units float64
	ratio float64
	lines []ledger.Line
	rows  []Row
}

func newPool(in Input, paid, cost ledger.Pool) *owned {
	s := in.Workspace.Site(cost.Site)
	i := slices.IndexFunc(s.Pools, func(p *spec.NodePool) bool { return p.Name == cost.Name })
	x := &owned{in: in, site: s, pool: s.Pools[i], paid: paid, cost: cost, from: in.Month.Begin(in.Zone), to: in.Month.End(in.Zone), ratio: price.Ratio(in.Workspace)}
	if p := x.pool; p.InService.Set() {
		y, m, d := p.InService.V.Date()
		if began := time.Date(y, m, d, 0, 0, 0, 0, in.Zone); began.After(x.from) {
			x.from = began
		}
	}
	p := x.pool
	x.units = p.Nodes.V * ((p.CPU.V - p.Reserved.V.CPU) + (p.Memory.V-p.Reserved.V.Memory)/unit.GiB/x.ratio)
	return x
}

// row begins a row of the pool.
func (x *owned) row(c Charge) Row {
	zero := money.Zero(x.cost.Cost.Currency())
	return Row{
		Charge: c, Site: x.site.Name, Pool: x.pool.Name, From: x.from, To: x.to,
		BillFrom: x.in.Month.Begin(x.in.Zone), BillTo: x.in.Month.End(x.in.Zone), Billed: zero, Effective: zero,
	}
}

// purchase is the row of machines that were bought in the month.
func (x *owned) purchase() {
	if x.paid.Capital.IsZero() {
		return
	}
	r := x.row(Purchase)
	y, m, d := pool.EndOfLife(x.pool).Date()
	r.To = time.Date(y, m, d, 0, 0, 0, 0, x.in.Zone)
	r.Billed, r.Nodes, r.Units = x.paid.Capital, x.pool.Nodes.V, x.units*r.To.Sub(r.From).Hours()
	x.rows = append(x.rows, r)
}

// shares are the rows of who used the pool and of what nobody did.
func (x *owned) shares() {
	slices.SortStableFunc(x.lines, func(a, b ledger.Line) int {
		return cmp.Or(cmp.Compare(slices.Index(ledger.Kinds(), a.Kind), slices.Index(ledger.Kinds(), b.Kind)), cmp.Compare(a.Service, b.Service))
	})
	capital := part(x.cost.Capital, x.cost.Cost, x.lines)
	for _, c := range []Charge{Capital, Running} {
		for i, l := range x.lines {
			r := x.row(c)
			r.Kind, r.Service, r.Product, r.Team = l.Kind, l.Service, l.Product, l.Team
			r.CoreHours = l.Quantity
			r.Units = x.unitsOf(l)
			r.Effective = capital[i]
			if c == Running {
				r.Effective = l.Amount.Sub(capital[i])
				r.Billed = r.Effective
			}
			if !r.Effective.IsZero() {
				x.rows = append(x.rows, x.days(r)...)
			}
		}
	}
}

// unitsOf is a line's part of the pool in units, by what it costs: the report shares the
// cost by them.
func (x *owned) unitsOf(l ledger.Line) float64 {
	whole := x.cost.Cost.Float()
	if whole == 0 {
		return 0
	}
	return x.units * x.to.Sub(x.from).Hours() * (l.Amount.Float() / whole)
}

// part is how much of each line is of a part of the whole. All add up to it, and none is
// more than its line.
func part(of, whole money.Amount, lines []ledger.Line) []money.Amount {
	out, weights, most := make([]money.Amount, len(lines)), make([]float64, len(lines)), 0
	for i, l := range lines {
		out[i], weights[i] = l.Amount, l.Amount.Float()
		if weights[i] > weights[most] {
			most = i
		}
	}
	if of.Cmp(whole) == 0 {
		return out
	}
	shares := of.Split(weights)
	if shares == nil {
		// Nobody pays anything, so the part is nothing, too.
		for i := range out {
			out[i] = money.Zero(whole.Currency())
		}
		return out
	}
	for i, l := range lines {
		// A line may be smaller than what rounding adds to its part.
		if over := shares[i].Sub(l.Amount); over.Sign() > 0 && i != most {
			shares[i], shares[most] = l.Amount, shares[most].Add(over)
		}
	}
	return shares
}

// days cuts a row of a month into its days, where days are asked for.
func (x *owned) days(r Row) []Row {
	if x.in.Step == Monthly {
		return []Row{r}
	}
	var out []Row
	var hours []float64
	for from := r.From; from.Before(r.To); {
		y, m, d := from.Date()
		day := r
		day.From, day.To = from, time.Date(y, m, d+1, 0, 0, 0, 0, x.in.Zone)
		hours, out = append(hours, day.To.Sub(day.From).Hours()), append(out, day)
		from = day.To
	}
	billed, effective := r.Billed.Split(hours), r.Effective.Split(hours)
	whole := r.To.Sub(r.From).Hours()
	for i := range out {
		out[i].Billed, out[i].Effective = billed[i], effective[i]
		out[i].Units, out[i].CoreHours = r.Units*hours[i]/whole, r.CoreHours*hours[i]/whole
	}
	return out
}
