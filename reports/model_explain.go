package reports

// Explanation is the whole derivation of one decision.
type Explanation struct {
	// Schema is "berth.explain/1".
	Schema        string `json:"schema"`
	AsOf          string `json:"as_of"`
	Currency      string `json:"currency"`
	CostBasis     string `json:"cost_basis"`
	ReferenceSite string `json:"reference_site"`
	// Service has the lines of every bill.
	Service Service `json:"service"`
	// Facts are what the specs say of it besides numbers, such as its class.
	Facts []Fact `json:"facts"`
	// Reference is its money wholly at the reference site; nil without a price.
	Reference *Cost `json:"reference_cost"`
	// OtherBasis is where the service would run, and for how much, on the cost
	// basis that does not decide; nil where nothing is allowed.
	OtherBasis *OtherBasis `json:"other_basis,omitempty"`
	// Inputs are all numbers the decision depends on.
	Inputs []Input `json:"inputs"`
	// Series is what was read and measured; nil where there is no series.
	Series *Series `json:"series,omitempty"`
	// Measured says what was measured of it, and what was not for which reason.
	Measured []string `json:"measured,omitempty"`
	// Prices derive the unit prices that the bills use.
	Prices []PriceDerivation `json:"prices"`
}

// OtherBasis is a decision on the other cost basis.
type OtherBasis struct {
	Basis  string `json:"basis"`
	Option string `json:"option"`
	Cost   Cost   `json:"monthly_cost"`
}

// Fact is something a spec says.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	At    string `json:"at,omitempty"`
	Level string `json:"level,omitempty"`
}

// Series is the load of a service with its features.
type Series struct {
	// File is empty for loads that come from no file: they were measured by a source,
	// declared, or are like another service's.
	File string `json:"file,omitempty"`
	// Source is the metrics block that measured it, From and To the time that it did.
	Source string `json:"source,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	// Unit is that of levels, as in "requests/s".
	Unit     string    `json:"unit"`
	Features []Feature `json:"features"`
	// Report is what was found while the file was read.
	Report []string `json:"report"`
}

// Feature is one number of a load.
type Feature struct {
	Name string `json:"name"`
	// Value is nil where the feature is unknown.
	Value  *Number `json:"value"`
	Unit   string  `json:"unit,omitempty"`
	Origin string  `json:"origin"`
	// Why is the reason of an unknown, or how a value is to be read.
	Why string `json:"why,omitempty"`
}

// PriceDerivation opens up the unit prices of a group of machines.
type PriceDerivation struct {
	Site  string `json:"site"`
	Pool  string `json:"pool"`
	Steps []Step `json:"steps"`
}

// Step is one step of a derivation. Quantity and Price are zero where the step is
// a sum.
type Step struct{ Line }
