package reports

// Verification is what the check of a plan's file found.
type Verification struct {
	// Schema is "berth.verify/1".
	Schema string    `json:"schema"`
	Holds  bool      `json:"holds"`
	Leaves int       `json:"leaves"`
	Checks []Checked `json:"checks"`
	// Integrity says of a plan that holds whether its files are those that were
	// written, or signed; "" where that was not asked.
	Integrity string `json:"integrity,omitempty"`
	// NotProved is what no file can prove.
	NotProved []string `json:"not_proved"`
}

// Checked is one claim.
type Checked struct {
	Name   string   `json:"name"`
	OK     bool     `json:"ok"`
	Detail string   `json:"detail"`
	Faults []string `json:"faults"`
}
