package plan

// Expected is what a month of 730 hours is expected to cost under the plan, line by
// line, for the month's report to be held against. Amounts are decimal numbers in the
// currency of [File.Unit], as text: a plan's file has whole numbers only.
type Expected struct {
	// Lines are sorted by site, service and what they are paid for.
	Lines []ExpectedLine `json:"lines"`
	// Notes say what was taken for granted, or is left out.
	Notes []string `json:"notes"`
	// Requests are how many a service is expected to answer.
	Requests []ExpectedRequests `json:"requests"`
}

// How an expected line goes with the month.
const (
	// ByHours is for 730 hours, and more or less with the hours of the month.
	ByHours = "hours"
	// ByMonth is the same every month.
	ByMonth = "month"
)

// ExpectedLine is one line; see package ledger for its members.
type ExpectedLine struct {
	Amount string `json:"amount"`
	// By is [ByHours] or [ByMonth].
	By string `json:"by"`
	// From is the first day on which it is paid, Until the first on which it no longer
	// is, as 2006-01-02; "" for always. A month that they cut is paid by its days.
	From string `json:"from,omitempty"`
	Kind string `json:"kind"`
	Part string `json:"part,omitempty"`
	// Product, Service and Team are whose it is.
	Product string `json:"product,omitempty"`
	// Quantity is in Unit, "" where nothing is counted.
	Quantity string `json:"quantity,omitempty"`
	Service  string `json:"service,omitempty"`
	Site     string `json:"site,omitempty"`
	Team     string `json:"team,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Until    string `json:"until,omitempty"`
	// View is the view it is paid in, "" for both.
	View string `json:"view,omitempty"`
}

// ExpectedRequests is how many requests a service is expected to answer in a month of
// 730 hours.
type ExpectedRequests struct {
	Requests string `json:"requests"`
	Service  string `json:"service"`
}
