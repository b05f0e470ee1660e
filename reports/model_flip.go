package reports

// Flips are the nearest values that would change a decision.
type Flips struct {
	// Schema is "berth.flip/1".
	Schema  string `json:"schema"`
	Service string `json:"service"`
	// Now is the option chosen at the present values, "none" where none is allowed.
	Now string `json:"now"`
	// Flips are sorted by how near the value is to the present one.
	Flips []Flip `json:"flips"`
	// Never are the inputs that change nothing within the range searched.
	Never []NoFlip `json:"never"`
}

// Flip is the nearest value of one input that changes the decision.
type Flip struct {
	Input string `json:"input"`
	Unit  string `json:"unit,omitempty"`
	Now   Number `json:"now"`
	// At is the value at which the decision changes, Before its neighbour at three
	// digits at which it still stands.
	At     Number `json:"at"`
	Before Number `json:"before"`
	// To is the option that wins at At, "none" where none is allowed.
	To string `json:"to"`
	// Factor is At as a multiple of Now, 0 where one of them is 0.
	Factor Number `json:"factor"`
	Origin string `json:"origin"`
	// From and Until bound the search.
	From  Number `json:"searched_from"`
	Until Number `json:"searched_to"`
}

// NoFlip is an input that changes nothing.
type NoFlip struct {
	Input string `json:"input"`
	Unit  string `json:"unit,omitempty"`
	Now   Number `json:"now"`
	From  Number `json:"searched_from"`
	Until Number `json:"searched_to"`
}
