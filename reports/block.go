package reports

// A document is a sequence of blocks. Views make it, writers render it.
type block interface{ isBlock() }

// tone says what a piece of text means; a terminal paints it.
type tone uint8

const (
	plain tone = iota
	strong
	good
	bad
	doubtful
	dim
)

// text is a piece of text with its tone.
type text struct {
	words string
	tone  tone
}

func say(words string) text { return text{words, plain} }

// heading begins a part. Level 1 is the document's title.
type heading struct {
	level int
	parts []text
}

// paragraph is running text, wrapped to the width.
type paragraph struct {
	parts []text
	// indent is in columns; a terminal's only.
	indent int
}

// items are a list of short texts.
type items struct{ entries [][]text }

// table is rows under columns.
type table struct {
	columns []column
	rows    []row
	// continues is true where the rows go on below those of the table before, with
	// the same columns.
	continues bool
	// indent is in columns; a terminal's only.
	indent int
}

// column describes one column of a table.
type column struct {
	name string
	// right aligns numbers.
	right bool
	// drop is how early the column is left out on a narrow terminal: the highest
	// first, 0 never.
	drop int
	// width is the least width, 0 that of the cells. A table whose rows come in
	// parts needs it.
	width int
	// fill takes the width that the others leave, where that is enough for a few
	// words; its cells are cut. At most one column fills.
	fill bool
	// wraps is fill, with cells that go on in further lines instead of being cut.
	wraps bool
}

// row is one row of a table.
type row struct {
	cells []text
	// notes stand below the row.
	notes []text
}

// source is text to be kept as it is, as a file.
type source struct{ text, language string }

// drawing is a picture of characters; a terminal paints it, others keep it as it is.
type drawing struct{ lines [][]text }

// folded is a part that a reader opens, where the format can hide it; elsewhere it is
// a part like others.
type folded struct {
	title  string
	blocks []block
}

// marker is a name by which a program finds the document again; nobody sees it.
type marker struct{ name string }

func (folded) isBlock()    {}
func (marker) isBlock()    {}
func (heading) isBlock()   {}
func (paragraph) isBlock() {}
func (items) isBlock()     {}
func (table) isBlock()     {}
func (source) isBlock()    {}
func (drawing) isBlock()   {}
