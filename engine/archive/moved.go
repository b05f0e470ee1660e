package archive

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// Moved says what differs between a report that was kept and the same month worked out
// anew: its figures first, then what they depend on. It is empty where nothing does.
func Moved(kept, anew *month.Report) (out []string) {
	out = append(out, movedMoney(kept, anew)...)
	out = append(out, movedState(kept, anew)...)
	out = append(out, movedPins(kept.Pins, anew.Pins)...)
	out = append(out, movedRates(kept.Rates, anew.Rates)...)
	return append(out, movedRules(kept.Rules, anew.Rules)...)
}

func movedMoney(kept, anew *month.Report) (out []string) {
	if kept.Currency != anew.Currency {
		return []string{fmt.Sprintf("the currency was %s and is %s", kept.Currency, anew.Currency)}
	}
	for _, f := range []struct {
		what     string
		was, now money.Amount
	}{{"actual", kept.Actual, anew.Actual}, {"planned", kept.Planned, anew.Planned}} {
		out = append(out, movedAmount(f.what, f.was, f.now)...)
	}
	was := map[string]money.Amount{}
	for _, b := range kept.Bills {
		was[b.Name] = b.Amount
	}
	for _, b := range anew.Bills {
		before, known := was[b.Name]
		if !known {
			before = money.Zero(kept.Currency)
		}
		delete(was, b.Name)
		out = append(out, movedAmount("bill "+b.Name, before, b.Amount)...)
	}
	for _, b := range kept.Bills {
		if _, left := was[b.Name]; left {
			out = append(out, movedAmount("bill "+b.Name, b.Amount, money.Zero(kept.Currency))...)
		}
	}
	return out
}

func movedAmount(what string, was, now money.Amount) []string {
	if was.Cmp(now) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s was %s and is %s", what, was, now)}
}

func movedState(kept, anew *month.Report) (out []string) {
	for _, f := range []struct{ what, was, now string }{
		{"berth", kept.Berth, anew.Berth},
		{"the zone", kept.Zone, anew.Zone},
		{"the view", kept.View, anew.View},
		{"the day it is seen from", kept.State.AsOf, anew.State.AsOf},
		{"the last day that a bill covers", kept.State.Last, anew.State.Last},
		{"the number of rows", fmt.Sprint(kept.State.Rows), fmt.Sprint(anew.State.Rows)},
		{"the plan in force", planName(kept.Plan), planName(anew.Plan)},
	} {
		if f.was != f.now {
			out = append(out, fmt.Sprintf("%s was %s and is %s", f.what, cmp.Or(f.was, "none"), cmp.Or(f.now, "none")))
		}
	}
	return out
}

func planName(p *month.Plan) string {
	if p == nil {
		return ""
	}
	return p.File + " (" + p.Digest + ")"
}

// movedPins compares inputs by kind and name.
func movedPins(kept, anew []month.Pin) (out []string) {
	was := map[[2]string]string{}
	for _, p := range kept {
		was[[2]string{p.Kind, p.Name}] = p.Digest
	}
	for _, p := range anew {
		key := [2]string{p.Kind, p.Name}
		before, known := was[key]
		delete(was, key)
		switch {
		case !known:
			out = append(out, fmt.Sprintf("new %s %s", p.Kind, p.Name))
		case before != p.Digest:
			out = append(out, fmt.Sprintf("changed %s %s", p.Kind, p.Name))
		}
	}
	for key := range was {
		out = append(out, fmt.Sprintf("gone %s %s", key[0], key[1]))
	}
	slices.Sort(out)
	return out
}

func movedRates(kept, anew []ledger.Rate) (out []string) {
	was := map[string]money.Amount{}
	for _, r := range kept {
		was[r.Currency] = r.Value
	}
	for _, r := range anew {
		if before, known := was[r.Currency]; known && before.Cmp(r.Value) != 0 {
			out = append(out, fmt.Sprintf("a %s was %s and is %s", r.Currency, before, r.Value))
		}
	}
	return out
}

func movedRules(kept, anew []string) (out []string) {
	was, is := setOf(kept), setOf(anew)
	for _, r := range anew {
		if !was[r] {
			out = append(out, "new rule: "+r)
		}
	}
	for _, r := range kept {
		if !is[r] {
			out = append(out, "rule that is gone: "+r)
		}
	}
	return out
}

func setOf(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}
