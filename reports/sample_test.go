package reports

import (
	"bytes"
	"testing"

	"berth.dev/engine/money"
)

// yen is an amount for tests.
func yen(n int64) *Cost { return &Cost{Amount: money.New(n, "JPY"), Basis: "fully_loaded"} }

// scored is an option with one policy on each of two criteria, cost and
// scalability.
func scored(id, kind string, sites []string, score, cost, scal Score, amount int64) Option {
	return Option{
		ID: id, Kind: kind, Sites: sites, Feasible: true, Violations: []Violation{},
		Score: score, Interval: [2]Score{score, score}, Cost: yen(amount), Hours: 4,
		Criteria: []Criterion{
			{Name: "cost", Weight: 3, Score: cost, Applies: true, Policies: []Policy{{"cheap", cost, "costs " + id}}},
			{Name: "scalability", Weight: 1, Score: scal, Applies: true, Policies: []Policy{{"grows", scal, "grows " + id}}},
			{Name: "security", Weight: 4, Policies: []Policy{}},
		},
	}
}

// forbid adds a reason against an option.
func forbid(o Option, because ...string) Option {
	o.Feasible = false
	for _, b := range because {
		o.Violations = append(o.Violations, Violation{"rule", b})
	}
	return o
}

// sample is a service that runs on tokyo; gke is dearer, a hybrid is forbidden.
func sample() Service {
	return Service{
		Name: "web", Firm: true, MissingExact: true,
		Reason:    "because",
		Placement: Placement{"onprem", []string{"tokyo"}, nil},
		Possible:  []string{"tokyo"}, Missing: []Missing{},
		Weights: map[string]Number{"cost": 3, "scalability": 1, "security": 4},
		Options: []Option{
			scored("tokyo", "onprem", []string{"tokyo"}, 0.8, 0.9, 0.5, 41434),
			scored("gke", "cloud", []string{"gke"}, 0.625, 0.5, 1, 73517),
			forbid(scored("tokyo+gke", "hybrid", []string{"tokyo", "gke"}, 0.9, 0.9, 0.9, 34458), "one", "two"),
		},
	}
}

func sampleHeader() Header {
	return Header{
		Schema: evaluateSchema, AsOf: "2026-10-31", Currency: "JPY", CostBasis: "fully_loaded", ReferenceSite: "gke",
		Sites:    []string{"gke", "tokyo"},
		Criteria: []CriterionInfo{{"cost", 3, "money"}, {"scalability", 1, "growth"}, {"security", 4, "data"}},
		Count:    1, LongestName: 3, LongestOption: 9,
	}
}

// evaluated writes a report of one service.
func evaluated(t interface {
	Helper()
	Fatal(...any)
}, o Options, h Header, s Summary, services ...Service) string {
	t.Helper()
	var b bytes.Buffer
	e, err := NewEvaluation(&b, o, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, service := range services {
		if err := e.Service(service); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.End(s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rendered writes blocks as text of a width.
func rendered(t *testing.T, width int, blocks ...block) string {
	t.Helper()
	var b bytes.Buffer
	p, err := newPage(&b, Options{Format: Text, Width: width})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.write(blocks...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
