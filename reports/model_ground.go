package reports

// WorkGround is what is done to clusters themselves, before and after the services'
// stages.
type WorkGround struct {
	Sites  []GroundSite `json:"sites"`
	Before []GroundStep `json:"before"`
	After  []GroundStep `json:"after"`
}

// GroundSite is a cluster that berth makes or changes.
type GroundSite struct {
	Site string `json:"site"`
	// Provider is "k0s" or "gke", Cluster what the provider calls it.
	Provider string `json:"provider"`
	Cluster  string `json:"cluster"`
	// Exists is false for one that the plan makes.
	Exists bool `json:"exists"`
	// Lock is the site whose cluster holds the lease while this one has none.
	Lock   string `json:"lock,omitempty"`
	Window string `json:"window,omitempty"`
}

// GroundStep is one thing done to a cluster.
type GroundStep struct {
	ID   string `json:"id"`
	Site string `json:"site"`
	Kind string `json:"kind"`
	// Part is the pool or the host, "" for the control plane or the whole.
	Part string `json:"part,omitempty"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	Why  string `json:"why"`
	// Effects are what a person must know: "restarts controllers", "API outage", "moves
	// pods", "cannot be undone".
	Effects []string `json:"effects,omitempty"`
	// Diff is how k0s.yaml changes, as a unified diff.
	Diff string `json:"diff,omitempty"`
	// Seconds is how long it may take.
	Seconds int64 `json:"seconds"`
}

// StatusGround is the cluster of a site that berth manages, as it is.
type StatusGround struct {
	Site     string `json:"site"`
	Provider string `json:"provider"`
	Cluster  string `json:"cluster"`
	Exists   bool   `json:"exists"`
	// Version is that of the control plane, "" where there is none or nobody could ask.
	Version string       `json:"version,omitempty"`
	Parts   []StatusPart `json:"parts"`
	// Running are changes under way that are not berth's.
	Running []string `json:"running,omitempty"`
	// Wants is what a plan would do now so that it is as the specs say.
	Wants []string `json:"wants"`
	// Unknown says why nothing could be found out, "" where it could.
	Unknown string `json:"unknown,omitempty"`
}

// StatusPart is one pool of nodes, or one machine.
type StatusPart struct {
	Name string `json:"name"`
	// Is says in words what it is: "3 nodes of e2-standard-8", "worker, runs".
	Is      string `json:"is"`
	Version string `json:"version,omitempty"`
}
