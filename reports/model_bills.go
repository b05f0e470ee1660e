package reports

// BillsSchema is the schema of what bills have.
const BillsSchema = "berth.bills/1"

// Bills is what the bills of a workspace have in a month.
type Bills struct {
	// Schema is [BillsSchema].
	Schema string `json:"schema"`
	Month  string `json:"month"`
	Zone   string `json:"zone"`
	// View is "amortised" or "purchase": how what was bought for a term counts.
	View  string     `json:"view"`
	Bills []BillRead `json:"bills"`
}

// BillRead is one bill that was read. Amounts are in the bill's own currencies.
type BillRead struct {
	Name  string     `json:"name"`
	Kind  string     `json:"kind"`
	Site  string     `json:"site"`
	Files []BillFile `json:"files"`
	// Rows are all that were read, of any month; Bad ones are left out, Duplicates stand
	// twice and count twice.
	Rows       int64    `json:"rows"`
	Bad        int64    `json:"bad_rows"`
	Duplicates int64    `json:"duplicates"`
	Faults     []string `json:"faults"`
	Notes      []string `json:"notes"`
	// Refused tells that too many rows are bad: no report is made of it.
	Refused bool `json:"refused"`
	// First and Last are the first and the last day that charges cover, by the zone, of
	// all rows; "" for no rows.
	First string `json:"first"`
	Last  string `json:"last"`
	// Totals are the month's, by currency.
	Totals []BillTotal `json:"totals"`
	Keys   []BillKey   `json:"keys"`
	// Left is what no rule gives to anybody, the dearest first; Rest are the others of
	// it, by currency.
	Left []BillLeft  `json:"unallocated"`
	Rest []BillTotal `json:"unallocated_rest"`
}

// BillFile is a file, or a table.
type BillFile struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
	Rows   int64  `json:"rows"`
}

// BillTotal is money in one currency.
type BillTotal struct {
	Currency string `json:"currency"`
	Amount   Money  `json:"amount"`
	// Nobodys is what of it no rule gives to anybody.
	Nobodys Money `json:"unallocated"`
	Rows    int64 `json:"rows"`
}

// BillKey is a key with its values.
type BillKey struct {
	Key string `json:"key"`
	// Ruled tells that a rule of the bill asks for it.
	Ruled  bool        `json:"ruled"`
	Values []BillValue `json:"values"`
	// More is how many other values there are.
	More int `json:"more"`
}

// BillValue is what rows with one value of a key cost.
type BillValue struct {
	// Value is "" for rows without one.
	Value    string `json:"value"`
	Currency string `json:"currency"`
	Amount   Money  `json:"amount"`
	Rows     int64  `json:"rows"`
	// Owners are whose the rows are; "" is nobody.
	Owners []string `json:"owners"`
}

// BillLeft is money that is nobody's.
type BillLeft struct {
	What     string `json:"what"`
	Currency string `json:"currency"`
	Amount   Money  `json:"amount"`
	Rows     int64  `json:"rows"`
	// Advice is a rule to paste.
	Advice string `json:"advice"`
}
