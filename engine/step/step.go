package step

import "berth.dev/engine/object"

// Work is how a plan is carried out.
type Work struct {
	// Clusters are those that are written to or read, by site.
	Clusters []Cluster `json:"clusters"`
	// Left is what the plan wants and the work does not do, with the reason.
	Left []Left `json:"left"`
	// Made is when the clusters were looked at, in UTC, as RFC 3339 to the second.
	Made string `json:"made"`
	// MaxAge is for how many seconds after Made the work may begin; 0 for ever.
	MaxAge int64 `json:"max_age"`
	// Notes are what a person should know who agrees to the work: what was warned of when
	// it was made.
	Notes []string `json:"notes,omitempty"`
	// Services are those that the work touches, by name.
	Services []Service `json:"services"`
	// Stages follow one another.
	Stages []Stage `json:"stages"`
	// Undoes is the digest of the plan that this work takes back, "" for none.
	Undoes string `json:"undoes,omitempty"`
}

// Cluster is the cluster of a site as it was when the work was made.
type Cluster struct {
	// Context is the kubeconfig context that reaches it.
	Context string `json:"context"`
	// Generation counts the plans finished on it.
	Generation int64  `json:"generation"`
	Site       string `json:"site"`
	// UID is the cluster's own: that of its namespace kube-system.
	UID string `json:"uid"`
}

// Service is a service that the work touches.
type Service struct {
	// Called says that callers must be sent elsewhere when it moves, Data that a
	// person must move its data, Single that never two of it may run at once: an undo
	// needs no specs to know how to move it.
	Called bool `json:"called,omitempty"`
	Data   bool `json:"data,omitempty"`
	// Deadline is how many seconds it may take to become healthy, Drain how many
	// requests under way may take; 0 for the usual and for none.
	Deadline int64 `json:"deadline,omitempty"`
	Drain    int64 `json:"drain,omitempty"`
	// From and To are its sites before and after.
	From      []string `json:"from"`
	Name      string   `json:"name"`
	Namespace string   `json:"namespace"`
	Product   string   `json:"product"`
	// Route is how its callers are sent elsewhere, nil where a person does it.
	Route  *Route   `json:"route,omitempty"`
	Single bool     `json:"single,omitempty"`
	To     []string `json:"to"`
}

// Left is something that the work does not do.
type Left struct {
	Service string `json:"service"`
	Why     string `json:"why"`
}

// Stage is a set of steps that may run side by side. The next one begins when all
// of them are done.
type Stage struct {
	Steps []Step `json:"steps"`
	// Wave is the wave of the plan that the stage belongs to; 0 is what happens in
	// place.
	Wave int `json:"wave"`
	// What says in a few words what the stage does: "make on tokyo what is to run
	// there".
	What string `json:"what"`
}

// Kind is what a step does.
type Kind string

const (
	// Create makes an object that is not there.
	Create Kind = "create"
	// Update changes fields of an object that is berth's.
	Update Kind = "update"
	// Adopt makes an object berth's that somebody else made; it may change fields.
	Adopt Kind = "adopt"
	// Scale sets how many copies run, or suspends a schedule, and changes nothing
	// else: how the old side of a singleton ends before the new one begins.
	Scale Kind = "scale"
	// Delete removes an object of berth's.
	Delete Kind = "delete"
	// Wait reads until objects are healthy or, with Gone, until their pods are gone.
	Wait Kind = "wait"
	// Switch sends callers and visitors to other sites.
	Switch Kind = "switch"
	// Drain lets what is under way on the old side come to its end.
	Drain Kind = "drain"
	// Callers looks for those who would still call what is about to be removed.
	Callers Kind = "callers"
	// Gate waits for a person.
	Gate Kind = "gate"
	// Deliver writes a service's manifests to a folder and waits, read-only, until
	// the cluster shows them.
	Deliver Kind = "deliver"
)

// Step is one step. Which members it has depends on its kind.
type Step struct {
	// After is the digest of the content that the step leaves; "" for nothing.
	After string `json:"after,omitempty"`
	// Before is the digest of what the step expects to find, of the fields that
	// berth owns or will write (see object.Seen); "" for nothing.
	Before string `json:"before,omitempty"`
	// Contents are the digests of the manifests that a Deliver writes, in the order of
	// their names.
	Contents []string `json:"contents,omitempty"`
	// Copies is how many copies a Scale leaves; for a CronJob 0 suspends it and 1
	// lets it run.
	Copies int64 `json:"copies,omitempty"`
	// CopiesOf is the site whose live number of copies a Create takes over, "" where
	// the content's own counts.
	CopiesOf string `json:"copies_of,omitempty"`
	// Folder is where a Deliver writes, below the workspace.
	Folder string `json:"folder,omitempty"`
	// Gone turns a Wait around: until no pod is left; and a Deliver: until the objects
	// are gone.
	Gone bool `json:"gone,omitempty"`
	// ID is unique within the plan and means the same in every report: "w1.3.2" is
	// the second step of the third stage of wave 1.
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	// Loses says what an undo could not bring back, "" for nothing.
	Loses string `json:"loses,omitempty"`
	// Managers are the field managers whose fields an Adopt takes over.
	Managers []string `json:"managers,omitempty"`
	// Object is what a Create, Update, Adopt, Scale or Delete is about.
	Object *object.Ref `json:"object,omitempty"`
	// Objects are those that a Wait, Drain, Callers or Deliver looks at.
	Objects []object.Ref `json:"objects,omitempty"`
	// Route is how a Switch is done.
	Route *Route `json:"route,omitempty"`
	// Scaled says that an autoscaler sets how many copies run: the number is not
	// compared.
	Scaled bool `json:"scaled,omitempty"`
	// Seconds is the deadline of a Wait, Switch or Deliver, and how long a Drain takes.
	Seconds int64 `json:"seconds,omitempty"`
	// Sends is where a person sends callers at a Gate, a route for each service without
	// the means.
	Sends []Route `json:"sends,omitempty"`
	// Service is whose step it is; "" for a namespace, and for a gate that is about
	// several services.
	Service string `json:"service"`
	// Site is where it happens; "" for a gate or a switch that is on no site.
	Site string `json:"site"`
	// UID is that of the live object; "" where an earlier step makes it.
	UID string `json:"uid,omitempty"`
	// Why is one sentence for people.
	Why string `json:"why"`
}

// Route says where the callers of a service are sent.
type Route struct {
	// Command is a program that does it: it gets the Route as JSON on its standard
	// input and says by exit code 0 that it is done. Empty where HTTPRoute is set.
	Command []string `json:"command,omitempty"`
	// Hold is how many seconds each of Ramp is watched.
	Hold int64 `json:"hold,omitempty"`
	// HTTPRoute is a route of the Gateway API with a backend for each site.
	HTTPRoute *object.Ref `json:"http_route,omitempty"`
	// Probe is a URL that must answer with a status below 400 while weights change,
	// "" for none.
	Probe string `json:"probe,omitempty"`
	// Ramp are shares of the new weights in percent, ending with 100.
	Ramp []int64 `json:"ramp,omitempty"`
	// Service is whose callers they are.
	Service string `json:"service"`
	// Site is where the HTTPRoute stands.
	Site string `json:"site,omitempty"`
	// Weights are the shares by site, after and before.
	Weights []Weight `json:"weights"`
}

// Weight is a site's share of a service's callers.
type Weight struct {
	// After and Before are in thousandths; each add up to 1000 over the sites.
	After int64 `json:"after"`
	// Backend is the name of the site's backend in the HTTPRoute.
	Backend string `json:"backend,omitempty"`
	Before  int64  `json:"before"`
	Site    string `json:"site"`
}

// Writes tells whether the step changes an object of a cluster.
func (k Kind) Writes() bool {
	switch k {
	case Create, Update, Adopt, Scale, Delete:
		return true
	}
	return false
}
