package drain

import "time"

// Options say how nodes are emptied. The zero value is the careful way.
type Options struct {
	// Mark says in the node's annotation [Annotation] for whom it is closed, such as a
	// plan's step; "" is "berth".
	Mark string
	// Limit is how long it may take until the last pod is gone; 0 is [Limit].
	Limit time.Duration
	// Grace is the longest time that a pod gets to end by itself once it is evicted; 0
	// leaves each pod its own.
	Grace time.Duration
	// Returns says that the nodes come back with their disks, as after an upgrade: pods
	// whose volumes lie on a node may wait for it, and files on it stay.
	Returns bool
	// LoseScratch lets pods go with which files on the node are lost: emptyDir volumes,
	// and hostPath volumes of a node that does not return.
	LoseScratch bool
	// LoseBare lets pods go that nothing makes anew.
	LoseBare bool
	// Say tells who listens what is waited for. Nil tells nobody.
	Say func(words string)
	// Point is called before and after each request that changes something. Nil is
	// nothing.
	Point func(name string)
	// Clock is the time; nil is the machine's.
	Clock Clock
}

// Limit is how long a drain may take where nothing is said.
const Limit = 10 * time.Minute

// Annotation is on each node that berth has closed, and only on those: whoever else
// closes a node does not set it.
const Annotation = "berth.dev/cordoned-for"
