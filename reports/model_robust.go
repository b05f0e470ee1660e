package reports

// Robust is how a plan stands up to scenarios.
type Robust struct {
	Scenarios int `json:"scenarios"`
	// None counts those in which nothing fits.
	None   int    `json:"without_plan"`
	Ranges string `json:"ranges"`
	Seed   uint64 `json:"seed"`
	// Steady counts the services that keep their place in at least 95 % of them.
	Steady   int           `json:"steady"`
	Services []Steadiness  `json:"services"`
	Cases    []CaseOutcome `json:"cases"`
}

// Steadiness is how often a service keeps its place.
type Steadiness struct {
	Service string `json:"service"`
	Place   string `json:"place"`
	Kept    Score  `json:"kept"`
	Steady  bool   `json:"steady"`
	// Else is where it goes most often otherwise, By the kinds of scenarios it leaves
	// in.
	Else string   `json:"else,omitempty"`
	By   []string `json:"by"`
}

// CaseOutcome is one scenario.
type CaseOutcome struct {
	Words string `json:"words"`
	// Cost is nil where nothing fits.
	Cost *Cost    `json:"cost"`
	Left []string `json:"left"`
}
