package assign

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
)

// Keys are what a bill is asked for, sorted, each once: the keys of its rules, and those
// by which rows that no rule takes are told apart.
func Keys(b *spec.Bill) []string {
	keys := slices.Concat(b.Names.V, telling(b.Kind.V))
	for _, a := range b.Assigns {
		keys = slices.AppendSeq(keys, maps.Keys(a.Match.V))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// telling are the keys by which people know what a row was paid for.
func telling(kind string) []string {
	if kind == bill.OpenCost {
		return []string{"namespace", "controller"}
	}
	return []string{"service", "sub_account"}
}

// Given is whose rows with some keys are, and by which rule.
type Given struct {
	spec.Owner
	// Site is where the cost arises.
	Site string
	// Rule says in words what gave it; "" means that nothing did.
	Rule string
}

// Rules are those of one bill, made ready for many rows. They are for one goroutine.
type Rules struct {
	w    *spec.Workspace
	bill *spec.Bill
	// keys are what rows have, assigns and names the rules.
	keys    []string
	assigns []rule
	names   []name
	// left are the places of the keys by which a row that nothing takes is told: those
	// of names, and after them those that tell where all of names are empty.
	left, telling []int
	advised       advised
}

// rule is an assign block.
type rule struct {
	Given
	// at are places among the keys, with the patterns their values must match.
	at       []int
	patterns []pattern
}

// name is a key whose value may be the name of a service.
type name struct {
	at   int
	rule string
}

// New makes a bill's rules ready.
func New(w *spec.Workspace, b *spec.Bill) *Rules {
	r := &Rules{w: w, bill: b, keys: Keys(b)}
	place := func(key string) int { return slices.Index(r.keys, key) }
	for _, a := range b.Assigns {
		given := rule{Given: Given{Owner: owner(w, a), Site: a.Site.Or(b.Site.V)}}
		var words []string
		for _, key := range slices.Sorted(maps.Keys(a.Match.V)) {
			given.at = append(given.at, place(key))
			given.patterns = append(given.patterns, newPattern(norm.NFC.String(a.Match.V[key])))
			words = append(words, fmt.Sprintf("%s = %q", key, clip(a.Match.V[key])))
		}
		given.Rule = fmt.Sprintf("bill %s: assign %s: %s goes to %s", b.Name, a.Name, strings.Join(words, ", "), describe(a))
		r.assigns = append(r.assigns, given)
	}
	for _, key := range b.Names.V {
		r.names = append(r.names, name{place(key), fmt.Sprintf("bill %s: %s is the name of a service", b.Name, key)})
		r.left = append(r.left, place(key))
	}
	for _, key := range telling(b.Kind.V) {
		if !slices.Contains(b.Names.V, key) {
			r.telling = append(r.telling, place(key))
		}
	}
	return r
}

// owner is whom an assign block names.
func owner(w *spec.Workspace, a *spec.Assign) spec.Owner {
	switch {
	case a.Service.Set():
		return w.OwnerOfService(a.Service.V)
	case a.Product.Set():
		return w.OwnerOfProduct(a.Product.V)
	}
	return w.OwnerOfTeam(a.Team.V)
}

func describe(a *spec.Assign) string {
	words := "team " + a.Team.V
	switch {
	case a.Service.Set():
		words = "service " + a.Service.V
	case a.Product.Set():
		words = "product " + a.Product.V
	}
	if a.Site.Set() {
		words += " on " + a.Site.V
	}
	return words
}

// Give tells whose a row is. Keys are the values of [Keys], in their order; what a row
// lacks is empty.
func (r *Rules) Give(keys []string) Given {
	for i := range r.assigns {
		if r.assigns[i].takes(keys) {
			return r.assigns[i].Given
		}
	}
	for _, n := range r.names {
		if o := r.w.OwnerOfService(value(keys, n.at)); o.Named() {
			return Given{Owner: o, Site: r.bill.Site.V, Rule: n.rule}
		}
	}
	return Given{Site: r.bill.Site.V}
}

// takes tells whether a row has all the values of a rule.
func (r *rule) takes(keys []string) bool {
	for i, at := range r.at {
		if !r.patterns[i].matches(value(keys, at)) {
			return false
		}
	}
	return len(r.at) > 0
}

// value is what a row has at a place, composed (NFC) as text in specs is: the same word
// may be written with other bytes in a label.
func value(keys []string, at int) string {
	if at < len(keys) {
		return norm.NFC.String(keys[at])
	}
	return ""
}

// longestTold is how much of a value is told: a label may hold anything.
const longestTold = 80

// clip keeps what is told of a value short.
func clip(s string) string {
	if len(s) <= longestTold {
		return s
	}
	return strings.ToValidUTF8(s[:longestTold], "") + "…"
}
