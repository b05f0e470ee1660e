package pricelist

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// survey finds the traps of a list. zeros are the prices that were 0.
func survey(l *List, zeros []string) Report {
	r := Report{Regions: len(l.Regions), Machines: len(l.Machines)}
	var noCost, spotOnly, noSaving []string
	var steady []sample
	for _, m := range l.Machines {
		r.Entries += len(m.Prices)
		if len(m.Prices) == 0 {
			noCost = append(noCost, m.Name)
		}
		for _, p := range m.Prices {
			place := m.Name + " in " + p.Region
			switch {
			case p.Month.IsZero() && p.Hour.IsZero() && !p.Spot.IsZero():
				spotOnly = append(spotOnly, place)
			case !p.Month.IsZero() && (p.Commit1y.Cmp(p.Month) == 0 || p.Commit3y.Cmp(p.Month) == 0):
				noSaving = append(noSaving, place)
			}
			steady = append(steady, sample{m.Name, p.Hour, p.Month})
		}
	}
	real := discounts(steady)
	t := add(nil, CodeNoCost, "machine type without any price: left out", noCost)
	t = add(t, CodeSpotOnly, "machine in a region with a spot price but none on demand: the other prices are left out of a book", spotOnly)
	t = append(t, real...)
	t = add(t, CodeNoSaving, "machine in a region whose commitment costs as much as none: kept", noSaving)
	t = add(t, CodeTiers, "egress that gets dearer with volume: tiers kept as they are", risingTiers(l, ""))
	slices.Sort(zeros)
	r.Traps = add(t, CodeZero, "price of 0: taken as missing", zeros)
	return r
}

// sample is a machine's hour and month in some region.
type sample struct {
	machine     string
	hour, month money.Amount
}

// rounding is the share by which a month may miss 730 hours and still be the same
// price, rounded. The discounts of the list begin at a fifth.
const rounding = 1e-6

// span is what the months of a family cost, as a share of 730 hours.
type span struct {
	family    string
	low, high float64
	count     int
}

// String is as in "n2: 0.8002 of 730 hours (1160)".
func (s span) String() string {
	share := func(f float64) string { return strconv.FormatFloat(f, 'g', 4, 64) }
	text := share(s.low)
	if high := share(s.high); high != text {
		text += " to " + high
	}
	return fmt.Sprintf("%s: %s of 730 hours (%d)", s.family, text, s.count)
}

// spans finds by family how far months are from 730 hours, beyond rounding;
// rounded are the machines whose month misses 730 hours by rounding only.
func spans(samples []sample) (out []span, rounded []span) {
	put := func(to []span, family string, ratio float64) []span {
		i, found := slices.BinarySearchFunc(to, family, func(s span, f string) int { return cmp.Compare(s.family, f) })
		if !found {
			to = slices.Insert(to, i, span{family: family, low: ratio, high: ratio})
		}
		to[i].low, to[i].high = min(to[i].low, ratio), max(to[i].high, ratio)
		to[i].count++
		return to
	}
	for _, s := range samples {
		if s.hour.IsZero() || s.month.IsZero() {
			continue
		}
		full := s.hour.TimesInt(unit.HoursPerMonth)
		if full.Cmp(s.month) == 0 {
			continue
		}
		ratio := s.month.Float() / full.Float()
		if ratio > 1-rounding && ratio < 1+rounding {
			rounded = put(rounded, family(s.machine), ratio)
		} else {
			out = put(out, family(s.machine), ratio)
		}
	}
	return out, rounded
}

// discounts says of which families the month is not 730 hours.
func discounts(samples []sample) (traps []Trap) {
	real, rounded := spans(samples)
	for _, k := range []struct {
		code, summary string
		spans         []span
	}{
		{CodeDiscount, "month that is not 730 hours (a discount for steady use): both kept as they are", real},
		{CodeRounded, "month that misses 730 hours by rounding only: both kept as they are", rounded},
	} {
		t := Trap{Code: k.code, Summary: k.summary}
		for _, s := range k.spans {
			t.Count += s.count
			item := s.String()
			if k.code == CodeRounded {
				item = fmt.Sprintf("%s (%d)", s.family, s.count)
			}
			t.Items = append(t.Items, item)
		}
		if t.Count > 0 {
			traps = append(traps, t)
		}
	}
	return traps
}

// family is the part of a machine's name before its first dash.
func family(machine string) string {
	before, _, _ := strings.Cut(machine, "-")
	return before
}

// risingTiers names the egress that gets dearer with volume, in one region or, if
// region is "", in all.
func risingTiers(l *List, region string) (items []string) {
	for _, e := range l.Egress {
		for _, r := range l.Regions {
			if region != "" && r.Name != region {
				continue
			}
			var last money.Amount
			for i, t := range e.Tiers {
				price := priceIn(t.Prices, r.Name)
				if i > 0 && !last.IsZero() && price.Cmp(last) > 0 {
					items = append(items, e.Destination+" from "+r.Name)
					break
				}
				last = price
			}
		}
	}
	return items
}

// notTaken names the parts of the file that a price book has no word for.
func (r *reader) notTaken(root *yaml.Node) []Trap {
	var items []string
	beside := func(path string, taken ...string) {
		var keys []string
		if path != "" {
			keys = strings.Split(path, ".")
		}
		for _, e := range r.entries(r.at(root, keys...), path) {
			if !slices.Contains(taken, e.key) && e.value.Kind == yaml.MappingNode {
				name := strings.Join(append(keys[:len(keys):len(keys)], clip(e.key)), ".")
				items = append(items, fmt.Sprintf("%s (%d)", name, len(e.value.Content)/2))
			}
		}
	}
	beside("", "about", "compute", "region")
	beside("compute", "instance", "network", "storage")
	beside("compute.network", "traffic")
	beside("compute.network.traffic", "egress")
	beside("compute.network.traffic.egress", "internet")
	for _, e := range r.entries(r.at(root, "compute", "storage"), "compute.storage") {
		if words := termsOf(r, e); len(words) > 0 {
			items = append(items, "compute.storage."+e.key+" "+strings.Join(words, ", "))
		}
	}
	slices.Sort(items)
	return add(nil, CodeNotTaken, "part of the list that a price book has no word for (licences among them): passed over", items)
}

// termsOf are the prices of a class of storage other than the month's.
func termsOf(r *reader, class entry) (words []string) {
	for _, region := range r.entries(r.at(class.value, "cost"), "cost") {
		for _, e := range r.entries(region.value, region.key) {
			if e.key != "month" {
				words = append(words, clip(e.key))
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
