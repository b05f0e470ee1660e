package reports

import (
	"encoding/json"

	"berth.dev/engine/money"
)

// MonthSchema is the schema of a month's JSON, MonthDiffSchema that of a comparison.
const (
	MonthSchema     = "berth.month/1"
	MonthDiffSchema = "berth.month-diff/1"
)

// Money is an amount in the currency that its document names once. Its JSON is a decimal
// string, to the last digit.
type Money struct{ money.Amount }

// MarshalJSON writes the number without its currency.
func (m Money) MarshalJSON() ([]byte, error) { return json.Marshal(m.Decimal()) }

// Month is what a month cost, planned and in fact. All amounts are in Currency, but those
// of which another one is told.
type Month struct {
	// Schema is [MonthSchema]; Version is the berth that made the report, which may be
	// older than the one that writes it.
	Schema   string `json:"schema"`
	Version  string `json:"version"`
	Month    string `json:"month"`
	Zone     string `json:"zone"`
	Currency string `json:"currency"`
	// View is "amortised" or "purchase".
	View  string     `json:"view"`
	State MonthState `json:"state"`
	// Plan is nil where no plan was in force: then nothing is planned.
	Plan    *MonthPlan `json:"plan,omitempty"`
	Planned Money      `json:"planned"`
	Actual  Money      `json:"actual"`
	Delta   Money      `json:"delta"`
	// Bills add up to Actual.
	Bills []MonthBill `json:"bills"`
	// Bridge leads from Planned to Actual, its effects add up to Delta; empty without a
	// plan. Causes are the services that add most to it.
	Bridge []MonthEffect `json:"bridge"`
	Causes []MonthCause  `json:"causes"`
	// Todo is what should be done, the most urgent first.
	Todo []MonthTodo `json:"todo"`
	Axes MonthAxes   `json:"axes"`
	// Cells are what teams cost on sites.
	Cells []MonthCell `json:"cells"`
	// Months are those before and this one, Ahead the next.
	Months []MonthPast  `json:"months"`
	Ahead  []MonthAhead `json:"ahead"`
	// Days are what the bills of each site cost day by day.
	Days []MonthDay `json:"days"`
	// Units are what a million requests cost.
	Units    []MonthUnit    `json:"units"`
	Budgets  []MonthBudget  `json:"budgets"`
	Flips    []MonthFlip    `json:"flips"`
	Paybacks []MonthPayback `json:"paybacks"`
	// Nobody is what unallocated money was spent on.
	Nobody      []MonthNobody     `json:"unallocated"`
	Commitments []MonthCommitment `json:"commitments"`
	Pools       []MonthPool       `json:"pools"`
	// Unknown says what cannot be told, and why.
	Unknown []string    `json:"unknown"`
	Rates   []MonthRate `json:"rates"`
	Rules   []string    `json:"rules"`
	Pins    []MonthPin  `json:"pins"`
	// Lines are the actual ledger, Expected the planned one: every sum is one of these.
	Lines    []MonthLine `json:"lines"`
	Expected []MonthLine `json:"expected"`
}

// MonthState is how final a month is.
type MonthState struct {
	Reconciled bool   `json:"reconciled"`
	Why        string `json:"why"`
	// Last is the day of the last row, "" for none; AsOf the day the report is of.
	Last string `json:"last_row"`
	AsOf string `json:"as_of"`
	// Rows were read, Bad ones left out.
	Rows       int64    `json:"rows"`
	Bad        int64    `json:"bad_rows"`
	Duplicates int64    `json:"duplicates"`
	Faults     []string `json:"faults"`
	Notes      []string `json:"notes"`
}

// MonthPlan is the plan a month is held against.
type MonthPlan struct {
	File   string `json:"file"`
	Digest string `json:"digest"`
	AsOf   string `json:"as_of"`
}

// MonthBill is one bill, or what an owned site cost.
type MonthBill struct {
	Name string `json:"name"`
	Site string `json:"site"`
	// Own is the amount in the bill's own currency.
	Own         Money  `json:"own_amount"`
	OwnCurrency string `json:"own_currency"`
	Amount      Money  `json:"amount"`
	Rows        int64  `json:"rows"`
	// Owned tells that it is worked out from machines.
	Owned bool `json:"owned"`
}

// MonthEffect is a step of the bridge.
type MonthEffect struct {
	Name   string `json:"name"`
	Amount Money  `json:"amount"`
	Why    string `json:"why"`
}

// MonthCause is what one service adds to one effect.
type MonthCause struct {
	Effect  string `json:"effect"`
	Service string `json:"service"`
	Product string `json:"product"`
	Team    string `json:"team"`
	Amount  Money  `json:"amount"`
	Why     string `json:"why"`
}

// owner is whose it is: a service, or what a product or a team has besides its services;
// "" for nobody.
func (c MonthCause) owner() string {
	switch {
	case c.Service != "":
		return c.Service
	case c.Product != "":
		return "product " + c.Product
	case c.Team != "":
		return "team " + c.Team
	}
	return ""
}

// What should be done about a month.
const (
	// TodoMove: a service should run elsewhere.
	TodoMove = "move"
	// TodoAssign: money belongs to nobody, a rule would give it to somebody.
	TodoAssign = "assign"
	// TodoUse: what was bought for a term is not used.
	TodoUse = "use"
	// TodoBudget: a product is over its budget.
	TodoBudget = "budget"
	// TodoMend: rows of bills could not be read.
	TodoMend = "mend"
	// TodoPlan: no plan is in force.
	TodoPlan = "plan"
)

// MonthTodo is something that should be done.
type MonthTodo struct {
	// What is one of the Todo constants.
	What string `json:"what"`
	// Name is what it is about: a service, a product, a commitment, what money was spent
	// on. "" where it is about the report itself.
	Name string `json:"name,omitempty"`
	Team string `json:"team,omitempty"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Amount is what it is about, a month: what a move saves, below zero where it costs
	// more; what is over, unused or nobody's. nil where it is nothing or nobody knows.
	Amount *Money `json:"amount,omitempty"`
	// Count is of rows, where it is about those.
	Count int64  `json:"count,omitempty"`
	Words string `json:"words"`
}

// MonthAxes have every name along each axis, "" for nobody. Each axis adds up to the
// same totals.
type MonthAxes struct {
	Team    []MonthSum `json:"team"`
	Product []MonthSum `json:"product"`
	Service []MonthSum `json:"service"`
	Site    []MonthSum `json:"site"`
}

// MonthSum is a name with what it cost.
type MonthSum struct {
	Name    string `json:"name"`
	Planned Money  `json:"planned"`
	Actual  Money  `json:"actual"`
	Delta   Money  `json:"delta"`
}

// MonthCell is what one team cost on one site.
type MonthCell struct {
	Team    string `json:"team"`
	Site    string `json:"site"`
	Planned Money  `json:"planned"`
	Actual  Money  `json:"actual"`
}

// MonthPast is what a month cost.
type MonthPast struct {
	Month   string     `json:"month"`
	Planned Money      `json:"planned"`
	Actual  Money      `json:"actual"`
	Sites   []MonthSum `json:"sites"`
}

// MonthAhead is what a coming month is expected to cost.
type MonthAhead struct {
	Month string `json:"month"`
	// Low and High are the band around Mean, nil where the past is too short for one.
	Low  *Money `json:"low,omitempty"`
	Mean Money  `json:"mean"`
	High *Money `json:"high,omitempty"`
	How  string `json:"how"`
}

// banded tells whether it has a band.
func (a MonthAhead) banded() bool { return a.Low != nil && a.High != nil }

// MonthDay is what a site's bills cost on one day.
type MonthDay struct {
	Site   string `json:"site"`
	Day    string `json:"day"`
	Amount Money  `json:"amount"`
}
