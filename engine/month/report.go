package month

import (
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// Format is the version of a report's shape in a file.
const Format = "berth-month/1"

// Report is one month. Its JSON is what package archive keeps; amounts are exact and in
// Currency.
type Report struct {
	Format   string     `json:"format"`
	Berth    string     `json:"berth"`
	Month    bill.Month `json:"month"`
	Zone     string     `json:"zone"`
	Currency string     `json:"currency"`
	// View is "amortised" or "purchase".
	View string `json:"view"`

	State State `json:"state"`
	// Plan is the plan in force on the month's first day, nil for none: then nothing is
	// planned, and there is no bridge.
	Plan *Plan `json:"plan,omitempty"`

	// Planned and Actual are the totals, Delta is Actual − Planned.
	Planned money.Amount `json:"planned"`
	Actual  money.Amount `json:"actual"`
	Delta   money.Amount `json:"delta"`
	// Bills are what Actual consists of, owned sites included: their amounts add up to it.
	Bills []ledger.Bill `json:"bills"`

	// Bridge leads from Planned to Actual: its effects add up to Delta.
	Bridge []Effect `json:"bridge,omitempty"`
	// Causes are the services, products and teams with the largest effects, the largest first.
	Causes []Cause `json:"causes,omitempty"`

	// Lines are the actual ledger, Expected the planned one. All sums in a report are
	// sums of these.
	Lines    []ledger.Line `json:"lines"`
	Expected []ledger.Line `json:"expected,omitempty"`
	// Axes have each name along each axis, planned and actual.
	Axes map[ledger.Axis][]Sum `json:"axes"`
	// Cells are what teams cost on sites.
	Cells []Cell `json:"cells"`

	// Months are the months before, from the archive, and this one, oldest first.
	Months []Past `json:"months"`
	// Days are what bills cost day by day on each site, by site and day; owned machines
	// have none.
	Days []Day `json:"days,omitempty"`
	// Ahead are the next three months.
	Ahead []Ahead `json:"ahead,omitempty"`
	// Unknown says why something cannot be told, as in "unit cost of sentry: nobody
	// counted its requests".
	Unknown []string `json:"unknown,omitempty"`

	Units    []Unit    `json:"units,omitempty"`
	Budgets  []Budget  `json:"budgets,omitempty"`
	Flips    []Flip    `json:"flips,omitempty"`
	Paybacks []Payback `json:"paybacks,omitempty"`
	// Nobody are what unallocated money was spent on, the dearest first.
	Nobody []ledger.Nobody `json:"nobody,omitempty"`
	// Commitments are what was bought for a term, and how much of it was used.
	Commitments []ledger.Commitment `json:"commitments,omitempty"`
	// Pools are owned machines: what they cost and who used them.
	Pools []ledger.Pool `json:"pools,omitempty"`

	// Pins are the inputs with their digests, Rates what currencies were converted at,
	// Rules by which rows were given to services: what the report depends on.
	Pins  []Pin         `json:"pins"`
	Rates []ledger.Rate `json:"rates,omitempty"`
	Rules []string      `json:"rules"`
}

// State is how final a report is.
type State struct {
	// Reconciled says that nothing more is expected; else the report is provisional, and
	// Why says what is missing.
	Reconciled bool   `json:"reconciled"`
	Why        string `json:"why"`
	// Last is the last day of the month that a bill covers, as 2006-01-02 by the report's
	// zone; "" where no bill has a row of the month.
	Last string `json:"last"`
	// AsOf is the day it was made for.
	AsOf string `json:"as_of"`
	// Rows were read, Bad of them left out; Faults are the first, in words.
	Rows       int64    `json:"rows"`
	Bad        int64    `json:"bad"`
	Duplicates int64    `json:"duplicates"`
	Faults     []string `json:"faults,omitempty"`
	Notes      []string `json:"notes,omitempty"`
}

// Plan is the plan a month is held against.
type Plan struct {
	File   string `json:"file"`
	Digest string `json:"digest"`
	AsOf   string `json:"as_of"`
}

// Sum is a name along an axis. "" is nobody.
type Sum struct {
	Name    string       `json:"name"`
	Planned money.Amount `json:"planned"`
	Actual  money.Amount `json:"actual"`
	Delta   money.Amount `json:"delta"`
}

// Effects, in the order of a bridge.
const (
	EffectPrice       = "price"
	EffectVolume      = "volume"
	EffectPlacement   = "placement"
	EffectCommitment  = "commitment"
	EffectIdle        = "idle"
	EffectUnallocated = "unallocated"
	EffectLate        = "late"
	EffectRounding    = "rounding"
)

// Effect is one step from planned to actual.
type Effect struct {
	Name   string       `json:"name"`
	Amount money.Amount `json:"amount"`
	// Why says in a sentence what it consists of.
	Why string `json:"why"`
}

// Cause is what one service adds to one effect, or a product or team what belongs to
// none of its services: then Service is "", and Product, too, where it is a team's.
type Cause struct {
	Effect  string       `json:"effect"`
	Service string       `json:"service"`
	Product string       `json:"product"`
	Team    string       `json:"team"`
	Amount  money.Amount `json:"amount"`
	Why     string       `json:"why"`
}

// Cell is what one team costs on one site.
type Cell struct {
	Team    string       `json:"team"`
	Site    string       `json:"site"`
	Planned money.Amount `json:"planned"`
	Actual  money.Amount `json:"actual"`
}

// Past is what a month cost, by site.
type Past struct {
	Month   bill.Month   `json:"month"`
	Planned money.Amount `json:"planned"`
	Actual  money.Amount `json:"actual"`
	Sites   []Sum        `json:"sites"`
}

// Day is what a site's bills cost on one day.
type Day struct {
	Site string `json:"site"`
	// Day is as 2006-01-02, by the report's zone.
	Day    string       `json:"day"`
	Amount money.Amount `json:"amount"`
}

// Ahead is what a coming month is expected to cost.
type Ahead struct {
	Month bill.Month `json:"month"`
	// Low and High hold four of five months, where the past is long enough to say so;
	// else both equal Mean.
	Low  money.Amount `json:"low"`
	Mean money.Amount `json:"mean"`
	High money.Amount `json:"high"`
	How  string       `json:"how"`
}

// Unit is what a million requests to a service cost.
type Unit struct {
	Service  string       `json:"service"`
	Product  string       `json:"product"`
	Team     string       `json:"team"`
	Requests float64      `json:"requests"`
	Cost     money.Amount `json:"cost"`
	// PerMillion is Cost over Requests, rounded to four digits. Planned is the same of
	// the plan, zero without currency where unknown.
	PerMillion money.Amount `json:"per_million"`
	Planned    money.Amount `json:"planned"`
}

// Budget is a product's budget.
type Budget struct {
	Product string       `json:"product"`
	Team    string       `json:"team"`
	Monthly money.Amount `json:"monthly"`
	Actual  money.Amount `json:"actual"`
	// Left is Monthly − Actual. Share is Actual over Monthly.
	Left  money.Amount `json:"left"`
	Share float64      `json:"share"`
}

// Flip is a decision that this month's actuals would change.
type Flip struct {
	Service string `json:"service"`
	Team    string `json:"team"`
	// Was is where the plan puts it, Now where it should run by the actuals.
	Was string `json:"was"`
	Now string `json:"now"`
	// Saves is what a month costs less there; Waiting is what it costs to wait until the
	// move can be made, or three months where nothing has to be bought first.
	Saves   money.Amount `json:"saves"`
	Waiting money.Amount `json:"waiting"`
	Months  float64      `json:"months"`
	Why     string       `json:"why"`
}

// Payback is how much of what a move cost has come back.
type Payback struct {
	Service string     `json:"service"`
	Team    string     `json:"team"`
	From    string     `json:"from"`
	To      string     `json:"to"`
	Since   bill.Month `json:"since"`
	// Stays is what a month of 730 hours and Volume would cost where the service was, by
	// the plan that moved it. Volume is core-hours, 0 for not counted.
	Stays  money.Amount `json:"stays"`
	Volume float64      `json:"volume,omitempty"`
	// Once is what moving cost, Saved what the months since have saved, below zero where
	// they cost more; Left is Once − Saved.
	Once  money.Amount `json:"once"`
	Saved money.Amount `json:"saved"`
	Left  money.Amount `json:"left"`
	// Months since the move; Planned after how many the plan wanted it paid back, Ahead
	// after how many it is at this pace; -1 for never.
	Months  int     `json:"months"`
	Planned float64 `json:"planned"`
	Ahead   float64 `json:"ahead"`
	Why     string  `json:"why"`
}

// Pin is an input the report depends on.
type Pin struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Digest string `json:"digest"`
}
