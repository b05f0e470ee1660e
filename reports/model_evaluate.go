package reports

import "berth.dev/engine/money"

// Header is what is known before any service is decided.
type Header struct {
	// Schema is "berth.evaluate/1".
	Schema string `json:"schema"`
	// AsOf is the day the workspace is seen from, as in "2026-10-31".
	AsOf     string `json:"as_of"`
	Currency string `json:"currency"`
	// CostBasis is "fully_loaded" or "marginal".
	CostBasis     string   `json:"cost_basis"`
	ReferenceSite string   `json:"reference_site"`
	Sites         []string `json:"sites"`
	// Criteria are in the order of the matrix, with the workspace's weights.
	Criteria []CriterionInfo `json:"criteria"`

	// Options are all places to run that the workspace offers, in the order of
	// the matrix: what a page has as columns.
	Options []OptionName `json:"-"`
	// Count is how many services will follow; LongestName and LongestOption are
	// the lengths of names in characters, for layout.
	Count, LongestName, LongestOption int `json:"-"`
}

// OptionName is a place to run before any service is looked at.
type OptionName struct{ ID, Kind string }

// CriterionInfo is one axis of the matrix.
type CriterionInfo struct {
	Name   string `json:"name"`
	Weight Number `json:"weight"`
	Doc    string `json:"doc"`
}

// Service is the decision on one service.
type Service struct {
	Name      string    `json:"name"`
	Product   string    `json:"product,omitempty"`
	Placement Placement `json:"placement"`
	// Firm is true when nothing that is unknown can change the placement.
	Firm bool `json:"firm"`
	// Reason is why the placement won, in one or two sentences.
	Reason string `json:"reason"`
	// Possible are the options that may turn out best, by ID; "none" stands for
	// none being allowed.
	Possible []string `json:"possible"`
	// Missing is the smallest set of measurements that makes it firm;
	// MissingExact is false where a smaller one may exist.
	Missing      []Missing `json:"missing"`
	MissingExact bool      `json:"missing_exact"`
	// Measured are the numbers that a source of the workspace measured.
	Measured []Input `json:"measured,omitempty"`
	// OnMoney is true where no policy had anything to say and money decided.
	OnMoney bool `json:"on_money,omitempty"`
	// Weights of the criteria that applied to the service.
	Weights map[string]Number `json:"weights"`
	Options []Option          `json:"options"`
	// SharedCalls is true where it calls another service, whose bill holds the
	// same traffic.
	SharedCalls bool `json:"-"`
	// Detail is what a page shows besides; nil unless [NewDetailedService] made
	// the value.
	Detail *Detail `json:"-"`
}

// Placement is where a service should run.
type Placement struct {
	// Kind is "onprem", "cloud", "hybrid" or "none".
	Kind  string   `json:"kind"`
	Sites []string `json:"sites"`
	// Base is what a hybrid keeps on-prem; nil otherwise.
	Base *Base `json:"base,omitempty"`
}

// Base is the part of a hybrid that runs on-prem all the time.
type Base struct {
	Cores Number `json:"cores"`
	// Replicas is 0 where the size of a replica is not known.
	Replicas Number `json:"replicas,omitempty"`
	// BurstShare is the share of the load above the base, which runs in the cloud.
	BurstShare Score `json:"burst_share"`
}

// Missing is something to measure.
type Missing struct {
	Name   string  `json:"name"`
	Inputs []Input `json:"inputs"`
}

// Option is one row of a service's matrix.
type Option struct {
	ID         string      `json:"id"`
	Kind       string      `json:"kind"`
	Sites      []string    `json:"sites"`
	Feasible   bool        `json:"feasible"`
	Violations []Violation `json:"violations"`
	Score      Score       `json:"score"`
	// Interval is the least and the most the score can be over what is unknown.
	Interval [2]Score `json:"score_interval"`
	// Cost is nil where a price is missing.
	Cost *Cost `json:"monthly_cost"`
	// Hours of work a month.
	Hours    Number      `json:"hours"`
	Base     *Base       `json:"base,omitempty"`
	Criteria []Criterion `json:"criteria"`
}

// Violation is one constraint that forbids an option.
type Violation struct {
	Constraint string `json:"constraint"`
	Because    string `json:"because"`
}

// Criterion is an option's score on one criterion.
type Criterion struct {
	Name   string `json:"name"`
	Weight Number `json:"weight"`
	Score  Score  `json:"score"`
	// Applies is false where no policy had anything to say.
	Applies  bool     `json:"applies"`
	Policies []Policy `json:"policies"`
}

// Policy is what one policy said of an option.
type Policy struct {
	Name    string `json:"name"`
	Score   Score  `json:"score"`
	Because string `json:"because"`
}

// Cost is an amount of money a month; in JSON the amount is a decimal string.
type Cost struct {
	Amount money.Amount
	// Basis is "fully_loaded" or "marginal".
	Basis string
	// Lines open it up; evaluate leaves them to explain.
	Lines []Line
}

// Line is one line of a bill.
type Line struct {
	What     string
	Site     string
	Quantity float64
	Unit     string
	Price    money.Amount
	Amount   money.Amount
	Origin   string
}

// Input is one number a decision depends on.
type Input struct {
	ID   string `json:"id"`
	Unit string `json:"unit,omitempty"`
	Low  Number `json:"low"`
	// Typical is where the matrix is shown.
	Typical Number `json:"typical"`
	High    Number `json:"high"`
	// Origin is "measured", "declared", "derived", "default", "unknown" …
	Origin string `json:"origin"`
	Note   string `json:"note,omitempty"`
	// Source is the metrics block that measured it, From and To the days of its window.
	Source string `json:"source,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	// Measurement is what would settle it; empty for what is known.
	Measurement string `json:"measurement,omitempty"`
	// At is the place where it was written, with the level of inheritance.
	At    string `json:"at,omitempty"`
	Level string `json:"level,omitempty"`
}
