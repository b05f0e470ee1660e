package reports

// Status is what runs where, and what is not as the plan left it.
type Status struct {
	// Schema is "berth.status/1".
	Schema string `json:"schema"`
	// Plan is the digest of the plan that the clusters were compared with, "" where
	// there was none; Compared is how many of its stages are done, of Stages.
	Plan     string `json:"plan"`
	Compared int    `json:"compared"`
	Stages   int    `json:"stages"`
	// Notes say what could not be looked at, and why.
	Notes    []string        `json:"notes"`
	Clusters []StatusCluster `json:"clusters"`
	// Ground are the clusters themselves, of sites whose clusters berth manages.
	Ground []StatusGround `json:"ground,omitempty"`
	// Services are what the clusters' records name, by service and site.
	Services []StatusService `json:"services"`
	// Drift is what is not as the plan left it; Assumptions what the plan counted with
	// and that no longer holds.
	Drift       []StatusDrift `json:"drift"`
	Assumptions []string      `json:"assumptions"`
	// Uncompared is how many of berth's objects the plan is not about: of these Drift
	// says only whether somebody wrote to them after berth.
	Uncompared int `json:"uncompared"`
}

// StatusCluster is one cluster with what it remembers.
type StatusCluster struct {
	Site    string `json:"site"`
	Context string `json:"context"`
	UID     string `json:"uid"`
	// Generation is how many plans were finished on it, Last the digest of the last.
	Generation int64  `json:"generation"`
	Last       string `json:"last,omitempty"`
	// Holder is who holds the lease, in its own words, and since when it did not renew
	// it.
	Holder  string `json:"holder,omitempty"`
	Renewed string `json:"renewed,omitempty"`
	// Open is the plan under way, nil for none.
	Open *StatusOpen `json:"open,omitempty"`
}

// StatusOpen is a plan under way on a cluster.
type StatusOpen struct {
	Plan  string `json:"plan"`
	Since string `json:"since"`
	// Done is how many of its stages are done; Stages how many it has, 0 where its file
	// is not at hand; Next what the next stage does.
	Done   int    `json:"done"`
	Stages int    `json:"stages,omitempty"`
	Stage  string `json:"stage,omitempty"`
	// Gate is the step that waits for a person, Asks what it asks for.
	Gate string `json:"gate,omitempty"`
	Asks string `json:"asks,omitempty"`
	// Services are those that no other plan may touch.
	Services []string `json:"services"`
	// Lost are the plan's sites whose cluster remembers nothing of it: the plan cannot go
	// on.
	Lost []string `json:"lost,omitempty"`
	// Next is the command that goes on, or where that cannot be, gives the plan up.
	Next string `json:"next"`
}

// StatusService is a service on a site.
type StatusService struct {
	Service   string `json:"service"`
	Product   string `json:"product"`
	Namespace string `json:"namespace"`
	Site      string `json:"site"`
	// Objects is how many are berth's.
	Objects int `json:"objects"`
	// Ready of Copies are ready.
	Ready  int64 `json:"ready"`
	Copies int64 `json:"copies"`
}

// StatusDrift is one thing that is not as the plan left it.
type StatusDrift struct {
	Site    string `json:"site"`
	Service string `json:"service"`
	Object  string `json:"object"`
	// Field is its path; "" where it is about the object as a whole, which What says.
	Field string `json:"field,omitempty"`
	What  string `json:"what,omitempty"`
	// Live is what stands there, Want what the plan left.
	Live string `json:"live,omitempty"`
	Want string `json:"want,omitempty"`
	// Manager is who owns the field besides berth.
	Manager string `json:"manager,omitempty"`
}
