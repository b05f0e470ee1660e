package duck

// Options say how a bill is read.
type Options struct {
	// Database is a DuckDB file with tables, read only; "" for none.
	Database string
	// Memory is how much of it may be used, in bytes; 0 for [DefaultMemory].
	Memory int64
	// Threads is how many work at once; 0 for as many as there are processors.
	Threads int
	// Temp is a folder for what does not fit in memory; "" for a new one in the system's,
	// which is removed afterwards.
	Temp string
	// Progress is told now and then how many bytes of how many have been read; nil for
	// nobody. It is called from one goroutine at a time.
	Progress func(read, all int64)
}

// DefaultMemory is how much memory DuckDB may use: 1 GiB.
const DefaultMemory = 1 << 30
