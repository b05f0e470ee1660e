package drain

import (
	"time"

	"berth.dev/engine/object"
)

// Result says what became of the nodes and their pods. It is whole also beside an error.
type Result struct {
	// Nodes are the nodes in the order in which they were given.
	Nodes []State
	// Evicted are the pods that were asked to go, in that order.
	Evicted []object.Ref
	// Stayed are the pods that a drain leaves where they are: those of DaemonSets, and
	// those that the node itself keeps.
	Stayed []object.Ref
}

// State is how a drain leaves one node.
type State struct {
	Node     string
	Standing Standing
}

// Standing is whether a node takes pods, and by whose will.
type Standing string

// The standings of nodes.
const (
	// Open: it takes pods, for it was never closed or is open again.
	Open Standing = "open"
	// Closed: berth has closed it. [Uncordon] opens it.
	Closed Standing = "closed"
	// Foreign: somebody else had closed it before, and it stays so.
	Foreign Standing = "closed by somebody else"
	// Gone: the node was removed meanwhile.
	Gone Standing = "gone"
)

// Blocked says that nodes cannot be emptied. What was closed for it is open again, but
// for what [Blocked.Left] names.
type Blocked struct {
	// Nodes are the nodes that were to be emptied.
	Nodes []string
	// Pods are those that keep them from it, sorted, each with its reason.
	Pods []Stuck
	// Waited is for how long, 0 where it was seen before anything was touched.
	Waited time.Duration
	// Left are the nodes that could not be opened again, with the reason.
	Left []string
}

// Stuck is a pod that does not go.
type Stuck struct {
	Pod    object.Ref
	Node   string
	Reason Reason
	// Words say it to a person, with what to do.
	Words string
}

// Reason is why a pod does not go.
type Reason string

// The reasons. Any of the first five that is there at the start is seen before anything is
// touched.
const (
	// Bare: nothing would make the pod anew.
	Bare Reason = "bare pod"
	// Scratch: files of an emptyDir or hostPath volume would be lost.
	Scratch Reason = "local storage"
	// Pinned: its volume lies on the node, which does not come back.
	Pinned Reason = "volume on the node"
	// Forbidden: a budget never allows the pod to go, as it stands.
	Forbidden Reason = "budget forbids"
	// Twice: two budgets select the pod, which no eviction is allowed to break.
	Twice Reason = "two budgets"
	// Budget: a budget allowed no disruption until the time was up.
	Budget Reason = "budget"
	// Refused: the cluster refused the eviction for another reason.
	Refused Reason = "eviction refused"
	// Ending: it was evicted and does not come to its end.
	Ending Reason = "does not end"
	// Returning: whatever was evicted starts on the node again.
	Returning Reason = "comes back"
	// Reopened: somebody made the node schedulable while it was drained.
	Reopened Reason = "node was opened"
)
