// Package query is the SQL in which bills are asked: one canonical query for all kinds
// of bills, and a dialect for each engine that runs it.
//
// Engines (package duck, package bigquery) say what a bill is made of, a [Source] with
// its columns; [Build] writes the query in the engine's [Dialect]; the engine runs it
// and gives the rows that come back to a [Fold], which makes the [bill.Answer]. So what a
// row means, which month it is in and whether it is bad is decided here, once, and the
// same bill gives the same answer whatever engine reads it. The package runs nothing.
//
// # The query
//
//	SELECT f, b, w0 … wN, day, SUM(q0) … SUM(qN), COUNT(*), MIN(t0), MAX(t1)
//	FROM   (SELECT …, CASE … END AS easy                       is the quick look all there is
//	        FROM (SELECT …, … AS q0, … AS t0 FROM source))     numbers and times read
//	GROUP  BY f, b, w0 … wN, day
//
// An engine that can read most numbers quickly does so first. Rows of which that does not
// tell all, those with a number of many digits and those that are bad, are left out and
// asked for by [Query.Exactly], which takes numbers apart digit by digit and tells what
// is wrong with a row. Bills mostly have none of these, and then are read once; a second
// reading costs less than looking for everything in every row of every bill.
//
// Words are texts as the bill spells them: billing periods, categories, currencies, the
// values of keys. They are looked at after the sums are made, once for each group and
// not for each row. Numbers and times have to be read row by row; a row where that fails
// has the number of its failed check in b.
//
// Where rows are bad, a second query ([Query.Faults]) asks which the first ones are.
//
// # Decisions
//
// Sums are exact: a cost is read as whole numbers and decimals, of 10^-9 or 10^-18 and
// for what is finer of 10^-36, and these are added up; see [Number]. Sums of doubles
// depend on the order in which threads add, so no double is ever added.
//
// Time zones are Go's and not the engine's: a day is cut out of microseconds by the
// zone's shifts, written into the query ([Query] needs few: they change twice a year). So
// engines with other editions of the time zone database agree.
//
// Months, categories and groups could be worked out in SQL, too. In Go there is one
// place for them instead of one for each dialect, they are quicker to test, and they
// are asked some thousand times instead of a hundred million times.
package query
