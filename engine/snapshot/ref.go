package snapshot

import (
	"cmp"

	"berth.dev/engine/measure"
)

// Ref names a series of a snapshot: what it measures, and who said so. Two sources, or
// two queries of one source, may have a series of one key; both are kept, and
// [Snapshot.All] says which comes first.
type Ref struct {
	measure.Key
	// Source is the name of the metrics block.
	Source string
	// Query is the digest of the query, as in [Part.Query] and [Query.ID].
	Query string
}

// Compare orders by key, source and query: the order of the points on disk.
func (r Ref) Compare(other Ref) int {
	return cmp.Or(
		r.Key.Compare(other.Key),
		cmp.Compare(r.Source, other.Source),
		cmp.Compare(r.Query, other.Query),
	)
}
