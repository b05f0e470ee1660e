package pricelist

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"berth.dev/engine/money"
)

func (r *reader) machines(n *yaml.Node) (out []Machine) {
	for _, e := range r.entries(n, "compute.instance") {
		if !r.name(e, "The name of a machine type") {
			continue
		}
		m := Machine{Name: e.key}
		for _, f := range r.entries(e.value, e.key) {
			switch {
			case f.key == "cpu":
				m.CPU = r.size(f.value, "cpu of "+e.key)
			case f.key == "ram":
				m.Memory = r.size(f.value, "ram of "+e.key)
			case f.key == "cost":
				m.Prices = r.machinePrices(f.value, e.key)
			case f.value.Kind == yaml.ScalarNode:
				m.Further = append(m.Further, f.key+" = "+f.value.Value)
			}
		}
		if len(r.problems) == 0 && (m.CPU == 0 || m.Memory == 0) {
			r.errorf(e.keyAt, "No size", "%s has no %q or no %q.", e.key, "cpu", "ram")
		}
		slices.Sort(m.Further)
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Machine) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// machinePrices reads the cost of one machine type. A region without any price is
// one that does not sell it.
func (r *reader) machinePrices(n *yaml.Node, machine string) (out []MachinePrices) {
	for _, e := range r.entries(n, "cost of "+machine) {
		p := MachinePrices{Region: e.key}
		known := false
		for _, f := range r.entries(e.value, "cost of "+machine+" in "+e.key) {
			if into := p.named(f.key); into != nil {
				*into = r.price(f.value, machine, "in", e.key+":", f.key)
				known = known || !into.IsZero()
			}
		}
		if known {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b MachinePrices) int { return cmp.Compare(a.Region, b.Region) })
	return out
}

// named returns where a price of the list goes, nil for words that are not known.
func (p *MachinePrices) named(word string) *money.Amount {
	switch word {
	case "hour":
		return &p.Hour
	case "month":
		return &p.Month
	case "month_spot":
		return &p.Spot
	case "month_1y":
		return &p.Commit1y
	case "month_3y":
		return &p.Commit3y
	case "hour_spot":
		// It is month_spot over 730, and a book has no word for it; it is read only
		// so that a mistake in it shows.
		return new(money.Amount)
	}
	return nil
}

// egress reads the prices of traffic: those of all destinations together stand
// beside those of the destinations that have their own.
func (r *reader) egress(n *yaml.Node) (out []Egress) {
	for _, e := range r.entries(n, "egress") {
		destination, cost := e.key, r.at(e.value, "cost")
		if e.key == "cost" {
			destination, cost = "internet", e.value
		}
		if r.name(e, "A destination of traffic") && cost != nil {
			out = append(out, Egress{destination, r.tiers(cost, destination)})
		}
	}
	slices.SortFunc(out, func(a, b Egress) int { return cmp.Compare(a.Destination, b.Destination) })
	return out
}

// tiers reads "0-1", "1-10" and "10n": from and to in TiB, "n" for no end.
func (r *reader) tiers(n *yaml.Node, destination string) (out []Tier) {
	ends := map[int64]string{}
	for _, e := range r.entries(n, "egress to "+destination) {
		from, to, closed := strings.Cut(e.key, "-")
		if !closed {
			from, closed = strings.CutSuffix(e.key, "n")
			to = "n"
		}
		lower, err := strconv.ParseInt(from, 10, 32)
		if !closed || !isPlain(from) || err != nil || to != "n" && !isPlain(to) {
			r.errorf(e.keyAt, "Not a tier", "A tier is written as in %q or %q; it is %q.", "1-10", "10n", clip(e.key))
			return nil
		}
		ends[lower] = to
		out = append(out, Tier{lower, r.regionPrices(e.value, "egress to "+destination+" from "+from+" TiB")})
	}
	slices.SortFunc(out, func(a, b Tier) int { return cmp.Compare(a.From, b.From) })
	next := "0"
	for _, t := range out {
		if next != strconv.FormatInt(t.From, 10) {
			r.errorf(n, "Tiers do not join", "The tiers of egress to %s must begin at 0 and each where the one before ends; one begins at %d TiB and the one before ends at %s.", destination, t.From, next)
			return nil
		}
		next = ends[t.From]
	}
	return out
}

func (r *reader) disks(n *yaml.Node) (out []Disk) {
	for _, e := range r.entries(n, "compute.storage") {
		if r.name(e, "A class of storage") {
			kind := r.text(r.at(e.value, "type"), "type of "+e.key)
			out = append(out, Disk{e.key, kind, r.regionPrices(r.at(e.value, "cost"), "storage "+e.key)})
		}
	}
	slices.SortFunc(out, func(a, b Disk) int { return cmp.Compare(a.Class, b.Class) })
	return out
}
