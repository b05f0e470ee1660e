package impasse

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/conflict"
	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
)

// proof says why some bounds cannot be kept together.
func (e *explainer) proof(p *conflict.Proof, bounds []*fleet.Bound) []string {
	switch p.Means {
	case conflict.NoOption:
		return e.noOption(p.Service, bounds)
	case conflict.Room:
		return e.room(p, bounds)
	case conflict.Search:
		out := e.left(bounds)
		return append(out, fmt.Sprintf("Every choice of these places was looked at, in %s: none keeps all of the rules.", count(p.Nodes, "step")))
	}
	return append(e.left(bounds), e.tied(bounds)...)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// noOption says of every place of a service what excludes it.
func (e *explainer) noOption(service int32, bounds []*fleet.Bound) []string {
	s := &e.wide.Services[service]
	out := []string{fmt.Sprintf("Service %q has no place left.", s.Name)}
	var ids []string
	by := map[string][]string{}
	for _, b := range bounds {
		for _, ban := range b.Bans {
			if ban.Service != service {
				continue
			}
			id := s.Options[ban.Option].ID
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
			if words := e.rule(b).Words + e.because(b, ban); !slices.Contains(by[id], words) {
				by[id] = append(by[id], words)
			}
		}
	}
	// Places that the same rules exclude are told together.
	var reasons []string
	places := map[string][]string{}
	for _, id := range ids {
		why := strings.Join(by[id], " and ")
		if places[why] == nil {
			reasons = append(reasons, why)
		}
		places[why] = append(places[why], id)
	}
	for _, why := range reasons {
		verb := "excludes"
		if len(by[places[why][0]]) > 1 {
			verb = "exclude"
		}
		out = append(out, fmt.Sprintf("%s %s %s.", why, verb, list(places[why])))
	}
	return append(out, e.impossible(s)...)
}

// because is what a constraint says against an option, in brackets; a pin says it all
// itself.
func (e *explainer) because(b *fleet.Bound, ban fleet.Ban) string {
	for _, r := range e.wide.Against[ban.Service][ban.Option] {
		if b.Sort == fleet.ByConstraint && r.Constraint == b.Constraint && b.Constraint != "pin" {
			return " (" + r.Because + ")"
		}
	}
	return ""
}

// impossible says which places of a service no rule could allow.
func (e *explainer) impossible(s *fleet.Service) (out []string) {
	for _, x := range s.Excluded {
		var why []string
		for _, r := range x.Reasons {
			why = append(why, r.Because)
		}
		out = append(out, fmt.Sprintf("On %s it cannot run at all: %s.", x.ID, strings.Join(why, "; ")))
	}
	return out
}

// tied says which bounds about two services the places break.
func (e *explainer) tied(bounds []*fleet.Bound) (out []string) {
	var words []string
	for _, b := range bounds {
		switch {
		case b.Sort == fleet.NoLink:
			out = append(out, fmt.Sprintf("No link joins %s and %s.", b.Site, b.Other))
		case len(b.Cells) > 0:
			words = append(words, e.rule(b).Words)
		}
	}
	if len(words) > 0 {
		out = append(out, fmt.Sprintf("No choice of these places keeps %s.", list(words)))
	}
	return out
}

// left says where bounds leave the services that they are about.
func (e *explainer) left(bounds []*fleet.Bound) (out []string) {
	p := e.wide.Problem
	domains := map[int32]place.Set{}
	see := func(i int32) {
		if _, seen := domains[i]; !seen {
			domains[i] = place.All(p.Width(i))
		}
	}
	for _, b := range bounds {
		for _, ban := range b.Bans {
			see(ban.Service)
			domains[ban.Service] &^= 1 << ban.Option
		}
		for _, cell := range b.Cells {
			see(p.Pairs[cell.Pair].A)
			see(p.Pairs[cell.Pair].B)
		}
	}
	for i := range e.wide.Services {
		domain, seen := domains[int32(i)]
		if !seen {
			continue
		}
		var ids []string
		for l, o := range e.wide.Services[i].Options {
			if domain.Has(uint8(l)) && !slices.Contains(ids, o.ID) {
				ids = append(ids, o.ID)
			}
		}
		out = append(out, fmt.Sprintf("Service %q may run %s.", e.wide.Services[i].Name, either(ids)))
	}
	return out
}

func either(ids []string) string {
	if len(ids) < 2 {
		return "only on " + strings.Join(ids, "")
	}
	return "on " + strings.Join(ids[:len(ids)-1], ", ") + " or " + ids[len(ids)-1]
}
