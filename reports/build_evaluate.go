package reports

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// evaluateSchema names the shape of evaluate's JSON.
const evaluateSchema = "berth.evaluate/1"

// none stands for "no option is allowed" where IDs of options stand.
const none = "none"

// NewHeader describes the workspace before its services are decided. criteria
// are in the order of the matrix; their weights are filled in.
func NewHeader(w *spec.Workspace, criteria []CriterionInfo, services []*spec.Service) Header {
	h := Header{
		Schema:        evaluateSchema,
		AsOf:          w.Settings.AsOf.V.Format(time.DateOnly),
		Currency:      w.Settings.Currency.V,
		CostBasis:     basis(w),
		ReferenceSite: w.Settings.ReferenceSite.V,
		Count:         len(services),
	}
	for _, c := range criteria {
		weight, ok := w.Settings.Weights.V[c.Name]
		if !ok {
			weight = 1
		}
		h.Criteria = append(h.Criteria, CriterionInfo{c.Name, Number(weight), c.Doc})
	}
	for _, s := range services {
		h.LongestName = max(h.LongestName, utf8.RuneCountInString(s.Name))
	}
	for _, s := range w.Sites {
		h.Sites = append(h.Sites, s.Name)
	}
	h.Options = optionNames(w)
	for _, o := range h.Options {
		h.LongestOption = max(h.LongestOption, len(o.ID))
	}
	return h
}

// optionNames lists every site, and every on-prem site with a cloud that a link
// joins, by kind and name.
func optionNames(w *spec.Workspace) (out []OptionName) {
	for _, s := range w.Sites {
		out = append(out, OptionName{s.Name, s.Kind.V})
		for _, other := range w.Sites {
			if s.Kind.V == "onprem" && other.Kind.V == "cloud" && w.Link(s.Name, other.Name) != nil {
				out = append(out, OptionName{s.Name + "+" + other.Name, "hybrid"})
			}
		}
	}
	kinds := []string{"onprem", "cloud", "hybrid"}
	slices.SortFunc(out, func(a, b OptionName) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func basis(w *spec.Workspace) string { return w.Settings.CostBasis.Or("fully_loaded") }

// NewService turns a decision into the model, without the lines of bills.
func NewService(w *spec.Workspace, d *score.Decision) Service {
	s := Service{
		Name: d.Service, Firm: d.Firm, OnMoney: d.OnMoney, MissingExact: d.Exact || len(d.Missing) == 0,
		Placement: Placement{Kind: none, Sites: []string{}},
		Weights:   map[string]Number{},
		Missing:   []Missing{},
		Possible:  []string{},
	}
	if own := w.Service(d.Service); own != nil {
		s.Product = own.Product.V
		s.SharedCalls = slices.ContainsFunc(own.CallBlocks, func(c *spec.Call) bool { return w.Service(c.Name) != nil })
	}
	for name, weight := range d.Weights {
		s.Weights[name] = Number(weight)
	}
	for _, o := range d.Options {
		s.Options = append(s.Options, newOption(w, o))
	}
	if d.Winner != nil {
		s.Placement = Placement{d.Winner.Kind, d.Winner.Sites, newBase(d.Winner)}
	}
	for _, id := range d.Possible {
		s.Possible = append(s.Possible, cmp.Or(id, none))
	}
	for _, m := range d.Missing {
		missing := Missing{Name: m.Name, Inputs: []Input{}}
		for _, in := range m.Inputs {
			missing.Inputs = append(missing.Inputs, newInput(in))
		}
		s.Missing = append(s.Missing, missing)
	}
	for _, in := range d.Inputs {
		if in.By.Source != "" {
			s.Measured = append(s.Measured, newInput(in))
		}
	}
	s.Reason = reason(&s, w.Settings.ReferenceSite.V)
	return s
}

func newOption(w *spec.Workspace, o *score.Option) Option {
	out := Option{
		ID: o.ID, Kind: o.Kind, Sites: o.Sites, Feasible: o.Feasible(), Violations: []Violation{},
		Score: Score(o.Score), Interval: [2]Score{Score(o.Low), Score(o.High)},
		Hours: Number(o.Hours), Base: newBase(o),
	}
	if o.Unpriced == nil {
		out.Cost = &Cost{Amount: o.Bill.Total, Basis: basis(w)}
	}
	for _, v := range o.Violations {
		out.Violations = append(out.Violations, Violation(v))
	}
	for _, c := range o.Criteria {
		k := Criterion{Name: c.Name, Weight: Number(c.Weight), Score: Score(c.Score), Applies: c.Applies, Policies: []Policy{}}
		for _, p := range c.Policies {
			k.Policies = append(k.Policies, Policy{p.Name, Score(p.Score), p.Because})
		}
		out.Criteria = append(out.Criteria, k)
	}
	return out
}

func newBase(o *score.Option) *Base {
	if o.Kind != "hybrid" {
		return nil
	}
	return &Base{Number(o.Base), Number(o.BaseReplicas), Score(o.Vars.BurstShare)}
}

// newInput leaves the place out: to find places, every file's lines are counted,
// which a large fleet does not need.
func newInput(in score.Input) Input {
	out := Input{
		ID: in.ID, Unit: in.Unit, Low: Number(in.Low), Typical: Number(in.Typical), High: Number(in.High),
		Origin: in.Origin, Note: in.Note,
	}
	if by := in.By; by.Source != "" {
		out.Source, out.From, out.To = by.Source, by.From.UTC().Format(time.DateOnly), by.To.UTC().Format(time.DateOnly)
	}
	if !in.Known() {
		out.Measurement = in.Measurement
	}
	return out
}

// Add takes a service's decision into the totals.
func (t *Totals) Add(s *Service) {
	t.Services++
	if s.Firm {
		t.Firm++
	}
	t.SharedCalls = t.SharedCalls || s.SharedCalls
	switch s.Placement.Kind {
	case "onprem":
		t.Onprem++
	case "cloud":
		t.Cloud++
	case "hybrid":
		t.Hybrid++
	default:
		t.None++
	}
	if o := s.chosen(); o != nil {
		t.Hours += o.Hours
		if o.Cost != nil {
			t.Cost.Amount = t.Cost.Amount.Add(o.Cost.Amount)
		}
	}
}

// chosen returns the option that won, or nil.
func (s *Service) chosen() *Option {
	for i := range s.Options {
		if o := &s.Options[i]; o.Kind == s.Placement.Kind && slices.Equal(o.Sites, s.Placement.Sites) {
			return o
		}
	}
	return nil
}

// NewSettle turns a cover into the model; asked is how many services should be
// firm, 0 for all of count.
func NewSettle(c score.Covered, asked, count int) Settle {
	s := Settle{Services: asked, Firm: c.Firm, Measurements: c.Measurements, Exact: c.Exact, Enough: c.Enough}
	if s.Services == 0 || s.Services > count {
		s.Services = count
	}
	if s.Measurements == nil {
		s.Measurements = []string{}
	}
	return s
}
