package manifest

// Service is one service as the manifests show it. Comments are sentences that a
// person should read beside the value they stand with.
type Service struct {
	// Name is that of the service in the language.
	Name string
	// Object is what it comes from, as in "Deployment shop/web", and File where
	// that stands.
	Object, File string
	Comments     []string
	// Stateful is true where it writes to disks that outlive its pods.
	Stateful bool
	// One says why two copies must never run; empty where they may.
	One string
	// Container is nil where no image can be told.
	Container *Container
	Replica   Replica
	// Replicas is nil for a job, and Job for everything else.
	Replicas *Replicas
	Job      *Job
	Volumes  []Volume
	// Calls are to services of the import, to endpoints of the result and to
	// "internet", by name.
	Calls []Call
	// Unplaced are hosts that it calls and that may stand anywhere; they are only
	// comments in what is written.
	Unplaced []Call
}

// Container is the container that answers, or the first one.
type Container struct {
	Image string
	// Port is 0 where no manifest says one.
	Port int32
	// Probe is the path of the readiness probe, empty where it has none.
	Probe    string
	Comments []string
}

// Replica is what one copy asks for.
type Replica struct {
	CPU, Memory Amount
	// Resources are devices and the like, by name.
	Resources []Resource
	Comments  []string
}

// Amount is a quantity as the language writes it, or "unknown", then with the
// reason.
type Amount struct{ Value, Comment string }

// Resource is a number of devices of one name.
type Resource struct {
	Name  string
	Count int64
}

// Replicas are how few and how many copies run.
type Replicas struct {
	Min, Max int32
	Comments []string
}

// Job is work that ends.
type Job struct {
	// Schedule has five fields; empty where there is none of that form.
	Schedule string
	// Parallelism is how many copies one run has.
	Parallelism                int32
	Comments, DurationComments []string
}

// Volume is a disk that outlives the pods.
type Volume struct {
	Name string
	// Size is in bytes with a unit, of all replicas together where each has its
	// own, a range where an autoscaler moves their count, or "unknown".
	Size string
	// Class is the storage class, empty for the cluster's default.
	Class    string
	Comments []string
}

// Call is something that a service talks to.
type Call struct {
	// To is a service, an endpoint or "internet"; of an unplaced one the host.
	To string
	// From are the places in the manifests that say so.
	From []string
}

// Endpoint is a host that services call.
type Endpoint struct {
	Name, Host string
	// Site is where it stands; empty for a public host, which is external.
	Site     string
	Comments []string
}
