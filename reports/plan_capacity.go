package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"berth.dev/engine/capacity"
	"berth.dev/engine/plan"
)

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
	// MoreCore and MoreGiB are what one more saves, LessCore and LessGiB what one less
	// costs, MoreNode what a node saves: each lies between the two amounts.
	MoreCore Between `json:"core_more"`
	LessCore Between `json:"core_less"`
	MoreGiB  Between `json:"gib_more"`
	LessGiB  Between `json:"gib_less"`
	MoreNode Between `json:"node_more"`
	// Price is a node's, nil where it is not stated; Running what it costs whatever
	// runs on it.
	Price   *Cost `json:"node_price"`
	Running Cost  `json:"node_running"`
	// Payback is in months from the day it runs, at best and at worst, nil for never;
	// Lead are the months before that.
	PaybackBest  *Number `json:"payback_best_months"`
	PaybackWorst *Number `json:"payback_worst_months"`
	Lead         Number  `json:"lead_months"`
	RackFull     bool    `json:"rack_full"`
	// RunsOut is the day when demand with its trend fills the pool, "" for not within
	// ten years; OrderBy the last day to order for it.
	RunsOut  string `json:"runs_out"`
	OrderBy  string `json:"order_by"`
	TooLate  bool   `json:"too_late"`
	RunsInto string `json:"runs_into"`
	// Trendless are services whose growth nobody knows.
	Trendless []string `json:"trend_unknown"`
	// Burst is what the missing nodes cost a month on BurstDay; nil where not known.
	Burst    *Between `json:"burst"`
	BurstDay string   `json:"burst_day,omitempty"`
	Services int      `json:"services"`
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

func newBetween(i capacity.Interval) Between {
	return Between{Cost{Amount: i.Least}, Cost{Amount: i.Most}}
}

// String writes the amounts, once where they look the same.
func (b Between) String() string {
	least, most := rounded(b.Least.Amount), rounded(b.Most.Amount)
	if least == most {
		return least
	}
	return least + " to " + most
}

// NewCapacity turns an examination into the model.
func NewCapacity(asOf time.Time, currency string, r *capacity.Report, slots int) Capacity {
	out := Capacity{Schema: "berth.capacity/1", AsOf: asOf.Format(time.DateOnly), Currency: currency, Pools: []PoolCapacity{}}
	for _, p := range r.Pools {
		one := PoolCapacity{
			Site: p.Site, Pool: p.Name, Nodes: p.Nodes,
			MoreCore: newBetween(p.Core.More), LessCore: newBetween(p.Core.Less), MoreGiB: newBetween(p.GiB.More), LessGiB: newBetween(p.GiB.Less),
			MoreNode: newBetween(p.Node.Saves), Running: Cost{Amount: p.Node.Running}, Lead: Number(p.Node.Lead), RackFull: !p.Node.Room,
			Trendless: append([]string{}, p.Growth.Unknown...), TooLate: p.Growth.Late,
			Services: p.Shared.Services, Alone: p.Shared.Alone, Together: p.Shared.Together,
		}
		if p.Node.Priced {
			one.Price = &Cost{Amount: p.Node.Price}
			one.PaybackBest, one.PaybackWorst = months(p.Node.Months[0]), months(p.Node.Months[1])
		}
		if !p.Growth.Never {
			one.RunsOut, one.OrderBy = p.Growth.Out.Format(time.DateOnly), p.Growth.Order.Format(time.DateOnly)
			one.RunsInto = strings.TrimSpace(p.Growth.Resource + " " + plan.SlotName(slots, p.Growth.Slot))
		}
		if p.Growth.Burst.Known {
			burst := newBetween(p.Growth.Burst.Cost)
			one.Burst, one.BurstDay = &burst, p.Growth.Burst.Day.Format(time.DateOnly)
		}
		out.Pools = append(out.Pools, one)
	}
	return out
}

func months(m float64) *Number {
	if m < 0 {
		return nil
	}
	n := Number(m)
	return &n
}

// WriteCapacity writes what owned capacity is worth.
func WriteCapacity(w io.Writer, o Options, c Capacity) error {
	return write(w, o, c, func() []block { return capacityView(&c) })
}

func capacityView(c *Capacity) []block {
	title := fmt.Sprintf("%s of owned machines · as of %s · %s a month", count(len(c.Pools), "pool"), c.AsOf, c.Currency)
	blocks := []block{heading{1, []text{{title, strong}}}}
	for i := range c.Pools {
		blocks = append(blocks, c.Pools[i].view()...)
	}
	return append(blocks, paragraph{parts: []text{{"An amount lies between the two told: the fleet was placed again, and each placement lies between its floor and its cost. A core and a GiB are told without packing.", dim}}})
}

func (p *PoolCapacity) view() []block {
	t := table{columns: []column{{}, {name: "one more saves", right: true}, {name: "one less costs", right: true}}, indent: 2}
	t.rows = append(t.rows,
		row{cells: []text{say("core"), say(p.MoreCore.String()), say(p.LessCore.String())}},
		row{cells: []text{say("GiB"), say(p.MoreGiB.String()), say(p.LessGiB.String())}},
		row{cells: []text{{"node", strong}, {p.MoreNode.String(), strong}, say("")}},
	)
	return []block{
		heading{2, []text{{p.Site + "/" + p.Pool, strong}, say(count(p.Nodes, "node"))}},
		t,
		items{[][]text{{say(p.buying())}, {say(p.growing())}, {say(p.waiting())}, {say(p.sharing())}}},
	}
}

// buying says whether a node pays back.
func (p *PoolCapacity) buying() string {
	out := "A node has no price in the workspace, so nothing is said of paying it back."
	switch {
	case p.Price == nil:
	case p.PaybackBest == nil:
		out = fmt.Sprintf("A node for %s never pays back: it saves %s and costs %s a month to run.", rounded(p.Price.Amount), p.MoreNode, rounded(p.Running.Amount))
	case p.PaybackWorst == nil:
		out = fmt.Sprintf("A node for %s pays back in %s at best, from the day it runs, %s after it is ordered; at worst never.", rounded(p.Price.Amount), monthsWords(*p.PaybackBest), monthsWords(p.Lead))
	default:
		span := monthsWords(*p.PaybackBest)
		if worst := monthsWords(*p.PaybackWorst); worst != span {
			span += " to " + worst
		}
		out = fmt.Sprintf("A node for %s pays back in %s from the day it runs, %s after it is ordered.", rounded(p.Price.Amount), span, monthsWords(p.Lead))
	}
	if p.RackFull {
		out += " The rack has no room for one."
	}
	return out
}

func monthsWords(n Number) string { return fmt.Sprintf("%.1f months", float64(n)) }

// growing says when the pool runs out.
func (p *PoolCapacity) growing() string {
	out := "Demand with its trend does not fill it within ten years."
	if p.RunsOut != "" {
		out = fmt.Sprintf("Demand with its trend fills it by %s (%s); the last day to order is %s.", p.RunsOut, p.RunsInto, p.OrderBy)
		if p.TooLate {
			out = fmt.Sprintf("Demand with its trend fills it by %s (%s); the last day to order for that was %s.", p.RunsOut, p.RunsInto, p.OrderBy)
		}
	}
	if n := len(p.Trendless); n > 0 {
		out += fmt.Sprintf(" The trend of %s is not known and counts as none: %s.", count(n, "service"), strings.Join(p.Trendless, ", "))
	}
	return out
}

// waiting says what the missing nodes cost meanwhile.
func (p *PoolCapacity) waiting() string {
	if p.Burst == nil {
		return "What waiting costs cannot be told: the site has no lead_time, or nothing fits by then."
	}
	if p.Burst.Most.Amount.Sign() == 0 {
		return fmt.Sprintf("On %s, when nodes ordered today would run, more of them would save nothing.", p.BurstDay)
	}
	return fmt.Sprintf("On %s, when nodes ordered today would run, doing without them costs %s a month.", p.BurstDay, p.Burst)
}

// sharing says what the pool saves by being one.
func (p *PoolCapacity) sharing() string {
	if p.Services == 0 {
		return "No service of the plan runs on it."
	}
	return fmt.Sprintf("%s would need %s each by itself; sharing, they need %d.", upper(count(p.Services, "service")), count(p.Alone, "node"), p.Together)
}
