package audit

import (
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// Case is everything that is known of a test's runs.
type Case struct {
	// Plans are those that runs were to carry out.
	Plans []Plan
	// Clusters are all of them.
	Clusters []Cluster
	// History are the changes on all clusters, in the order in which they happened.
	History []Change
	// Singles are the services of which never two sides may run.
	Singles []string
	// Finished is the digest of the plan that is carried out at the end; "" where none
	// has to be.
	Finished string
}

// Plan is a plan that a run may carry out.
type Plan struct {
	Digest string
	Work   *step.Work
	Bag    *object.Bag
}

// Cluster is a cluster before and after, as its API server tells it.
type Cluster struct {
	Site           string
	Initial, Final []object.Object
}

// Change is a request of a client that changed something.
type Change struct {
	Site string
	// Client tells processes apart.
	Client string
	// Verb is create, update, patch, apply or delete.
	Verb string
	// Order numbers requests in the order of their arrival at the cluster; it need not
	// be that of their effects.
	Order int
	Ref   object.Ref
	// Before and After are the object around the change, nil for none.
	Before, After object.Object
	// Workloads are those of the cluster right after the change, with their status.
	Workloads []object.Object
}

// Violation is a law that was broken.
type Violation struct {
	Law Law
	// Site and Ref say where; Ref is empty where it is about no object.
	Site string
	Ref  object.Ref
	// Says is what was seen.
	Says string
}

// String says it in one line.
func (v Violation) String() string {
	return string(v.Law) + ": " + v.Site + " " + v.Ref.String() + ": " + v.Says
}
