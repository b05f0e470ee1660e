// Package query is the SQL in which bills are asked: one set of queries for all kinds of
// bills, and a dialect for each engine that runs them.
package query
