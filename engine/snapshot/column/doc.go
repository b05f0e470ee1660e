// Package column reads columns of Parquet files that may be broken or hostile: within
// bounds of memory, without a panic, and with an error where a file is not what it
// says. Package snapshot alone uses it.
//
// It reads what snapshots are made of and nothing else: flat files whose columns all
// have a value in every row, compressed by zstd or not at all, strings as they are or
// by a dictionary, times by their differences, floats by their bytes. It never writes,
// and it does not read what is optional, nested or encrypted: such columns may be in a
// file and are passed over.
//
// # Bounds
//
// What a file says of itself is believed only where it costs nothing. The footer is
// walked before it is decoded, so that no list in it is longer than the bytes that are
// there; a page is decompressed into as much room as its header asks for and at most
// [PageLimit]; a group of rows has at most [RowLimit].
//
// # Decisions
//
// Pages are read here, and by parquet-go only decoded. Its own reader makes room for
// whatever a page header or the count of a list in the footer says, before it looks
// whether the bytes are there: five bytes can ask for a terabyte. Reading pages here
// also leaves repeated strings as runs, which is how a series of thousands of rows
// costs one look at its name.
//
// Groups of rows are small and have no page index: the bounds in the footer say
// which group has a service, and a group is read as a whole.
package column
