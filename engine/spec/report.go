package spec

// What a report block leaves unset.
const (
	// DefaultReportZone is the time zone of months.
	DefaultReportZone = "UTC"
	// DefaultArchive is the folder that pinned reports are kept in.
	DefaultArchive = "reported"
	// DefaultClose is how long after its month a bill may still grow, in seconds.
	DefaultClose = 5 * 24 * 3600
	// DefaultWarehouse reads the files of bills in this process.
	DefaultWarehouse = "duckdb"
)

// Report says how the monthly report of cost is made.
type Report struct {
	Origin
	// Zone is the time zone of months, days and nights, as in "Asia/Tokyo".
	Zone Value[string] `hcl:"zone" as:"text"`
	// View is "amortised" (default: what was bought for a term counts where it is used)
	// or "purchase" (it counts when it is paid). A report has one of them alone.
	View Value[string] `hcl:"view" as:"amortised|purchase"`
	// Plans are plan files or patterns of them, as in "plans/*.json". In force is the
	// one with the last as_of on or before the month's first day.
	Plans Value[[]string] `hcl:"plans" as:"texts"`
	// Archive is the folder of pinned reports.
	Archive Value[string] `hcl:"archive" as:"text"`
	// Warehouse reads the bills: "duckdb" (in this process), "duckdb:FILE" (a database
	// with tables) or "bigquery:PROJECT".
	Warehouse Value[string] `hcl:"warehouse" as:"text"`
	// Close is how long after the month's end a bill may still grow, in seconds.
	Close Value[float64] `hcl:"close" as:"duration"`
}

// Bill is a bill of a cloud, or an export of what a cluster cost.
type Bill struct {
	Name string
	Origin
	Kind Value[string] `hcl:"kind" as:"focus|gcp|opencost" need:"yes"`
	// Files are files or patterns of them, as in "bills/gcp-*.parquet"; Table is a table
	// of the warehouse. One of them must be there.
	Files Value[[]string] `hcl:"files" as:"texts"`
	Table Value[string]   `hcl:"table" as:"text"`
	// Site is where its cost arises, unless an assign says otherwise. What a bill and
	// the node pools of an owned site both hold would count twice.
	Site Value[string] `hcl:"site" as:"name" need:"yes"`
	// Month is "invoice" (default: a row belongs to the month it is invoiced in) or
	// "charge" (to the month, by the report's zone, in which its charge begins).
	Month Value[string] `hcl:"month" as:"invoice|charge"`
	// Currency is that of rows that name none, as those of an allocation export.
	Currency Value[string] `hcl:"currency" as:"currency"`
	// Names are keys whose value may be the name of a service, in the order they are
	// asked, as in ["tag:app", "namespace"]. A row that neither they nor the assigns give
	// to anybody is unallocated.
	Names Value[[]string] `hcl:"names" as:"texts"`
	// Assigns are asked before Names, in the order they are written.
	Assigns []*Assign `hcl:"assign,label"`
}

// Assign gives the rows of a bill that match to whoever owns them: one of a service, a
// product or a team.
type Assign struct {
	Name string
	Origin
	// Match are keys with the values they must have, all of them; "*" stands for any
	// characters, and "" is a row that has no such value.
	Match   Value[map[string]string] `hcl:"match" as:"strings" need:"yes"`
	Service Value[string]            `hcl:"service" as:"name"`
	Product Value[string]            `hcl:"product" as:"name"`
	Team    Value[string]            `hcl:"team" as:"name"`
	Site    Value[string]            `hcl:"site" as:"name"`
}

// Usage says by what the machines of an owned site are shared among services. Its label
// is the site.
type Usage struct {
	Name string
	Origin
	// From is "measured" (the snapshot of `berth measure`), "requests" (what specs ask
	// for), "opencost" (an allocation export) or "csv" (see package usage).
	From  Value[string]   `hcl:"from" as:"measured|requests|opencost|csv" need:"yes"`
	Files Value[[]string] `hcl:"files" as:"texts"`
	// Names are keys of an allocation export whose value may be the name of a service.
	Names Value[[]string] `hcl:"names" as:"texts"`
}

// Share passes the cost of a service on to others. Its label is the service.
type Share struct {
	Name string
	Origin
	// By is the key: "cost" (what the receivers cost themselves), "cpu", "requests",
	// "calls" (of the receivers to it), "even" or "weights".
	By Value[string] `hcl:"by" as:"cost|cpu|requests|calls|even|weights" need:"yes"`
	// Services and Products receive it; where both are unset, every service in use does
	// that passes nothing on itself.
	Services Value[[]string] `hcl:"services" as:"names"`
	Products Value[[]string] `hcl:"products" as:"names"`
	// Weights are by receiver, for by = "weights".
	Weights Value[map[string]float64] `hcl:"weights" as:"numbers"`
	// Keep is the share of its cost that stays with the service itself.
	Keep Value[float64] `hcl:"keep" as:"share"`
}
