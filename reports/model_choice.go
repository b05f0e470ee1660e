package reports

// Choice is what a service costs on each option inside a plan.
type Choice struct {
	// Schema is "berth.plan-explain/1".
	Schema  string   `json:"schema"`
	Service string   `json:"service"`
	Today   string   `json:"today"`
	Plan    string   `json:"plan"`
	Why     string   `json:"why"`
	Members []string `json:"members"`
	// Alone is where evaluate puts it where that differs, AloneWhy what decided.
	Alone    string         `json:"alone,omitempty"`
	AloneWhy string         `json:"alone_why,omitempty"`
	Options  []ChoiceOption `json:"options"`
	Out      []Excluded     `json:"excluded"`
}

// ChoiceOption is one option inside a plan.
type ChoiceOption struct {
	Name       string `json:"name"`
	Chosen     bool   `json:"chosen"`
	Money      Cost   `json:"money"`
	Hours      Cost   `json:"hours"`
	Score      Cost   `json:"score"`
	Moving     Cost   `json:"moving"`
	Neighbours Cost   `json:"neighbours"`
	// Above is what the option adds to use above commitments.
	Above Cost `json:"above_commitments"`
	Room  Cost `json:"room"`
	Sum   Cost `json:"sum"`
	// Lacks is what does not fit with all else where the plan puts it.
	Lacks string   `json:"lacks,omitempty"`
	Talks []Weight `json:"talks"`
	Peaks []Weight `json:"peaks"`
}

// Weight is what a neighbour or an hour costs.
type Weight struct {
	What string `json:"what"`
	Cost Cost   `json:"cost"`
}

// Excluded is an option that rules exclude.
type Excluded struct {
	Option  string   `json:"option"`
	Reasons []string `json:"reasons"`
}
