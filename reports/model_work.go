package reports

// Work is how a plan is carried out.
type Work struct {
	// Schema is "berth.work/1".
	Schema string `json:"schema"`
	// Plan is the digest of the plan, Undoes that of the one it takes back.
	Plan   string `json:"plan"`
	Undoes string `json:"undoes,omitempty"`
	// Made is when the clusters were looked at; MaxAge how many seconds later the
	// work may still begin, 0 for ever.
	Made     string        `json:"made"`
	MaxAge   int64         `json:"max_age"`
	Clusters []WorkCluster `json:"clusters"`
	// Services is how many are touched; Writes how many objects are written.
	Services int         `json:"services"`
	Writes   int         `json:"writes"`
	Stages   []WorkStage `json:"stages"`
	// Ground is what is done to clusters themselves; nil where nothing is.
	Ground *WorkGround `json:"ground,omitempty"`
	Left   []WorkLeft  `json:"left"`
	// Notes are what was warned of when the work was made.
	Notes []string `json:"notes,omitempty"`
}

// WorkCluster is a cluster that is written to or read.
type WorkCluster struct {
	Site    string `json:"site"`
	Context string `json:"context"`
}

// WorkStage is a set of steps that run side by side.
type WorkStage struct {
	Number int        `json:"stage"`
	Wave   int        `json:"wave"`
	What   string     `json:"what"`
	Steps  []WorkStep `json:"steps"`
}

// WorkStep is one step.
type WorkStep struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Service string `json:"service"`
	Site    string `json:"site"`
	// Object is what it is about, as in "Deployment ads/frontend"; "" for none.
	Object string `json:"object,omitempty"`
	Why    string `json:"why"`
	// Loses says what an undo could not bring back.
	Loses string `json:"loses,omitempty"`
	// Managers are those whose fields an adoption takes over.
	Managers []string `json:"managers,omitempty"`
	// Changes are the fields that an update or an adoption changes, where they are
	// asked for.
	Changes []WorkChange `json:"changes,omitempty"`
}

// WorkChange is a field that a step changes.
type WorkChange struct {
	Field string `json:"field"`
	// Was and Becomes are its values, "" for nothing; those of a Secret are
	// "(secret)".
	Was     string `json:"was"`
	Becomes string `json:"becomes"`
}

// WorkLeft is something that the plan wants and the work does not do.
type WorkLeft struct {
	Service string `json:"service"`
	Why     string `json:"why"`
}
