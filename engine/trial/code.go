package trial

// Stable codes of what is wrong with tests. A code is never reused.
const (
	// CodeRule: a test of a rule that does not exist or does not run.
	CodeRule = "BERTH-T001"
	// CodeGiven: a value for a variable that the rule does not have, or of another type.
	CodeGiven = "BERTH-T002"
	// CodeExpect: an expectation that this kind of rule cannot meet, or that names what
	// does not exist.
	CodeExpect = "BERTH-T003"
	// CodeSubject: a test of a service, product, team or site that does not exist.
	CodeSubject = "BERTH-T004"
)
