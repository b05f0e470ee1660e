package duck

// Limits of what is read, looked at before any parser.
const (
	// mostFiles is how many files a bill may have: hourly files of a year.
	mostFiles = 10_000
	// mostColumns is how many columns a file may have. FOCUS has some sixty.
	mostColumns = 2_000
	// longestLine is how long a line may be, in bytes.
	longestLine = 2_000_000
	// longestRecord is how long a row may be before its whole file is refused; one that is
	// longer than a line may be is a bad row.
	longestRecord = 16 * longestLine
	// mostLost is how many rows of a bill may be unreadable before it is given up.
	mostLost = 1_000_000
)
