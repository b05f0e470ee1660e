package ledger

import "berth.dev/engine/money"

// Bill is one bill of the month, or what one owned site cost.
type Bill struct {
	Name string `json:"name"`
	Site string `json:"site"`
	// Own is the bill in its own currency; Amount in the report's, to the last digit.
	Own    money.Amount `json:"own"`
	Amount money.Amount `json:"amount"`
	Rows   int64        `json:"rows"`
	// Owned says that it is worked out from machines, not read.
	Owned bool `json:"owned"`
}

// Nobody is money that no rule gives to anybody.
type Nobody struct {
	Bill   string       `json:"bill"`
	Site   string       `json:"site"`
	What   string       `json:"what"`
	Amount money.Amount `json:"amount"`
	Rows   int64        `json:"rows"`
	// Advice is a rule that would give it to somebody, as text to paste.
	Advice string `json:"advice"`
}

// Commitment is what was bought for a term.
type Commitment struct {
	Name  string `json:"name"`
	Site  string `json:"site"`
	Owner string `json:"owner"`
	// Cost is the month's, Used and Unused add up to it.
	Cost   money.Amount `json:"cost"`
	Used   money.Amount `json:"used"`
	Unused money.Amount `json:"unused"`
	// Share is how much of it was used.
	Share float64 `json:"share"`
	// To are who used it: the owner first, then the others.
	To []Sum `json:"to"`
}

// Pool is the month of owned machines. The four parts add up to Cost, and so do
// Used + Idle + Spare.
type Pool struct {
	Site           string       `json:"site"`
	Name           string       `json:"name"`
	Capital        money.Amount `json:"capital"`
	Power          money.Amount `json:"power"`
	Upkeep         money.Amount `json:"upkeep"`
	Administration money.Amount `json:"administration"`
	Cost           money.Amount `json:"cost"`
	Used           money.Amount `json:"used"`
	Idle           money.Amount `json:"idle"`
	Spare          money.Amount `json:"spare"`
	// CoreHours and GiBHours are what it offers in the month without spare machines and
	// what is reserved; UsedCores and UsedGiB what was used of it.
	CoreHours float64 `json:"core_hours"`
	GiBHours  float64 `json:"gib_hours"`
	UsedCores float64 `json:"used_core_hours"`
	UsedGiB   float64 `json:"used_gib_hours"`
	// How are the steps of the arithmetic, one a line, for a reader who redoes it.
	How []string `json:"how"`
}

// Rate is what a currency was converted at.
type Rate struct {
	Currency string       `json:"currency"`
	Value    money.Amount `json:"value"`
	Date     string       `json:"date"`
	Source   string       `json:"source"`
}
