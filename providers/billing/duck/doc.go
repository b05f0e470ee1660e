// Package duck reads bills by DuckDB in this process: files of any size, in a bounded
// amount of memory.
//
// DuckDB is a C++ library, linked in where berth is built with cgo. A berth that was
// built without a C compiler does everything else, and says so when it is to read a
// bill: see [Available].
//
// A session is locked before it reads: no network, no extension but those linked in, no
// file but the bill's, a limit of memory, and no setting can be changed from then on.
//
// # Decisions
//
// A file of text is read twice at the same time: by DuckDB, and by a scanner of a few
// lines that makes the digest and counts records. Where the two counts differ the bill is
// refused, so that no row is lost in silence, as behind a quote that is never closed.
//
// DuckDB guesses nothing: CSV is all text under the header's names, since a guessed type
// rounds; files with the same columns are one query, others a query each, since a common
// type of decimals and doubles would be doubles.
//
// Rows that stand twice are counted in bills of up to [DefaultDuplicates] rows: it takes
// reading all columns. Two files that are the same to the last byte refuse any bill.
//
// A bare number in JSON is a double, as DuckDB reads it, and stands for its shortest
// decimal; BigQuery exports exact numbers as text, which are read to the last digit. Each
// line is looked at besides: a cost that no double is written as, and a field that is
// spelled in two ways, which DuckDB would take for two, refuse the bill.
package duck
