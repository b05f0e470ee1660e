package reports

// Plan is a fleet's plan.
type Plan struct {
	// Schema is "berth.plan/1"; Digest that of the plan's file.
	Schema    string `json:"schema"`
	Digest    string `json:"digest"`
	AsOf      string `json:"as_of"`
	Currency  string `json:"currency"`
	Objective string `json:"objective"`
	// Services, Sites and Moving are counts.
	Services int `json:"services"`
	Sites    int `json:"sites"`
	Staying  int `json:"staying"`
	// Cost is the objective's, Floor what no placement can be below; Gap is the
	// share of the cost between them, GapParts its causes.
	Cost     Cost     `json:"cost"`
	Floor    Cost     `json:"floor"`
	Gap      Score    `json:"gap"`
	GapParts []Figure `json:"gap_parts"`
	Search   Search   `json:"search"`
	Assumed  []string `json:"assumed"`
	Moves    []Move   `json:"moves"`
	Stuck    []Stuck  `json:"stuck"`
	// NoToday are services that today's amounts leave out: nobody says where they run,
	// or they may not stay there.
	NoToday []string `json:"without_today,omitempty"`
	// Held are services that stay because they may not move.
	Held []Stuck  `json:"held"`
	Bill []Figure `json:"bill"`
	// Owners are the services' own bills by product, then by team.
	Owners   []Owner   `json:"owners"`
	Full     []Full    `json:"full"`
	Beside   []Beside  `json:"baselines"`
	Crossing []Crosses `json:"crossings"`
	Where    []Where   `json:"where"`
	// Placed are all services with their places, by name.
	Placed []PlacedService `json:"placed"`
	// Calls are the pairs of groups that talk, whether they cross or not.
	Calls []Calls `json:"calls"`
	// Robust is how the plan stands up to scenarios; nil where none were asked for.
	Robust *Robust `json:"robustness,omitempty"`
	// Work is how the plan is carried out; nil where it only says where things belong.
	Work *Work `json:"work,omitempty"`
}

// PlacedService is one service in the plan.
type PlacedService struct {
	Name    string `json:"name"`
	Group   string `json:"group"`
	Product string `json:"product,omitempty"`
	Team    string `json:"team,omitempty"`
	Today   string `json:"today"`
	// Option is the plan's place, Sites where that is; Moves says that it is not
	// today's.
	Option string   `json:"option"`
	Sites  []string `json:"sites"`
	Moves  bool     `json:"moves"`
	Why    string   `json:"why"`
	// Alone is where evaluate puts it, "" for nowhere.
	Alone string `json:"alone"`
	// Money is what its bill is on each option.
	Money []OptionMoney `json:"money"`
	// Cores is its mean demand by hour of the week; empty where it is not known.
	Cores []Number `json:"cores"`
}

// OptionMoney is a service's own bill on one option.
type OptionMoney struct {
	Option string `json:"option"`
	Cost   Cost   `json:"cost"`
}

// Calls is what two groups of services say to each other.
type Calls struct {
	A string `json:"a"`
	B string `json:"b"`
	// GiB is a month's, both ways, Across the part of it that crosses; Cost what the
	// pair costs where the plan puts them.
	GiB     Number `json:"gib"`
	Across  Number `json:"gib_crossing"`
	Cost    Cost   `json:"cost"`
	Crosses bool   `json:"crosses"`
}

// Search says how a plan was found.
type Search struct {
	// Stop is why the search ended: "optimal", "gap", "effort", "time" or
	// "interrupted".
	Stop  string `json:"stop"`
	Cuts  int    `json:"cuts"`
	Nodes int    `json:"nodes"`
	Seed  uint64 `json:"seed"`
}

// Move is a service that changes place.
type Move struct {
	Service string `json:"service"`
	From    string `json:"from"`
	To      string `json:"to"`
	Why     string `json:"why"`
	// Wave counts from 1; 0 means that no order makes the move possible.
	Wave int `json:"wave"`
	// Saves is what the month's bill falls by, the service's traffic included, and Work
	// what its work costs a month more: nil where today's cost is not known or no money
	// is counted. Once is what moving costs; Payback is in months, work counted, nil for
	// never.
	Saves   *Cost   `json:"saves"`
	Work    *Cost   `json:"work"`
	Once    Cost    `json:"once"`
	Payback *Number `json:"payback_months"`
}

// Stuck is a move that no order makes possible.
type Stuck struct {
	Service string `json:"service"`
	Why     string `json:"why"`
}

// Figure is an amount today and in the plan.
type Figure struct {
	What string `json:"what"`
	// Today is nil where it is not known, or where there is no today.
	Today *Cost `json:"today,omitempty"`
	Plan  Cost  `json:"plan"`
	// Same is the plan's amount for the services that Today counts; nil where that is
	// all of them.
	Same *Cost `json:"plan_of_same,omitempty"`
	// Total says that the figure sums up those before it.
	Total bool `json:"total,omitempty"`
}

// Full is how full a capacity is in its fullest hour.
type Full struct {
	What     string   `json:"what"`
	Site     string   `json:"site"`
	Pools    []string `json:"pools"`
	Resource string   `json:"resource"`
	Unit     string   `json:"unit"`
	Peak     string   `json:"peak"`
	Used     Number   `json:"used"`
	Capacity Number   `json:"capacity"`
	Share    Score    `json:"share"`
	// Committed says that it is no limit: it is paid for already, and what is used above
	// it is rented. Above is that, in the fullest hour.
	Committed bool   `json:"committed,omitempty"`
	Above     Number `json:"above,omitempty"`
	// Hours are the used amounts by hour of the week.
	Hours []Number `json:"hours"`
}

// Beside is another way to place the same services.
type Beside struct {
	Name string `json:"name"`
	Cost Cost   `json:"cost"`
	// More is its cost over the plan's as a share of the plan's.
	More Score `json:"more"`
	Fits bool  `json:"fits"`
	// Lacks says what does not fit, and when.
	Lacks string `json:"lacks,omitempty"`
}

// Crosses is a pair of services that the plan puts on different sites.
type Crosses struct {
	A    string `json:"a"`
	B    string `json:"b"`
	From string `json:"a_on"`
	To   string `json:"b_on"`
	Cost Cost   `json:"cost"`
	// GiB is what crosses in a month, both ways.
	GiB Number `json:"gib"`
}

// Where is how many services run on a set of sites.
type Where struct {
	Sites    string `json:"sites"`
	Services int    `json:"services"`
}
