package duck

// Options say how a bill is read.
type Options struct {
	// Database is a DuckDB file with tables, which is only read; "" for none.
	Database string
	// Memory is how much of it may be used, in bytes; 0 for [DefaultMemory].
	Memory int64
	// Threads is how many work at once; 0 for as many as there are processors.
	Threads int
	// Temp is a folder for what does not fit in memory; "" for the system's. A folder is
	// made in it and removed afterwards.
	Temp string
	// Duplicates is up to how many rows a bill is looked through for rows that stand
	// twice, which takes reading all its columns; 0 for [DefaultDuplicates].
	Duplicates int64
	// Progress is told now and then how many bytes of how many have been read; nil for
	// nobody. It is called from one goroutine at a time.
	Progress func(read, all int64)
}

const (
	// DefaultMemory is how much memory DuckDB may use: 1 GiB.
	DefaultMemory = 1 << 30
	// DefaultDuplicates is up to how many rows duplicates are counted.
	DefaultDuplicates = 3_000_000
)
