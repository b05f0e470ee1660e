package target

import (
	"context"

	"berth.dev/engine/object"
)

// Target is one cluster. All of its methods may be called from several goroutines.
// All errors are a *[Fault] or the context's.
type Target interface {
	Reader
	Writer
}

// Reader is what needs no right to write.
type Reader interface {
	// Identity is the UID of the cluster: that of its namespace kube-system.
	Identity(ctx context.Context) (string, error)
	// Get reads one object, nil where there is none.
	Get(ctx context.Context, ref object.Ref) (object.Object, error)
	// List reads all objects of a kind, page by page, sorted by reference. A kind
	// that the cluster does not know is a Fault of class UnknownKind.
	List(ctx context.Context, q Query) ([]object.Object, error)
	// Denied tells which of the accesses the cluster would refuse this identity, in
	// the order they were asked.
	Denied(ctx context.Context, asked []Access) ([]Access, error)
}

// Writer changes a cluster. A write with Dry set goes through everything the
// cluster checks and changes nothing.
type Writer interface {
	// Create makes an object that must not exist: class Exists where it does. The
	// answer is the object as made.
	Create(ctx context.Context, o object.Object, w Write) (object.Object, error)
	// Apply writes the fields of o as berth's (server-side apply, never forced). The
	// object must exist with o's UID: class Conflict where it does not, and where
	// another manager owns a field with another value (then Fault.Fields say which).
	Apply(ctx context.Context, o object.Object, w Write) (object.Object, error)
	// Replace writes an object whole, at the resource version that o carries: class
	// Conflict where it has moved on. For berth's own records and leases.
	Replace(ctx context.Context, o object.Object) (object.Object, error)
	// Patch changes an object by JSON Patch operations, which may begin with tests:
	// class Conflict where a test fails.
	Patch(ctx context.Context, ref object.Ref, ops []Op, w Write) (object.Object, error)
	// Delete removes the very object that Only names: class Conflict where another
	// one has its name or it has changed, class Absent where nothing has.
	Delete(ctx context.Context, ref object.Ref, only Only) error
}

// Query selects objects of one kind.
type Query struct {
	Kind string
	// Namespace is "" for all.
	Namespace string
	// Selector is a label selector, "" for all.
	Selector string
	// Fields is a field selector, "" for all, as in "spec.nodeName=a". A server knows few
	// fields of each kind, and a double of one perhaps none: check the answer.
	Fields string
	// Names asks for metadata alone: what is listed to know that it exists, secrets
	// above all.
	Names bool
}

// Access is a right to ask for.
type Access struct {
	// Verb is as in a role: "get", "create", "patch", "delete" …
	Verb string `json:"verb"`
	// Kind is an object's kind, with "/scale" where the right is on a subresource.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
}

// String names the right as a role would.
func (a Access) String() string {
	if a.Namespace == "" {
		return a.Verb + " " + a.Kind
	}
	return a.Verb + " " + a.Kind + " in " + a.Namespace
}

// Write are the ways of a write.
type Write struct {
	Dry bool
}

// Only says which object a Delete is about; "" of either is not compared.
type Only struct {
	UID     string
	Version string
	// Wait is true where what the object owns must be gone before it is
	// (foreground); otherwise the cluster collects it later.
	Wait bool
	Dry  bool
}

// Op is one operation of a JSON Patch.
type Op struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}
