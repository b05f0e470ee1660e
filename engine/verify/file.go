package verify

import "encoding/json"

// The types of this file are the format, written down a second time on purpose.
// Members stand in the order of their names: bytes.go relies on it.

const format = "berth-plan/1"

type file struct {
	AsOf      string     `json:"as_of"`
	Assumed   []string   `json:"assumed"`
	Baselines []baseline `json:"baselines"`
	Berth     string     `json:"berth"`
	Claim     claim      `json:"claim"`
	Digest    string     `json:"digest,omitempty"`
	Evidence  []evidence `json:"evidence"`
	// Expected is what a month is expected to cost; no sum of the plan stands on it.
	Expected *expected `json:"expected,omitempty"`
	Fixed    []fixed   `json:"fixed"`
	Format   string    `json:"format"`
	// Ground is what is done to clusters; nothing of it follows from the rest.
	Ground    json.RawMessage `json:"ground,omitempty"`
	Objective string          `json:"objective"`
	Packing   []packed        `json:"packing"`
	Placement []int           `json:"placement"`
	Prices    []price         `json:"prices"`
	Problem   problem         `json:"problem"`
	Proof     []node          `json:"proof"`
	Search    search          `json:"search"`
	Services  []service       `json:"services"`
	Sites     []site          `json:"sites"`
	Stuck     []stuck         `json:"stuck"`
	Unit      unit            `json:"unit"`
	Waves     []wave          `json:"waves"`
	// Work is how the plan is carried out; nothing of it follows from the rest.
	Work json.RawMessage `json:"work,omitempty"`
}

type baseline struct {
	Cost      int64  `json:"cost"`
	Fits      bool   `json:"fits"`
	Name      string `json:"name"`
	Placement []int  `json:"placement"` // by group; -1 is where it runs today
}

type claim struct {
	Bought  int64    `json:"bought"`
	Cost    int64    `json:"cost"`
	Fixed   int64    `json:"fixed"`
	Floor   int64    `json:"floor"`
	Gap     gapParts `json:"gap"`
	Parts   parts    `json:"parts"`
	Total   int64    `json:"total"`
	Traffic int64    `json:"traffic"`
}

type gapParts struct {
	Assignment int64 `json:"assignment"`
	Branching  int64 `json:"branching"`
	Packing    int64 `json:"packing"`
	Slack      int64 `json:"slack"`
}

type parts struct {
	Hours  int64 `json:"hours"`
	Money  int64 `json:"money"`
	Moving int64 `json:"moving"`
	Score  int64 `json:"score"`
}

type evidence struct {
	Digest string `json:"digest"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
}

type expected struct {
	Lines    []expectedLine     `json:"lines"`
	Notes    []string           `json:"notes"`
	Requests []expectedRequests `json:"requests"`
}

type expectedLine struct {
	Amount   string `json:"amount"`
	By       string `json:"by"`
	From     string `json:"from,omitempty"`
	Kind     string `json:"kind"`
	Part     string `json:"part,omitempty"`
	Product  string `json:"product,omitempty"`
	Quantity string `json:"quantity,omitempty"`
	Service  string `json:"service,omitempty"`
	Site     string `json:"site,omitempty"`
	Team     string `json:"team,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Until    string `json:"until,omitempty"`
	View     string `json:"view,omitempty"`
}

type expectedRequests struct {
	Requests string `json:"requests"`
	Service  string `json:"service"`
}

type fixed struct {
	Amount int64  `json:"amount"`
	Kind   string `json:"kind"`
	Site   string `json:"site"`
}

type packed struct {
	Nodes []packedNode `json:"nodes"`
	Slots []int        `json:"slots"`
}

type packedNode struct {
	Pods [][3]int `json:"pods"` // group, place among the option's pods, count
	Pool int      `json:"pool"`
}

type price [3]int64 // block, slot, value

type problem struct {
	Blocks    []block    `json:"blocks"`
	Groups    []group    `json:"groups"`
	Pairs     []pair     `json:"pairs"`
	Pools     []pool     `json:"pools"`
	Resources []string   `json:"resources"`
	Vectors   [][]int64  `json:"vectors"`
	Views     []siteView `json:"views"`
}

type block struct {
	Cap      int      `json:"cap"`    // a vector
	Either   bool     `json:"either"` // a budget of one group, and no room
	Firm     int64    `json:"firm"`
	FirmMax  int64    `json:"firm_max"`
	Name     string   `json:"name"`
	Over     int      `json:"over"` // a vector, or -1 where the capacity is hard
	Pools    []string `json:"pools"`
	Resource string   `json:"resource"`
	Scale    string   `json:"scale"`
	Site     string   `json:"site"`
}

type group struct {
	Name    string   `json:"name"`
	Options []option `json:"options"`
	Single  bool     `json:"single"`
	Today   int      `json:"today"` // an option, or -1
	Was     []option `json:"was"`   // where it runs when that is no option
}

type option struct {
	Cost  int64    `json:"cost"`
	Name  string   `json:"name"`
	Pods  []pods   `json:"pods"`
	Sites []string `json:"sites"`
	Use   [][2]int `json:"use"` // block, vector
}

type pods struct {
	Count   int     `json:"count"` // a vector
	Pools   []int   `json:"pools"`
	Request []int64 `json:"request"`
}

type pair struct {
	A       int       `json:"a"`
	B       int       `json:"b"`
	Cost    []int64   `json:"cost"` // by option of A, then of B; none is all zero
	Crosses int64     `json:"crosses"`
	Forbid  []int     `json:"forbid"` // places of that table
	Traffic int64     `json:"traffic"`
	Use     []pairUse `json:"use"`
}

type pairUse struct {
	Amount []int64 `json:"amount"`
	Block  int     `json:"block"`
}

type pool struct {
	Name  string  `json:"name"`
	Nodes int     `json:"nodes"`
	Room  []int64 `json:"room"`
	Site  string  `json:"site"`
}

type siteView struct {
	Cost  [][]int64 `json:"cost"`  // by pair, then levels of A and of B
	Level [][]int   `json:"level"` // by group and option
	Name  string    `json:"name"`
}

type node struct {
	Empty  bool        `json:"empty"`
	Group  int         `json:"group"`
	Prices []price     `json:"prices"`
	Shares [][][]int64 `json:"shares"` // by view, group, level
	Yes    []int       `json:"yes"`
}

type search struct {
	Cuts   int    `json:"cuts"`
	Effort int    `json:"effort"`
	Nodes  int    `json:"nodes"`
	Seed   uint64 `json:"seed"`
	Stop   string `json:"stop"`
}

type service struct {
	Alone   string  `json:"alone"`
	Demand  int     `json:"demand"` // a vector, or -1
	Group   int     `json:"group"`
	Kept    string  `json:"kept"`
	Name    string  `json:"name"`
	Once    []int64 `json:"once"`
	Options []parts `json:"options"`
	Out     []out   `json:"out"`
	Product string  `json:"product"`
	Team    string  `json:"team"`
	Today   string  `json:"today"`
	Why     string  `json:"why"`
}

type out struct {
	Option  string   `json:"option"`
	Reasons []string `json:"reasons"`
}

type site struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type stuck struct {
	Group int    `json:"group"`
	Why   string `json:"why"`
}

type unit struct {
	Currency string `json:"currency"`
	Exponent int    `json:"exponent"`
}

type wave struct {
	Groups []int  `json:"groups"`
	To     []int  `json:"to"`
	Why    string `json:"why"`
}
