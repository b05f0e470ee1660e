package reports

// PlanDiff is what changed from one plan to another.
type PlanDiff struct {
	// Schema is "berth.plan-diff/1".
	Schema string `json:"schema"`
	// From and To are the digests of the two files.
	From string `json:"from"`
	To   string `json:"to"`
	// Figures are cost, floor and bill of both; empty where the plans have other
	// currencies or objectives.
	Figures  []DiffFigure  `json:"figures"`
	Placed   []DiffPlaced  `json:"placed"`
	Evidence []DiffChanged `json:"evidence"`
	// Terms are what was asked for or is taken for granted in one of the plans alone.
	Terms []DiffTerm `json:"terms"`
}

// DiffTerm is what one plan takes for granted and the other does not; Added says that
// it is the later one.
type DiffTerm struct {
	Words string `json:"what"`
	Added bool   `json:"added"`
}

// DiffFigure is one figure in both plans.
type DiffFigure struct {
	What   string `json:"what"`
	From   Cost   `json:"from"`
	To     Cost   `json:"to"`
	Change Cost   `json:"change"`
}

// DiffPlaced is a service that the plans put in different places.
type DiffPlaced struct {
	Service string `json:"service"`
	From    string `json:"from"`
	To      string `json:"to"`
	Why     string `json:"why"`
}

// DiffChanged is an input that changed.
type DiffChanged struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	How  string `json:"how"`
}
