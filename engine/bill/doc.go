// Package bill has the words in which bills are read: what is asked of a bill, the
// rows that come back, added up, and what was wrong with it.
//
// Providers answer an [Ask] (a folder of files read by DuckDB, a table of a
// warehouse); package allot gives the rows to services. The package reads nothing.
//
// A bill may have a hundred million rows; an answer has one [Row] for each month, day
// and combination of the keys that were asked for, so that rules which give rows to
// services run here, once, whatever engine reads the bill.
//
// # Which month a row belongs to
//
// To the month of its invoice: the one in which the middle of its billing period lies,
// which is the same in every time zone. So each row is in one month and a month's rows
// add up to its invoice. A row of that invoice whose charge began before the month, by
// the report's zone, is late: it is told apart. A bill without invoices (OpenCost), or
// one with month = "charge", belongs to the month in which a charge begins by the
// report's zone, and has no late rows.
package bill
