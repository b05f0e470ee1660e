package reports

// Detail is what a page shows of a service besides its decision.
type Detail struct {
	// RunsOn are the sites it runs on today; empty where nobody said.
	RunsOn []string
	// Unknown are the inputs of the decision that nobody knows.
	Unknown []Input
	// Load is nil where nobody knows it; NoLoad then says why.
	Load   *Load
	NoLoad string
}

// Load is the demand of a service by hour of the week.
type Load struct {
	// Unit is that of levels, as in "requests/s".
	Unit string
	// Mean and P95 are the 168 hours of the week in UTC from Monday 00:00, in
	// Unit; they are empty where only the features are known.
	Mean, P95 []float64
	Features  []Feature
}
