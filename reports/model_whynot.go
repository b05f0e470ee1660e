package reports

// WhyNot is what speaks against an option, seen from the one chosen.
type WhyNot struct {
	// Schema is "berth.why-not/1".
	Schema    string `json:"schema"`
	Service   string `json:"service"`
	Currency  string `json:"currency"`
	CostBasis string `json:"cost_basis"`
	Option    Option `json:"option"`
	// Chosen is nil where nothing is allowed; IsChosen is true where the option
	// asked for is the one chosen.
	Chosen   *Option `json:"chosen"`
	IsChosen bool    `json:"is_chosen"`
	// Money and Hours are what the option takes more a month than the chosen one,
	// negative where it takes less. Money is nil where a price is missing.
	Money *Cost  `json:"money_more"`
	Hours Number `json:"hours_more"`
	// Gaps are the criteria with what they add to or take from the option's score
	// against the chosen one's, the worst first.
	Gaps []Gap `json:"gaps"`
	// Firm is false where the decision itself may change once things are measured;
	// Possible are the options that may then win.
	Firm     bool     `json:"firm"`
	Possible []string `json:"possible"`
}

// Gap is one criterion of the two options.
type Gap struct {
	Criterion string `json:"criterion"`
	Option    Score  `json:"option"`
	Chosen    Score  `json:"chosen"`
	// Points are what it adds to the option's score against the chosen one's.
	Points        Score  `json:"points"`
	OptionBecause string `json:"option_because"`
	ChosenBecause string `json:"chosen_because"`
}
