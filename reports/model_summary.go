package reports

// Summary is what is known when every service is decided.
type Summary struct {
	// Rules are all policies and constraints, by name, with what became of each.
	Rules  []Rule    `json:"rules"`
	Settle Settle    `json:"settle"`
	Totals Totals    `json:"totals"`
	Notes  []string  `json:"notes"`
	Errors []Failure `json:"errors"`
}

// Rule is one rule with what became of it.
type Rule struct {
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Criterion string `json:"criterion,omitempty"`
	// Over and Severity are of a check: what it looks at, and how bad it is when it
	// does not hold.
	Over     string `json:"over,omitempty"`
	Severity string `json:"severity,omitempty"`
	// Origin is "standard" or "workspace".
	Origin string `json:"origin"`
	// Replaces is true for a rule of the workspace in place of a standard one.
	Replaces bool `json:"replaces,omitempty"`
	// Disabled is true for a rule that the workspace switched off.
	Disabled bool `json:"disabled,omitempty"`
}

// Settle says what to measure so that enough decisions become firm.
type Settle struct {
	// Services is how many should be firm, Firm how many then are.
	Services int `json:"services"`
	Firm     int `json:"firm"`
	// Measurements are the smallest set for it; Exact is false where a smaller one
	// may exist.
	Measurements []string `json:"measurements"`
	Exact        bool     `json:"exact"`
	// Enough is false where measuring cannot make as many firm.
	Enough bool `json:"enough"`
}

// Totals are sums over the services that were decided.
type Totals struct {
	Services int `json:"services"`
	Firm     int `json:"firm"`
	Onprem   int `json:"onprem"`
	Cloud    int `json:"cloud"`
	Hybrid   int `json:"hybrid"`
	// None is how many services have no option that is allowed.
	None int `json:"none"`
	// Cost is the money a month of the options chosen.
	Cost Cost `json:"monthly_cost"`
	// Hours of work a month of the options chosen.
	Hours Number `json:"hours"`
	// SharedCalls is true where traffic between two services is in two bills, and
	// so twice in Cost.
	SharedCalls bool `json:"shared_calls"`
}

// Failure is a service that could not be decided.
type Failure struct {
	Service string `json:"service"`
	Message string `json:"message"`
	// At is the place of the rule at fault, "" where none is.
	At string `json:"at,omitempty"`
}
