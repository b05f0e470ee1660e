package query

// Type is what a column of a source holds, as far as reading it differs.
type Type int

// The types of columns.
const (
	// Text is a number, a time, a word or JSON written as text: all of a CSV file.
	Text Type = iota
	// Double is a binary number: it stands for its shortest decimal that reads back as it.
	Double
	// Decimal is a decimal number with [Column.Scale] digits after the point.
	Decimal
	// Integer is a whole number.
	Integer
	// Zoned is a moment, Local a date and time of day without a zone (taken as UTC),
	// Date a day (its first moment in UTC).
	Zoned
	Local
	Date
	// Map is names with texts, Struct a record whose fields are [Column.Fields], Pairs a
	// list of records with key and value, Records a list of other records.
	Map
	Struct
	Pairs
	Records
	// Odd is anything else, which cannot be read as what a bill has.
	Odd
)

// Column is a column of a source, or a field of one.
type Column struct {
	// Name is as the source spells it; a field of a struct has its path, "usage.amount".
	Name string
	// SQL is how the engine says it: quoted, with its source's alias where it needs one.
	SQL  string
	Type Type
	// Scale is the digits after the point of a [Decimal].
	Scale int
	// Fields are those of a [Struct], and of the records of [Records].
	Fields []Column
}

// Source is what a bill lies in.
type Source struct {
	// From stands after FROM: files or a table. The engine makes it, and quotes what it
	// puts there.
	From string
	// Columns are all it has, in order.
	Columns []Column
	// File is SQL for the number of a row's file, from 0; Row for that of a row in its
	// file, from 1, asked for by [Query.Faults] alone. "" for neither.
	File, Row string
}

// Sum is a part of an exact sum: SQL for a number of each row, of which the engine adds
// up 10^-Scale. NULL is nothing.
type Sum struct {
	SQL   string
	Scale int
}

// Number is how an engine reads a number exactly.
type Number struct {
	// Parts add up to the number. Where it is missing or bad (no number, or with more
	// digits than the parts hold) all are NULL, else the first one is not.
	Parts []Sum
	// Quick reads most numbers with less work: it is all of the number, or NULL, and then
	// Parts tell. With no SQL there is no quicker way.
	Quick Sum
}

// Dialect is how an engine says what the canonical query needs. All SQL that a method
// gets as text is of the dialect itself; names and values from outside come as Go values
// and are quoted here.
type Dialect interface {
	// Name is the engine's, for errors.
	Name() string
	// Literal is a text, quoted.
	Literal(text string) string
	// Whole is a whole division of numbers that are not negative.
	Whole(number string, by int64) string
	// Add is SQL for the exact sum of a part over a group: an integer or a decimal, which
	// [Fold.Add] takes.
	Add(part string) string
	// Exact reads a number; of [Records] the sum of their field "amount", which each of
	// them has to have.
	Exact(c Column) Number
	// Time reads a moment as microseconds since 1970, NULL where it is missing or bad; what
	// is before 1970 may be negative and is taken as bad.
	// Times without a zone are UTC; texts may be RFC 3339, have a blank for the T, end in
	// " UTC", be a day alone, or be short as in 10/1/25, which is month/day/year.
	Time(c Column) string
	// Day is a condition, true where a time is a day alone, without a time of day: "" for
	// types where that cannot be.
	Day(c Column) string
	// Word reads anything that can be written as a text.
	Word(c Column) string
	// Tag reads the value of a name of tags or labels: of [Map], [Struct] and [Pairs], and
	// of a [Text] that holds a JSON object or a JSON list of pairs. It is NULL where the
	// name is not there, and where the text is no JSON.
	Tag(c Column, name string) string
	// Missing is a condition, true where a column says nothing: NULL, "", blanks, and "NULL"
	// as text. It is never NULL.
	Missing(c Column) string
	// Odd is a condition, true where tags are not missing and cannot be read; never NULL,
	// and "" for types where that cannot be.
	Odd(c Column) string
}
