package reports

// MonthUnit is what a million requests to a service cost.
type MonthUnit struct {
	Service    string `json:"service"`
	Product    string `json:"product"`
	Team       string `json:"team"`
	Requests   Number `json:"requests"`
	Cost       Money  `json:"cost"`
	PerMillion Money  `json:"per_million"`
	// Planned is nil where the plan does not say.
	Planned *Money `json:"planned_per_million,omitempty"`
}

// MonthBudget is a product's budget.
type MonthBudget struct {
	Product string `json:"product"`
	Team    string `json:"team"`
	Monthly Money  `json:"monthly"`
	Actual  Money  `json:"actual"`
	Left    Money  `json:"left"`
	// Share is how much of it is spent.
	Share Score `json:"share"`
}

// MonthFlip is a decision that the month's actuals would change.
type MonthFlip struct {
	Service string `json:"service"`
	Team    string `json:"team"`
	Was     string `json:"was"`
	Now     string `json:"now"`
	// Saves is of a month, Waiting of the Months until the move can be made.
	Saves   Money  `json:"saves"`
	Waiting Money  `json:"waiting"`
	Months  Number `json:"months"`
	Why     string `json:"why"`
}

// MonthPayback is how much of what a move cost has come back.
type MonthPayback struct {
	Service string `json:"service"`
	Team    string `json:"team"`
	From    string `json:"from"`
	To      string `json:"to"`
	Since   string `json:"since"`
	Once    Money  `json:"once"`
	Saved   Money  `json:"saved"`
	Left    Money  `json:"left"`
	// Months since the move; Planned and Ahead after how many it is paid back, by the
	// plan and at this pace, nil for never.
	Months  int     `json:"months"`
	Planned *Number `json:"planned_months,omitempty"`
	Ahead   *Number `json:"months_at_this_pace,omitempty"`
	Why     string  `json:"why"`
}

// MonthNobody is money that no rule gives to anybody.
type MonthNobody struct {
	Bill   string `json:"bill"`
	Site   string `json:"site"`
	What   string `json:"what"`
	Amount Money  `json:"amount"`
	Rows   int64  `json:"rows"`
	// Advice is a rule to paste, "" where none is known.
	Advice string `json:"advice"`
}

// MonthCommitment is what was bought for a term.
type MonthCommitment struct {
	Name   string `json:"name"`
	Site   string `json:"site"`
	Owner  string `json:"owner"`
	Cost   Money  `json:"cost"`
	Used   Money  `json:"used"`
	Unused Money  `json:"unused"`
	Share  Score  `json:"share"`
	// To are who used it.
	To []MonthUser `json:"to"`
}

// MonthUser is who used something, and for how much.
type MonthUser struct {
	Name   string `json:"name"`
	Amount Money  `json:"amount"`
}

// MonthPool is the month of owned machines.
type MonthPool struct {
	Site           string `json:"site"`
	Name           string `json:"name"`
	Capital        Money  `json:"capital"`
	Power          Money  `json:"power"`
	Upkeep         Money  `json:"upkeep"`
	Administration Money  `json:"administration"`
	Cost           Money  `json:"cost"`
	Used           Money  `json:"used"`
	Idle           Money  `json:"idle"`
	Spare          Money  `json:"spare"`
	// CoreHours and GiBHours are what it offers.
	CoreHours Number `json:"core_hours"`
	GiBHours  Number `json:"gib_hours"`
	UsedCores Number `json:"used_core_hours"`
	UsedGiB   Number `json:"used_gib_hours"`
	// How are the steps of the arithmetic.
	How []string `json:"how"`
}

// MonthRate is what a currency was converted at: one of it is Value.
type MonthRate struct {
	Currency string `json:"currency"`
	Value    Money  `json:"value"`
	Date     string `json:"date"`
	Source   string `json:"source"`
}

// MonthPin is an input with its digest.
type MonthPin struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// MonthLine is a line of a ledger.
type MonthLine struct {
	Kind    string `json:"kind"`
	Site    string `json:"site,omitempty"`
	Service string `json:"service,omitempty"`
	Product string `json:"product,omitempty"`
	Team    string `json:"team,omitempty"`
	Part    string `json:"part,omitempty"`
	// Quantity is in Unit, and nothing without one.
	Quantity Number `json:"quantity,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Amount   Money  `json:"amount"`
}

// MonthDiff is what differs between two months, the earlier one first.
type MonthDiff struct {
	// Schema is [MonthDiffSchema].
	Schema string `json:"schema"`
	From   string `json:"from"`
	To     string `json:"to"`
	// Currency is that of all amounts, View that of both months.
	Currency string `json:"currency"`
	View     string `json:"view"`
	// Before and After are what the months cost, Delta is After less Before.
	Before Money `json:"before"`
	After  Money `json:"after"`
	Delta  Money `json:"delta"`
	// Bridge leads from Before to After, as a month's does from planned to actual.
	Bridge []MonthEffect `json:"bridge"`
	Causes []MonthCause  `json:"causes"`
	Axes   DiffAxes      `json:"axes"`
	// Moved are the inputs that are not the same, in words.
	Moved []string `json:"moved"`
}

// DiffAxes have every name of either month along each axis.
type DiffAxes struct {
	Team    []DiffSum `json:"team"`
	Product []DiffSum `json:"product"`
	Service []DiffSum `json:"service"`
	Site    []DiffSum `json:"site"`
}

// DiffSum is what a name cost in both months.
type DiffSum struct {
	Name   string `json:"name"`
	Before Money  `json:"before"`
	After  Money  `json:"after"`
	Delta  Money  `json:"delta"`
}
