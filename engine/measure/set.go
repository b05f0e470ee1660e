package measure

// Set is ready-made queries under a name, as a metrics block lists them in sets.
type Set struct {
	Name string
	// Doc says what the set measures, what the source must have for it, and where the
	// names of its metrics are from.
	Doc string
	// Default tells that a block with neither sets nor queries gets it.
	Default bool
	// Queries are at most one for each kind.
	Queries []Query
}

// Pair says that one service calls another, not how much.
type Pair struct {
	From, To string
}
