package kustomize

// Limits bound what a folder may hold.
type Limits struct {
	// FileBytes is the size of one file, TotalBytes that of all, and of the result.
	FileBytes, TotalBytes int64
	// Files is how many files may be read, counting one as often as it is used.
	Files int
	// Depth is how deep a document may nest, and Folders how long a chain of bases.
	Depth, Folders int
	// Aliased is how many values a document may repeat through YAML's aliases.
	Aliased int
	// Parts is how many replacements may write into a part of a text: each may double
	// it.
	Parts int
}

// DefaultLimits are what the folder of one service stays far below.
func DefaultLimits() Limits {
	return Limits{FileBytes: 1 << 20, TotalBytes: 32 << 20, Files: 2000, Depth: 64, Folders: 32, Aliased: 10_000, Parts: 10}
}
