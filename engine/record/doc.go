// Package record is what each cluster itself remembers of berth: which objects are
// berth's, and how far a plan has come. It turns that into objects and back.
//
// Two kinds of records are kept. The [Set] of a product in a namespace is an
// ApplySet, as kubectl knows it: a ConfigMap whose members carry its identifier as
// a label; besides, it lists its members with their UIDs. A [Cluster] record, one
// ConfigMap in the namespace berth-system, holds the epoch of the last writer, the
// number of plans finished, and the plan that is open.
//
// The records alone are enough: the journal on a disk is a cache of them. An object
// is named in its set before it is made (with no UID yet) and stays named until it
// is seen to be gone.
//
// The package never talks to a cluster. Package apply reads and writes the objects.
package record
