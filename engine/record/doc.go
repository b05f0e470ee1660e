// Package record is what each cluster itself remembers of berth: which objects are
// berth's, and how far a plan has come. It turns that into objects and back.
//
// Two kinds of records are kept. The [Set] of a product in a namespace is an
// ApplySet, as kubectl knows it: a ConfigMap whose members carry its identifier as
// a label; besides, it lists its members with their UIDs. A [Cluster] record, one
// ConfigMap in the namespace berth-system, holds the epoch of the last writer, the
// number of plans finished, the plan that is open, and where callers of services were
// sent last: of callers that a person sends on, nothing else on a cluster tells. Beside
// that it has each [Hold] of one who changes a cluster itself.
//
// The records alone are enough: the journal on a disk is a cache of them. An object
// is named in its set before it is made (with no UID yet) and stays named until it
// is seen to be gone.
//
// The package never talks to a cluster. Package apply reads and writes the objects.
//
// # Decisions
//
// Members are text, a line for each name with short codes for kinds and UIDs in
// base64, not JSON: 20,000 members take 0.7 MB of the 1 MiB that a ConfigMap holds, and
// 3.2 MB as JSON. Compressing them would hide from people what their cluster says.
//
// A sum stands beside each record, and reading takes only what writing makes. An edit
// by hand would otherwise be believed: a line less, and an object is nobody's.
package record
