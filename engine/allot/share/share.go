package share

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Result is what passing on adds to a ledger.
type Result struct {
	// Lines add up to nothing: of [ledger.Shared], below zero where cost comes from and
	// above where it goes, on the site where it arises. Their part is who passes it on.
	Lines []ledger.Line
	// Rules say in words what was passed on by what.
	Rules []string
	// Unknown says what could not be passed on, and why.
	Unknown []string
}

// mostInCircle is how much of a circle an error names.
const mostInCircle = 8

// Pass passes the cost of shared services on, those first that pass on to other shared
// services. Use may be nil. An error names a circle.
func Pass(w *spec.Workspace, lines []ledger.Line, use *usage.Month) (*Result, error) {
	order, circle := w.ShareOrder()
	if circle != nil {
		return nil, fmt.Errorf("share %q: cost is passed on in a circle: %s: take one of them out of another's services", circle[0], strings.Join(circle[:min(len(circle), mostInCircle)], " to "))
	}
	if use == nil {
		use = &usage.Month{}
	}
	p := &passing{w: w, use: use, given: lines}
	if len(order) > 0 {
		p.gather()
	}
	for _, s := range order {
		p.pass(s)
	}
	return &p.Result, nil
}

// passing is the work of one ledger.
type passing struct {
	Result
	w     *spec.Workspace
	use   *usage.Month
	given []ledger.Line
	// own is what a service or product costs itself, cores what services used.
	own   map[spec.Owner]money.Amount
	cores map[string]float64
	// sites is what services cost by site, with what was passed on to them so far.
	sites map[string]map[string]money.Amount
}

// gather adds up what shares are about.
func (p *passing) gather() {
	p.own, p.cores, p.sites = map[spec.Owner]money.Amount{}, map[string]float64{}, map[string]map[string]money.Amount{}
	for _, l := range p.given {
		p.arrive(l)
		o := spec.Owner{Service: l.Service, Product: l.Product, Team: l.Team}
		p.own[o] = p.own[o].Add(l.Amount)
	}
	for _, u := range p.use.Uses {
		p.cores[u.Service] += u.CoreHours
	}
	// In order: sums of floats depend on it.
	for _, at := range slices.SortedFunc(maps.Keys(p.use.Cloud), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		p.cores[at[1]] += p.use.Cloud[at]
	}
}

// arrive counts a line for the service it belongs to.
func (p *passing) arrive(l ledger.Line) {
	if l.Service == "" {
		return
	}
	if p.sites[l.Service] == nil {
		p.sites[l.Service] = map[string]money.Amount{}
	}
	p.sites[l.Service][l.Site] = p.sites[l.Service][l.Site].Add(l.Amount)
}

// pass passes one service's cost on, site by site.
func (p *passing) pass(s *spec.Share) {
	giver := p.w.OwnerOfService(s.Name)
	to := p.receivers(s)
	weights, unknown := p.weigh(s, to)
	sites := p.sites[s.Name]
	if len(sites) == 0 {
		p.Unknown = append(p.Unknown, fmt.Sprintf("what %s passes on: it has no cost", s.Name))
		return
	}
	p.Unknown = append(p.Unknown, unknown...)
	gave := false
	for _, site := range slices.Sorted(maps.Keys(sites)) {
		amount := sites[site]
		amount = amount.Sub(amount.Times(s.Keep.V))
		parts := amount.Split(weights)
		if parts == nil {
			p.Unknown = append(p.Unknown, fmt.Sprintf("who pays for %s: none of its receivers has a key for by = %q, so its cost stays with it", s.Name, s.By.V))
			return
		}
		if amount.IsZero() {
			continue
		}
		gave = true
		p.emit(giver, s.Name, site, money.Zero(amount.Currency()).Sub(amount))
		for i, part := range parts {
			if !part.IsZero() {
				p.emit(to[i], s.Name, site, part)
			}
		}
	}
	if gave {
		p.Rules = append(p.Rules, describe(s, to, weights))
	}
}

func (p *passing) emit(o spec.Owner, part, site string, amount money.Amount) {
	l := ledger.Line{
		Kind: ledger.Shared, Site: site, Service: o.Service, Product: o.Product, Team: o.Team,
		Part: part, Amount: amount,
	}
	p.Lines = append(p.Lines, l)
	if o.Service != part {
		p.arrive(l)
	}
}

// receivers are who gets a service's cost: services by name, then products.
func (p *passing) receivers(s *spec.Share) (out []spec.Owner) {
	if !s.Services.Set() && !s.Products.Set() {
		return p.everybody(s.Name)
	}
	for _, name := range slices.Sorted(slices.Values(s.Services.V)) {
		if o := p.w.OwnerOfService(name); o.Named() && name != s.Name {
			out = append(out, o)
		}
	}
	for _, name := range slices.Sorted(slices.Values(s.Products.V)) {
		if o := p.w.OwnerOfProduct(name); o.Named() {
			out = append(out, o)
		}
	}
	return out
}

// everybody are the services in use that pass nothing on themselves: those that cost
// something or used machines.
func (p *passing) everybody(but string) (out []spec.Owner) {
	passes := map[string]bool{but: true}
	for _, s := range p.w.Shares {
		passes[s.Name] = true
	}
	for _, s := range p.w.Services {
		if !passes[s.Name] && (p.sites[s.Name] != nil || p.cores[s.Name] > 0) {
			out = append(out, p.w.OwnerOfService(s.Name))
		}
	}
	return out
}

// mostNamed is how many receivers a sentence names.
const mostNamed = 5

// describe says what a share did.
func describe(s *spec.Share, to []spec.Owner, weights []float64) string {
	var names []string
	for i, o := range to {
		if weights[i] > 0 {
			names = append(names, name(o))
		}
	}
	passed := "its cost is passed on"
	if s.Keep.V > 0 {
		passed = "its cost is passed on, but for " + strconv.FormatFloat(s.Keep.V, 'f', -1, 64) + " of it,"
	}
	return fmt.Sprintf("share %s: %s by %s to %s", s.Name, passed, s.By.V, list(names))
}

// name is a receiver as people call it.
func name(o spec.Owner) string {
	if o.Service != "" {
		return o.Service
	}
	return "product " + o.Product
}

// list names a few and counts the rest.
func list(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}
