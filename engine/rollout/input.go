package rollout

import (
	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// Input is everything that steps are made from.
type Input struct {
	// Services are all services of the workspace: what is berth's and belongs to none
	// of them is no longer wanted.
	Services []Service
	// Clusters are those that could be read. A site that is missing has no cluster
	// that berth could write to.
	Clusters []Cluster
	// Made is when the clusters were read, in UTC, as RFC 3339 to the second.
	Made string
	// MaxAge is for how many seconds after Made the work may begin; 0 for ever.
	MaxAge int64
	// AllowDelete lets the work delete the last copy of a service, and more than a
	// fifth of what berth has.
	AllowDelete bool
}

// Service is one service: where it is to be, and what it is made of there.
type Service struct {
	Name      string
	Product   string
	Namespace string
	// Runs are the sites where the specs say that it runs today.
	Runs []string
	// Stops are where it is to be after each wave that concerns it; the last one is
	// the goal. A first stop of wave 0 before others is where it is today.
	Stops []Stop
	// Objects are what it is made of, by site; Secrets are sealed.
	Objects map[string][]object.Object
	// Derived says that nobody wrote the objects: they are made of a container block.
	Derived bool
	// Single says that never two of it may run at once.
	Single bool
	// Stateful says that it keeps data that a person must move. A service with a
	// claim is stateful without being told so.
	Stateful bool
	// Called says that somebody must be sent elsewhere when it moves.
	Called bool
	// Route is how callers are sent elsewhere, nil where a person does it. Of its
	// weights only site and backend are read.
	Route *step.Route
	// DrainSeconds is how long requests under way may take; 0 for none.
	DrainSeconds int64
	// DeadlineSeconds is how long it may take to become healthy; 0 is [Deadline].
	DeadlineSeconds int64
	// Delivery is "apply" or "gitops"; "" is "apply".
	Delivery string
	// Folder is where manifests are delivered, below the workspace: there in a folder
	// for each site, and in that one for each service.
	Folder string
	// Unstarted are sites where it was made and has not run yet: no data can be there that
	// are not on the side it was to leave.
	Unstarted []string
	// Lacks says why there are no objects, "" where there are.
	Lacks string
}

// Deadline is how many seconds a service may take to become healthy where nothing
// else is said.
const Deadline = 600

// Stop is where a service is after a wave.
type Stop struct {
	Wave int
	// Shares are by site; none means that the service is nowhere.
	Shares []Share
}

// Share is a site's part of a service.
type Share struct {
	Site string
	// Thousandths add up to 1000 over the sites.
	Thousandths int64
}

// Cluster is what was found on the cluster of a site.
type Cluster struct {
	Site    string
	Context string
	UID     string
	Record  record.Cluster
	Sets    []record.Set
	// Live are all objects of the kinds that berth writes, in the namespaces that
	// services use; Secrets are sealed by the same key as the services' own.
	Live []object.Object
	// Names are objects that exist and were not read: namespaces, secrets, classes.
	Names []object.Ref
	// Optional are the kinds served though not every cluster has them: HTTPRoute.
	Optional []string
}

// Result is how a plan is carried out.
type Result struct {
	Work *step.Work
	// Bag has the contents that the work names.
	Bag *object.Bag
	// Diags are what a person should know: contradictions, what is taken over.
	Diags diag.List
}
