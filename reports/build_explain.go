package reports

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/money"
	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// explainSchema names the shape of explain's JSON.
const explainSchema = "berth.explain/1"

// Explained is what an explanation is made from.
type Explained struct {
	Fleet    *score.Fleet
	Decision *score.Decision
	// Other is the decision on the other cost basis; nil where it cannot be made.
	Other *score.Decision
	// Report is what was found in the service's series; nil where it has none.
	Report *profile.Report
	// Measured says what a snapshot has of the service, and what it lacks.
	Measured []string
}

// NewExplanation turns a decision into its whole derivation.
func NewExplanation(x Explained) Explanation {
	w, d := x.Fleet.Workspace, x.Decision
	e := Explanation{
		Schema:        explainSchema,
		AsOf:          w.Settings.AsOf.V.Format(time.DateOnly),
		Currency:      w.Settings.Currency.V,
		CostBasis:     basis(w),
		ReferenceSite: w.Settings.ReferenceSite.V,
		Service:       NewService(w, d),
		Facts:         []Fact{},
		Inputs:        []Input{},
		Prices:        []PriceDerivation{},
		Measured:      x.Measured,
	}
	if o := x.Other; o != nil && o.Winner != nil {
		e.OtherBasis = &OtherBasis{
			Basis: otherBasis(e.CostBasis), Option: o.Winner.ID,
			Cost: Cost{Amount: o.Winner.Bill.Total, Basis: otherBasis(e.CostBasis)},
		}
	}
	addLines(&e.Service, d)
	for i, o := range d.Options {
		if c := e.Service.Options[i].Cost; c != nil && o.ID == e.ReferenceSite {
			e.Reference = &Cost{Amount: o.Bill.Total, Basis: c.Basis}
		}
	}
	if s := w.Service(d.Service); s != nil {
		e.Facts = facts(w, s)
		e.Series = newSeries(x, s)
	}
	for _, in := range d.Inputs {
		input := newInput(in)
		if in.At.Set() {
			input.At, input.Level = w.Range(in.At).String(), in.At.Level().String()
		}
		e.Inputs = append(e.Inputs, input)
	}
	slices.SortStableFunc(e.Inputs, func(a, b Input) int { return cmp.Compare(a.ID, b.ID) })
	e.Prices = derivations(x)
	return e
}

// addLines opens the bills of a service.
func addLines(s *Service, d *score.Decision) {
	for i, o := range d.Options {
		if c := s.Options[i].Cost; c != nil {
			for _, l := range o.Bill.Lines {
				c.Lines = append(c.Lines, Line(l))
			}
		}
	}
}

// facts are what the specs say of a service besides numbers.
func facts(w *spec.Workspace, s *spec.Service) []Fact {
	out := []Fact{{Name: "service", Value: s.Name, At: w.Range(s.Origin).String()}}
	add := func(name, value string, at spec.Origin) {
		if at.Set() {
			out = append(out, Fact{name, value, w.Range(at).String(), at.Level().String()})
		}
	}
	list := func(name string, v spec.Value[[]string]) { add(name, strings.Join(v.V, ", "), v.Origin) }
	yes := func(name string, v spec.Value[bool]) {
		add(name, map[bool]string{true: "yes", false: "no"}[v.V], v.Origin)
	}
	add("product", s.Product.V, s.Product.Origin)
	add("class", s.Class.V, s.Class.Origin)
	add("environment", s.Environment.V, s.Environment.Origin)
	list("runs on today", s.RunsOn)
	list("pinned to", s.Pin)
	list("needs", s.Needs)
	list("independent of", s.IndependentOf)
	yes("stateful", s.Stateful)
	add("concurrency", s.Concurrency.V, s.Concurrency.Origin)
	add("calls listed", s.Calls.V, s.Calls.Origin)
	if sec := s.Security; sec != nil {
		add("data", sec.Data.V, sec.Data.Origin)
		yes("calls over the internet allowed", sec.InternetTransit)
		list("residency", sec.Residency)
	}
	return out
}

// newSeries returns the load of a service, or nil where nobody knows it.
func newSeries(x Explained, s *spec.Service) *Series {
	p, ok := x.Fleet.Profiles[s.Name]
	if !ok {
		return nil
	}
	out := &Series{Unit: p.Unit, Report: []string{}}
	if s.Traffic != nil {
		out.File = s.Traffic.Series.V
	}
	if p.Source != "" {
		out.Source, out.From, out.To = p.Source, p.Start.Format(time.RFC3339), p.End.Format(time.RFC3339)
	}
	out.Features = newFeatures(p)
	if x.Report != nil {
		out.Report = x.Report.Lines()
	}
	return out
}

// newFeatures lists the numbers of a load, unknown ones with their reason.
func newFeatures(p profile.Profile) []Feature {
	out := []Feature{}
	for _, n := range p.Features() {
		out = append(out, newFeature(n))
	}
	return out
}

// newFeature is one number of a load.
func newFeature(n profile.Named) Feature {
	f := Feature{Name: n.Name, Unit: n.Feature.Unit, Origin: cmp.Or(string(n.Feature.Origin), "unknown"), Why: n.Feature.Why}
	if n.Feature.Known() {
		v := Number(n.Feature.Value)
		f.Value = &v
	}
	return f
}

// derivations open up the prices of the pools that the bills use, by site and
// pool.
func derivations(x Explained) []PriceDerivation {
	used := map[string]bool{}
	for _, o := range x.Decision.Options {
		for _, l := range o.Bill.Lines {
			used[l.Site+" "+l.Origin] = true
		}
	}
	out := []PriceDerivation{}
	for _, s := range x.Fleet.Workspace.Sites {
		for _, p := range x.Fleet.Tariff.Site(s.Name).Pools {
			if !used[s.Name+" "+poolOrigin(p)] {
				continue
			}
			d := PriceDerivation{Site: s.Name, Pool: p.Name, Steps: []Step{}}
			for _, l := range p.Derivation {
				d.Steps = append(d.Steps, Step{Line(l)})
			}
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b PriceDerivation) int {
		return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Pool, b.Pool))
	})
	return out
}

// poolOrigin is how a bill's line names the pool it is charged by.
func poolOrigin(p *price.Pool) string { return "pool " + p.Name }

// isSum tells whether a step only states an amount.
func (s Step) isSum() bool { return s.Quantity == 0 || isNothing(s.Price) }

func isNothing(a money.Amount) bool { return a.Currency() == "" }

// otherBasis returns the cost basis that a workspace does not decide by.
func otherBasis(basis string) string {
	if basis == price.Marginal {
		return price.FullyLoaded
	}
	return price.Marginal
}
