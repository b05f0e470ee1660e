package record

import "berth.dev/engine/object"

// kept is what a record read from a cluster keeps for writing it back: its metadata
// with the UID and the resource version. It is empty for a record not yet written.
type kept struct {
	meta map[string]any
}

// Stored tells whether the record was read from a cluster: then it is replaced,
// otherwise created.
func (k kept) Stored() bool { return k.meta["resourceVersion"] != nil }

// Cluster is the record of one cluster.
type Cluster struct {
	// Callers are where callers of services were last sent, in thousandths by service and
	// site: by a switch, or by a person at a gate. A service that is not among them has
	// not been sent anywhere yet.
	Callers map[string]map[string]int64 `json:"callers,omitempty"`
	// Epoch is that of the writer who wrote it last (see package lease).
	Epoch int64 `json:"epoch"`
	// Generation counts the plans finished.
	Generation int64 `json:"generation"`
	// Holds are on the sites whose clusters are being changed themselves, by name.
	Holds []Hold `json:"holds,omitempty"`
	// Last is the digest of the plan finished last, "" for none.
	Last string `json:"last"`
	// Namespaces are those that berth made, by name, with their UIDs ("" while one is
	// being made).
	Namespaces []Namespace `json:"namespaces"`
	// Open is the plan under way, nil where there is none.
	Open *Open `json:"open"`

	kept
}

// Namespace is a namespace that berth made.
type Namespace struct {
	Name string `json:"name"`
	UID  string `json:"uid"`
}

// Open is a plan under way.
type Open struct {
	// Done is how many of the plan's stages are done.
	Done int `json:"done"`
	// Gate is the step at which the plan waits for a person, "" where it does not.
	Gate string `json:"gate"`
	// Passed are the gates that a person let it through, in order.
	Passed []string `json:"passed"`
	// Plan is its digest.
	Plan string `json:"plan"`
	// Services are those that it touches, by name: no other plan may.
	Services []string `json:"services"`
	// Since is when it began, in UTC, as RFC 3339 to the second.
	Since string `json:"since"`
}

// Set is the ApplySet of a product in one namespace.
type Set struct {
	Product   string
	Namespace string
	// Members are in the order of their references.
	Members []Member

	kept
}

// Member is one object of a set.
type Member struct {
	Ref object.Ref
	// UID is "" for an object that may have been made and was not yet seen.
	UID string
	// Kept says that the object outlives its service: a claim with data.
	Kept bool
}
