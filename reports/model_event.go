package reports

// Event is one thing that happened while a plan was carried out: one line of JSON.
type Event struct {
	// Schema is "berth.event/1".
	Schema string `json:"schema"`
	// Time is when it happened, in UTC, as RFC 3339; Since how many seconds after the
	// beginning.
	Time  string `json:"time"`
	Since Number `json:"since"`
	// What is one of the words of package apply: "stage began", "step done", …
	What string `json:"what"`
	// Stage is the number of the stage, from 1; 0 where it is about none.
	Stage   int    `json:"stage,omitempty"`
	Step    string `json:"step,omitempty"`
	Kind    string `json:"kind,omitempty"`
	Service string `json:"service,omitempty"`
	Site    string `json:"site,omitempty"`
	// Object is what it is about, as in "Deployment ads/frontend".
	Object string `json:"object,omitempty"`
	// Words say it to a person.
	Words string `json:"words"`
	// Took is how many seconds it took, where it has an end.
	Took Number `json:"took,omitempty"`
}

// Ending is how a run ended: the last line of JSON.
type Ending struct {
	// Schema is "berth.event/1", What is "result".
	Schema string `json:"schema"`
	What   string `json:"what"`
	Plan   string `json:"plan,omitempty"`
	// Stages is how many stages the plan has, Done how many of them are done.
	Stages int `json:"stages"`
	Done   int `json:"done"`
	// Writes is how many objects of services were changed.
	Writes int `json:"writes"`
	// Already says that there was nothing to do: the plan had been carried out before.
	Already bool `json:"already,omitempty"`
	// Stopped is why the plan is not finished: "gate", "wave", "failure" or "before";
	// "" where it is.
	Stopped string `json:"stopped,omitempty"`
	// Gate is the step that waits for a person.
	Gate string `json:"gate,omitempty"`
	// Failed are the steps that failed, in the order in which they did.
	Failed []FailedStep `json:"failed"`
	// Error says what went wrong, Next the command that goes on.
	Error string `json:"error,omitempty"`
	Next  string `json:"next,omitempty"`
}

// FailedStep is a step that failed, with the reason.
type FailedStep struct {
	Step string `json:"step"`
	Site string `json:"site"`
	Why  string `json:"why"`
}
