// Package bigquery reads bills that lie in BigQuery: the work is done there, and only
// sums come back.
//
// A [Reader] is made for a warehouse of the form "bigquery:PROJECT", the project that
// runs the queries and pays for them. A bill names its table, "DATASET.TABLE" or
// "PROJECT.DATASET.TABLE". Reading is one query, the canonical one of package query in
// BigQuery's dialect, and a second one where rows are bad. The package never exports
// rows, writes no table, and changes nothing.
//
// # What it costs
//
// BigQuery bills the bytes of the columns that a query reads. Before a query runs, a dry
// run, which costs nothing, tells how many these are; a query over [Options.MostBytes]
// is refused, with the number, and the same limit goes with the query, so that BigQuery
// refuses it as well. Tables that are partitioned by when rows were loaded (Google's own
// export) are read from the first asked month on; see filter.go for other ones.
//
// Every job has the labels tool=berth, bill and month, so that a company finds in its own
// bill what this reader cost.
//
// # What was run
//
// All of it ran against a double of the API alone (providertest/bigquery), which parses
// the SQL with a parser of others that knows the dialect, and answers by running it on
// DuckDB over the rows of the same bill. Nothing here has met Google's own servers. What
// BigQuery does with a number, a time or a zone was taken from its reference.
//
// # Where bills outgrow one machine
//
// Files on one machine are read by package duck, larger than its memory. A table is
// worth its cost where the export lives in BigQuery already, where several people make
// the report, or where a month has so many rows that nobody wants to copy them. What
// comes back does not grow with the rows of the bill: it has one row for each day and
// combination of the asked keys.
//
// # Another engine
//
// What the next engine (Trino, Snowflake, ClickHouse) needs, in this order:
//
//  1. A sum without loss. A dialect has decimals of 36 digits after the point and enough
//     before it, or two sums of what is coarse and fine; see query.Sum. Sums of doubles
//     will not do.
//  2. The shortest decimal of a double that reads back as it: as a cast to text, or by
//     trying 15, 16 and 17 digits as [query.BigQuery] does.
//  3. Microseconds since 1970 out of its types of times. Zones are not needed.
//  4. The value of a name in a list of pairs, a map, and JSON text.
//  5. Errors that are values: a cast that gives NULL, or a branch that is not run where
//     its condition is false.
//  6. A file beside query/bigquery.go with the query.Dialect; a package beside this one
//     which lists columns, runs a query, pages its rows and guards its cost.
//  7. The test that reads the same bill by DuckDB and by the engine, with its double.
//
// # Decisions
//
// The client is cloud.google.com/go/bigquery, Google's own. It makes a berth without C
// 6.2 MB larger (85.1 MB instead of 78.9 MB, CGO_ENABLED=0, stripped) and brings modules
// along, Arrow among them, of which nothing here is used. The smaller one,
// google.golang.org/api/bigquery/v2, costs 0.5 MB and no module, but is marked deprecated
// by Google in favour of the former.
//
// The client tries again what is busy, for as long as it may; [Options.Timeout] ends that.
//
// A query is a job with an ID of our own (jobs.insert) and not jobs.query: when an answer
// is lost and the client asks again, BigQuery says that the job is there, and the job is
// read instead of run and paid for twice.
//
// Rows that stand twice are not looked for: it would read, and bill, every column. A note
// of the answer says so.
//
// The Storage Read API is not used: answers are small, and it needs one more right.
//
// The table's columns are asked for first (tables.get): exports gain columns, companies
// make views of them with other types, and a column that is not there must be said by
// name and not by an error of SQL.
package bigquery
