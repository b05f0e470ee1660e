package pricelist

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
)

// BookOptions say what of a list goes into a price book.
type BookOptions struct {
	// Region is as in "asia-northeast1"; it must be in the list.
	Region string
	// Name is the price book's; "" means "gcp-" and the region.
	Name string
	// Machines are patterns of machine types, as in "e2-*" or "n2-standard-?";
	// none means all. A pattern that no machine sold in the region matches is an
	// error: it is a misspelling more often than a wish for nothing.
	Machines []string
}

// Book is what a list says of one region, ready to be written. A zero Amount
// means that the list has no such price.
type Book struct {
	Name             string
	Region, Location string
	// URL, Copyright and Date are the list's.
	URL       string
	Copyright []string
	Date      time.Time
	Machines  []Offer
	Egress    []BookEgress
	Disks     []BookDisk
	// Traps are those of this region and these machines.
	Traps []Trap
}

// Offer is one machine and what it costs in the region.
type Offer struct {
	Name string
	// CPU is cores, Memory GiB.
	CPU, Memory float64
	Further     []string
	MachinePrices
}

// BookEgress is what traffic to one destination costs from the region.
type BookEgress struct {
	Destination string
	// Tiers are by volume; a destination of which a tier has no price has none,
	// because the tier before would silently stand for it.
	Tiers []BookTier
	// Rising tells that a GiB gets dearer with volume.
	Rising bool
}

// BookTier is the price of a GiB from a volume on, in TiB a month.
type BookTier struct {
	From  int64
	Price money.Amount
}

// BookDisk is the price of a GiB of a class of storage for a month.
type BookDisk struct {
	Class, Type string
	Price       money.Amount
}

// Book takes one region out of the list.
func (l *List) Book(o BookOptions) (*Book, error) {
	i := slices.IndexFunc(l.Regions, func(r Region) bool { return r.Name == o.Region })
	if i < 0 {
		return nil, l.unknownRegion(o.Region)
	}
	b := &Book{
		Name: cmp.Or(o.Name, "gcp-"+o.Region), Region: o.Region, Location: l.Regions[i].Location,
		URL: l.URL, Copyright: l.Copyright, Date: l.Date,
	}
	if !isName(b.Name) {
		return nil, fmt.Errorf("%q cannot be the name of a price book: use small letters, digits and dashes, at most 63, as in %q", clip(b.Name), "gcp-"+o.Region)
	}
	notSold, err := b.takeMachines(l, o)
	if err != nil {
		return nil, err
	}
	missing := b.takeEgress(l)
	missing = append(missing, b.takeDisks(l)...)
	b.findTraps(l, notSold, missing)
	return b, nil
}

// unknownRegion says what the region may have been meant to be, and lists all.
func (l *List) unknownRegion(region string) error {
	names := make([]string, len(l.Regions))
	for i, r := range l.Regions {
		names[i] = r.Name
	}
	hint := ""
	if n := diag.Nearest(region, names); n != "" {
		hint = fmt.Sprintf(" Did you mean %q?", n)
	}
	return fmt.Errorf("the list has no region %q.%s It has %s", clip(region), hint, strings.Join(names, ", "))
}

// takeMachines takes what the region sells and the patterns match, and returns
// the names of what they match and the region does not sell.
func (b *Book) takeMachines(l *List, o BookOptions) (notSold []string, err error) {
	matched := make([]bool, len(o.Machines))
	for _, m := range l.Machines {
		wanted := len(o.Machines) == 0
		i := slices.IndexFunc(m.Prices, func(p MachinePrices) bool { return p.Region == o.Region })
		for p, pattern := range o.Machines {
			ok, err := path.Match(pattern, m.Name)
			if err != nil {
				return nil, fmt.Errorf("%q is not a pattern of machine types: write it as in %q", clip(pattern), "e2-*")
			}
			wanted = wanted || ok
			matched[p] = matched[p] || ok && i >= 0
		}
		switch {
		case wanted && i >= 0:
			b.Machines = append(b.Machines, Offer{m.Name, m.CPU, m.Memory, m.Further, m.Prices[i]})
		case wanted:
			notSold = append(notSold, m.Name)
		}
	}
	if p := slices.Index(matched, false); p >= 0 {
		return nil, l.nothingMatches(o.Machines[p], o.Region)
	}
	slices.SortFunc(b.Machines, func(x, y Offer) int {
		return bySize(x.Name, y.Name, x.CPU, y.CPU, x.Memory, y.Memory)
	})
	return notSold, nil
}

// nothingMatches says why a pattern found no machine.
func (l *List) nothingMatches(pattern, region string) error {
	var names []string
	elsewhere := false
	for _, m := range l.Machines {
		names = append(names, m.Name)
		ok, _ := path.Match(pattern, m.Name)
		elsewhere = elsewhere || ok
	}
	if elsewhere {
		return fmt.Errorf("%s sells no machine that %q matches; other regions do", region, clip(pattern))
	}
	hint := ""
	if n := diag.Nearest(pattern, names); n != "" {
		hint = fmt.Sprintf(" Did you mean %q?", n)
	}
	return fmt.Errorf("the list has no machine that %q matches.%s Write patterns as in %q", clip(pattern), hint, "e2-*")
}

// bySize orders machines by family, cores, memory and name.
func bySize(nameA, nameB string, cpuA, cpuB, memoryA, memoryB float64) int {
	return cmp.Or(
		cmp.Compare(family(nameA), family(nameB)),
		cmp.Compare(cpuA, cpuB), cmp.Compare(memoryA, memoryB), cmp.Compare(nameA, nameB),
	)
}

// takeEgress returns what the region has no price for.
func (b *Book) takeEgress(l *List) (missing []string) {
	for _, e := range l.Egress {
		out := BookEgress{Destination: e.Destination}
		for _, t := range e.Tiers {
			price := priceIn(t.Prices, b.Region)
			if price.IsZero() {
				missing = append(missing, fmt.Sprintf("egress to %s from %d TiB", e.Destination, t.From))
				continue
			}
			if last := len(out.Tiers) - 1; last >= 0 && price.Cmp(out.Tiers[last].Price) > 0 {
				out.Rising = true
			}
			out.Tiers = append(out.Tiers, BookTier{t.From, price})
		}
		if len(out.Tiers) < len(e.Tiers) {
			out.Tiers, out.Rising = nil, false
		}
		b.Egress = append(b.Egress, out)
	}
	return missing
}

// takeDisks returns what the region has no price for.
func (b *Book) takeDisks(l *List) (missing []string) {
	for _, d := range l.Disks {
		price := priceIn(d.Prices, b.Region)
		if price.IsZero() {
			missing = append(missing, "storage "+d.Class)
		}
		b.Disks = append(b.Disks, BookDisk{d.Class, d.Type, price})
	}
	return missing
}

// findTraps names what could mislead about this book.
func (b *Book) findTraps(l *List, notSold, missing []string) {
	var spotOnly []string
	var samples []sample
	for _, m := range b.Machines {
		if m.Month.IsZero() && m.Hour.IsZero() {
			spotOnly = append(spotOnly, m.Name)
		}
		for _, p := range m.fields() {
			if p.amount.IsZero() {
				missing = append(missing, m.Name+" "+p.word)
			}
		}
		samples = append(samples, sample{m.Name, m.Hour, m.Month})
	}
	t := add(nil, CodeSpotOnly, "machine that has a spot price here but none on demand", spotOnly)
	t = append(t, discounts(samples)...)
	t = add(t, CodeTiers, "egress that gets dearer with volume: tiers kept as they are", risingTiers(l, b.Region))
	t = add(t, CodeNotSold, "machine type of the list that "+b.Region+" does not sell", notSold)
	slices.Sort(missing)
	b.Traps = add(t, CodeMissing, "price that the list does not have here: left out, never 0", missing)
}

// field is one price of a machine, by the word of the language.
type field struct {
	word   string
	amount money.Amount
	per    money.Per
}

// fields are the prices of a machine in the order in which they are written.
func (p MachinePrices) fields() []field {
	return []field{
		{"on_demand", p.Month, money.Month},
		{"hour", p.Hour, money.Hour},
		{"spot", p.Spot, money.Month},
		{"commit1y", p.Commit1y, money.Month},
		{"commit3y", p.Commit3y, money.Month},
	}
}
