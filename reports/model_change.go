package reports

// Change is what one change of a workspace brings.
type Change struct {
	// Schema is "berth.change/1".
	Schema string `json:"schema"`
	// Version is berth's own; it is not in the JSON, as in [Check].
	Version string `json:"-"`
	// Verdict is "passed" or "refused", FailOn the least severity that refuses; "" and
	// "never" where rules alone are compared, which refuses nothing.
	Verdict string `json:"verdict"`
	FailOn  string `json:"fail_on"`
	// Base is what was compared with, as in "main (1a2b3c4d5e)". Unread says why it could
	// not be read, "" where it could; then every finding counts as new.
	Base   string `json:"base"`
	Unread string `json:"unread,omitempty"`
	// Nothing tells that both sides say the same.
	Nothing bool `json:"nothing"`
	// Before and After are the days both sides are seen from.
	Before string `json:"as_of_before,omitempty"`
	After  string `json:"as_of"`
	// Placed is "plan", or "decision" where a side has no plan; "" where nothing changes.
	// NoPlanBefore and NoPlanAfter say why.
	Placed       string `json:"placed,omitempty"`
	NoPlanBefore string `json:"no_plan_before,omitempty"`
	NoPlanAfter  string `json:"no_plan,omitempty"`

	// New are the findings that the change brings, Fixed those that it ends, Refusing
	// those that were there before and refuse every run. Stay is how many were there
	// before and still are.
	New      []ChangeFinding `json:"new"`
	Refusing []ChangeFinding `json:"refusing"`
	Fixed    []ChangeFinding `json:"fixed"`
	Stay     int             `json:"stay"`
	// Services are those that move, come or go, by name; Resplit those that keep their
	// sites and share their load otherwise.
	Services []ChangeService `json:"services"`
	Resplit  []string        `json:"resplit"`
	// Nowhere are services that a side has no place for: their money is in no line.
	Nowhere []string `json:"nowhere"`
	// Money are the lines of the month's bill that differ, Total the whole bill; missing
	// where a service is nowhere.
	Money []ChangeMoney `json:"money"`
	Total *ChangeMoney  `json:"total,omitempty"`
	// Effect is what edited rules alone do to the whole fleet; nil where none was edited.
	Effect *ChangeEffect `json:"effect,omitempty"`
	// Exceptions are those that came, went, changed, or are over.
	Exceptions []ChangeException `json:"exceptions"`
	// Edits are what was written differently.
	Edits []ChangeEdit `json:"edits"`
}

// ChangeFinding is a finding with what became of it.
type ChangeFinding struct {
	CheckFinding
	// Was says why it is new though it was there before, or why it counts as fixed though
	// nobody mended it.
	Was string `json:"was,omitempty"`
	// Doc says what the rule of a new finding is for, "" for others.
	Doc string `json:"doc,omitempty"`
}

// ChangeService is a service that moves ("changed"), comes ("added") or goes ("removed").
type ChangeService struct {
	Service string `json:"service"`
	Product string `json:"product,omitempty"`
	How     string `json:"how"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
	Why     string `json:"why,omitempty"`
	// Edited are what its block says differently, and blocks it inherits from; empty where
	// something else moves it.
	Edited []string `json:"edited"`
	// Before and After are what it costs a month by itself, nothing without a place; Change
	// is nil where that is so of a side, and where they are in different currencies.
	Before Cost  `json:"before"`
	After  Cost  `json:"after"`
	Change *Cost `json:"change,omitempty"`
}

// ChangeMoney is one line of the month's bill before and after.
type ChangeMoney struct {
	Product string `json:"product,omitempty"`
	What    string `json:"what,omitempty"`
	Before  Cost   `json:"before"`
	After   Cost   `json:"after"`
	// Change is nil where the two are in different currencies.
	Change *Cost `json:"change,omitempty"`
}

// ChangeEffect is what edited rules do, each service judged by itself.
type ChangeEffect struct {
	Services int             `json:"services"`
	Moves    []ChangeMoved   `json:"moves"`
	New      []ChangeFinding `json:"new"`
	Fixed    []ChangeFinding `json:"fixed"`
	// Weaker says which rules refuse less than before, whatever they find today.
	Weaker []string `json:"weaker"`
}

// ChangeMoved is a service that rules decide otherwise.
type ChangeMoved struct {
	Service string `json:"service"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
}

// ChangeException is an exception that differs, or is over.
type ChangeException struct {
	CheckException
	// How is "added", "removed", "changed", or "" for one that is over.
	How string `json:"how,omitempty"`
}

// ChangeEdit is a block that says something else than before.
type ChangeEdit struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	// How is "added", "removed" or "changed".
	How    string        `json:"how"`
	Fields []ChangeField `json:"fields"`
}

// ChangeField is one attribute; From and To are empty where nothing was written, and both
// where it may be secret. Of what is long there is only the part that differs.
type ChangeField struct {
	Path string `json:"path"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}
