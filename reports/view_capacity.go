package reports

import (
	"fmt"
	"io"
	"strings"
)

// WriteCapacity writes what owned capacity is worth.
func WriteCapacity(w io.Writer, o Options, c Capacity) error {
	return write(w, o, c, func() []block { return capacityView(&c) })
}

func capacityView(c *Capacity) []block {
	title := fmt.Sprintf("%s of own machines · as of %s · amounts in %s a month", count(len(c.Pools), "pool"), c.AsOf, c.Currency)
	blocks := []block{heading{1, []text{{title, strong}}}}
	for i := range c.Pools {
		blocks = append(blocks, c.Pools[i].view(c.Currency)...)
	}
	return append(blocks,
		paragraph{parts: []text{{"Every amount comes from planning the fleet again. Where two amounts stand, the search left a gap: the true one lies between them.", dim}}},
		paragraph{parts: []text{{"Each is a step, not a price for every further one. A core and a GiB are spread over the pool's nodes: with a little more on each a whole pod may fit where none did.", dim}}})
}

// String writes the amounts, once where they look the same.
func (b Between) String() string {
	least, most := rounded(b.Least.Amount), rounded(b.Most.Amount)
	if least == most {
		return least
	}
	return least + " to " + most
}

func (p *PoolCapacity) view(currency string) []block {
	t := table{columns: []column{{}, {name: "one more saves", right: true}, {name: "one less costs", right: true}}, indent: 2}
	t.rows = append(t.rows,
		row{cells: []text{say("core"), more(p.MoreCore), less(p.LessCore, p.NoLessCore)}},
		row{cells: []text{say("GiB"), more(p.MoreGiB), less(p.LessGiB, p.NoLessGiB)}},
		row{cells: []text{{"node", strong}, more(p.MoreNode), less(p.LessNode, p.NoLessNode)}},
	)
	return []block{
		heading{2, []text{{p.Site + "/" + p.Pool, strong}, say(count(p.Nodes, "node"))}},
		t,
		items{[][]text{{say(p.buying(currency))}, {say(p.growing())}, {say(p.waiting(currency))}, {say(p.sharing())}}},
	}
}

// more is what one more saves, where a plan was found with it.
func more(b *Between) text {
	if b == nil {
		return text{"not known", doubtful}
	}
	return say(b.String())
}

// less is what one less costs, or why that cannot be said.
func less(b *Between, why string) text {
	if b == nil {
		return text{why, bad}
	}
	return say(b.String())
}

// buying says whether a node pays back.
func (p *PoolCapacity) buying(currency string) string {
	out := "The pool states no purchase price, so berth cannot say when a node pays back."
	switch {
	case p.Price == nil:
	case p.MoreNode == nil:
		out = "No plan was found with one node more, so berth cannot say when it pays back."
	default:
		out = p.payback(currency)
	}
	if p.RackFull {
		out += " There is no room for one more: the pool has reached its max_nodes."
	}
	return out
}

func (p *PoolCapacity) payback(currency string) string {
	node := fmt.Sprintf("A node costs %s %s once and %s a month to keep running", rounded(p.Price.Amount), currency, rounded(p.Running.Amount))
	when := fmt.Sprintf(", counted from the day it runs, %s after the order.", monthsWords(p.Lead))
	switch {
	case p.PaybackBest == nil:
		return node + ". It never pays back: it does not save more than that."
	case p.Life > 0 && *p.PaybackBest > p.Life:
		return fmt.Sprintf("%s. It does not pay back within its life of %s: that would take %s.", node, unitOf(p.Life, "month"), p.paybackSpan())
	case p.PaybackWorst == nil:
		return fmt.Sprintf("%s. At best it pays back in %s%s At worst it never does.", node, monthsWords(*p.PaybackBest), when)
	}
	if p.Life > 0 && *p.PaybackWorst > p.Life {
		when += fmt.Sprintf(" At worst that is not within its life of %s.", unitOf(p.Life, "month"))
	}
	return fmt.Sprintf("%s. It pays back in %s%s", node, p.paybackSpan(), when)
}

// paybackSpan is from the shortest to the longest time to pay back.
func (p *PoolCapacity) paybackSpan() string {
	span := monthsWords(*p.PaybackBest)
	switch {
	case p.PaybackWorst == nil:
		return span + " at best"
	case monthsWords(*p.PaybackWorst) != span:
		return fmt.Sprintf("%.1f to %s", float64(*p.PaybackBest), monthsWords(*p.PaybackWorst))
	}
	return span
}

func monthsWords(n Number) string {
	if words := fmt.Sprintf("%.1f", float64(n)); words != "1.0" {
		return words + " months"
	}
	return "1 month"
}

// growing says when the pool runs out.
func (p *PoolCapacity) growing() string {
	out := "At the trend of each service the pool is large enough for ten years."
	if p.RunsOut != "" {
		out = fmt.Sprintf("At the trend of each service the pool is too small from %s on (first %s).", p.RunsOut, p.RunsInto)
		if p.TooLate {
			out += fmt.Sprintf(" It is too late to order for that: the last day was %s.", p.OrderBy)
		} else {
			out += fmt.Sprintf(" The last day to order nodes for that is %s.", p.OrderBy)
		}
	}
	if n := len(p.Trendless); n > 0 {
		out += fmt.Sprintf(" Nobody knows the trend of %s; %.3g %% a month is taken for it, as everywhere in berth: %s.", count(n, "service"), 100*float64(p.AssumedTrend), strings.Join(p.Trendless, ", "))
	}
	return out
}

// waiting says what the missing nodes cost meanwhile.
func (p *PoolCapacity) waiting(currency string) string {
	ordered := fmt.Sprintf("Nodes ordered today would run on %s", p.BurstDay)
	switch {
	case p.Burst == nil:
		return fmt.Sprintf("%s. What doing without them costs cannot be said: %s.", ordered, p.BurstUnknown)
	case p.Burst.Most.Amount.Sign() == 0:
		return ordered + ". Doing without them costs nothing by then: more nodes would save nothing."
	}
	return fmt.Sprintf("%s. By then doing without them costs %s %s a month.", ordered, p.Burst, currency)
}

// sharing says what the pool saves by being one.
func (p *PoolCapacity) sharing() string {
	switch {
	case p.Services == 0:
		return "No service of the plan runs on it."
	case p.Services == 1:
		return fmt.Sprintf("1 service runs on it, on %s at its peak.", count(p.Together, "node"))
	}
	return fmt.Sprintf("%s run on it. With nodes of its own for each they would need %s; sharing, %s.", upper(count(p.Services, "service")), count(p.Alone, "node"), enough(p.Together))
}

func enough(n int) string {
	if n == 1 {
		return "1 is enough"
	}
	return fmt.Sprintf("%d are enough", n)
}
