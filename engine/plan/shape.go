package plan

// Problem is the integer problem: see package place for what each thing means.
type Problem struct {
	Blocks    []Block  `json:"blocks"`
	Groups    []Group  `json:"groups"`
	Pairs     []Pair   `json:"pairs"`
	Pools     []Pool   `json:"pools"`
	Resources []string `json:"resources"`
	// Vectors are the series of whole numbers that the rest names by their place.
	Vectors [][]int64  `json:"vectors"`
	Views   []SiteView `json:"views"`
}

// Block is a capacity by slot.
type Block struct {
	// Cap and Over are vectors; Over is -1 where the capacity is hard.
	Cap int `json:"cap"`
	// Either says that it is a budget of one group and no room: while the group moves
	// the larger use of both sides counts.
	Either  bool   `json:"either"`
	Firm    int64  `json:"firm"`
	FirmMax int64  `json:"firm_max"`
	Name    string `json:"name"`
	Over    int    `json:"over"`
	// Pools are the pools of the site whose capacity it is, Resource and Scale what
	// is counted ("cpu" in "m", "memory" in "MiB"): for people.
	Pools    []string `json:"pools"`
	Resource string   `json:"resource"`
	Scale    string   `json:"scale"`
	Site     string   `json:"site"`
}

// Group is one service, or several that move as one.
type Group struct {
	Name    string   `json:"name"`
	Options []Option `json:"options"`
	// Single says that only one copy may run: its move stops the old side first.
	Single bool `json:"single"`
	// Today is the option it has today, or -1.
	Today int `json:"today"`
	// Was is where it runs today when that is no option: at most one.
	Was []Option `json:"was"`
}

// Option is one way to run a group.
type Option struct {
	Cost int64  `json:"cost"`
	Name string `json:"name"`
	Pods []Pods `json:"pods"`
	// Sites are where it runs: one, or the base and the burst of a split.
	Sites []string `json:"sites"`
	// Use are block and vector.
	Use [][2]int `json:"use"`
}

// Pods are like replicas.
type Pods struct {
	// Count is a vector.
	Count   int     `json:"count"`
	Pools   []int   `json:"pools"`
	Request []int64 `json:"request"`
}

// Pair is what two groups cost each other.
type Pair struct {
	A    int     `json:"a"`
	B    int     `json:"b"`
	Cost []int64 `json:"cost"`
	// Crosses is how much of Traffic goes from one site to another where the plan puts
	// the two: for people.
	Crosses int64 `json:"crosses"`
	// Forbid lists the forbidden places of the table.
	Forbid []int `json:"forbid"`
	// Traffic is what the two say to each other, both ways, in MiB a month: for
	// people.
	Traffic int64     `json:"traffic"`
	Use     []PairUse `json:"use"`
}

// PairUse is what a pair takes of a block with one slot.
type PairUse struct {
	Amount []int64 `json:"amount"`
	Block  int     `json:"block"`
}

// Pool is a number of like nodes.
type Pool struct {
	Name  string  `json:"name"`
	Nodes int     `json:"nodes"`
	Room  []int64 `json:"room"`
	Site  string  `json:"site"`
}

// SiteView is one site as the groups see it, where there are more than two sites.
type SiteView struct {
	Cost  [][]int64 `json:"cost"`
	Level [][]int   `json:"level"`
	Name  string    `json:"name"`
}
