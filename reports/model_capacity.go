package reports

// Capacity is what owned capacity is worth.
type Capacity struct {
	// Schema is "berth.capacity/1".
	Schema   string         `json:"schema"`
	AsOf     string         `json:"as_of"`
	Currency string         `json:"currency"`
	Pools    []PoolCapacity `json:"pools"`
}

// PoolCapacity is one pool. Money is a month's.
type PoolCapacity struct {
	Site  string `json:"site"`
	Pool  string `json:"pool"`
	Nodes int    `json:"nodes"`
	// MoreCore and MoreGiB are what one more saves, nil where no plan was found with it; LessCore and LessGiB what one less
	// costs: nil where that cannot be, and NoLessCore and NoLessGiB say why.
	MoreCore   *Between `json:"core_more"`
	LessCore   *Between `json:"core_less"`
	NoLessCore string   `json:"core_less_why_not,omitempty"`
	MoreGiB    *Between `json:"gib_more"`
	LessGiB    *Between `json:"gib_less"`
	NoLessGiB  string   `json:"gib_less_why_not,omitempty"`
	// MoreNode is what one node more saves, nil where no plan was found with it.
	MoreNode *Between `json:"node_more"`
	// LessNode is what one node less costs, nil where that cannot be, and NoLessNode
	// says why.
	LessNode   *Between `json:"node_less"`
	NoLessNode string   `json:"node_less_why_not,omitempty"`
	// Price is a node's, nil where it is not stated; Running what it costs whatever
	// runs on it.
	Price   *Cost `json:"node_price"`
	Running Cost  `json:"node_running"`
	// Payback is in months from the day it runs, at best and at worst, nil for never;
	// Lead are the months before that.
	PaybackBest  *Number `json:"payback_best_months"`
	PaybackWorst *Number `json:"payback_worst_months"`
	Lead         Number  `json:"lead_months"`
	// Life is for how many months a node is used, 0 where nobody says.
	Life     Number `json:"life_months"`
	RackFull bool   `json:"rack_full"`
	// RunsOut is the day when demand with its trend fills the pool, "" for not within
	// ten years; OrderBy the last day to order for it.
	RunsOut  string `json:"runs_out"`
	OrderBy  string `json:"order_by"`
	TooLate  bool   `json:"too_late"`
	RunsInto string `json:"runs_into"`
	// Trendless are services whose growth nobody knows; AssumedTrend is what is taken
	// for it, a share a month.
	Trendless    []string `json:"trend_unknown"`
	AssumedTrend Number   `json:"trend_assumed"`
	// Burst is what the missing nodes cost a month on BurstDay, when nodes ordered today
	// would run; nil where that is not known, and BurstUnknown says why.
	Burst        *Between `json:"burst"`
	BurstUnknown string   `json:"burst_unknown,omitempty"`
	BurstDay     string   `json:"burst_day"`
	Services     int      `json:"services"`
	// Alone are the nodes the services would need each by itself, Together what they
	// need sharing.
	Alone    int `json:"nodes_alone"`
	Together int `json:"nodes_together"`
}

// Between is an amount known to lie between two.
type Between struct {
	Least Cost `json:"least"`
	Most  Cost `json:"most"`
}
