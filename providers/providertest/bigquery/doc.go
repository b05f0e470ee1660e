// Package bigquery is a double of BigQuery's REST API, version 2, for tests: it keeps
// tables and jobs, checks what it is asked, and answers queries.
//
// A query is parsed by npm's node-sql-parser, which knows the dialect and is the work of
// others; names of tables, columns and functions are looked up; what is left of the tree
// is written as SQL of DuckDB and run over the rows of the table. So what comes back
// depends on the words of the query that was sent, and on nothing that berth says about
// it. It refuses what BigQuery refuses, in the form in which BigQuery does.
//
// Tests of providers/billing/bigquery and of the command line use it. It is no emulator:
// of the API and of the language it knows what a reader of bills may need, and answers
// anything else with an error that says so.
package bigquery
