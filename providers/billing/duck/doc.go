// Package duck reads bills by DuckDB in this process: files of any size, in a bounded
// amount of memory.
//
// DuckDB is a C++ library, linked in where berth is built with cgo. A berth that was
// built without a C compiler does everything else, and says so when it is to read a
// bill: see [Available].
package duck
