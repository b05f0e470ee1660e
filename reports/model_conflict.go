package reports

// Conflict says why a workspace has no plan, and which edits give it one.
type Conflict struct {
	// Schema is "berth.conflict/1".
	Schema string `json:"schema"`
	// Verdict is "infeasible", "no packing found" or "open".
	Verdict  string `json:"verdict"`
	Currency string `json:"currency,omitempty"`
	// Conflicts are sets of rules that cannot be kept together; no two share a rule.
	Conflicts []RuleConflict `json:"conflicts"`
	// Lacks say which pods find no node.
	Lacks []string `json:"lacks"`
	// Ways give a plan, the cheapest first; those without a price come last.
	Ways []WayOut `json:"ways"`
	// Failed were tried and give no plan; Untried counts those that were not tried.
	Failed  []WayOut `json:"failed"`
	Untried int      `json:"untried"`
}

// RuleConflict is a set of rules that cannot be kept together.
type RuleConflict struct {
	Rules []WrittenRule `json:"rules"`
	// Irreducible says that the others can be kept without any one of them, Smallest
	// that no conflict has fewer rules.
	Irreducible bool     `json:"irreducible"`
	Smallest    bool     `json:"smallest"`
	Proof       []string `json:"proof"`
}

// WrittenRule is a rule with its place; File is "" where it is written nowhere.
type WrittenRule struct {
	Kind    string `json:"kind"`
	Subject string `json:"subject"`
	Words   string `json:"words"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
}

// WayOut is a way out: edits that are all to be made.
type WayOut struct {
	Edits []WrittenEdit `json:"edits"`
	Note  string        `json:"note,omitempty"`
	// Plan is what the plan then makes small a month, More what is paid more a month
	// whatever runs where, Total both; nil where no plan was made.
	Plan  *Cost `json:"plan"`
	More  *Cost `json:"more"`
	Total *Cost `json:"total"`
}

// WrittenEdit is what to write otherwise in one place. From and To are bytes of the
// file, and Text stands in their place; File is "" where the edit is in no file.
type WrittenEdit struct {
	Words string `json:"words"`
	File  string `json:"file,omitempty"`
	Line  int    `json:"line,omitempty"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Text  string `json:"text"`
}
