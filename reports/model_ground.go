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
