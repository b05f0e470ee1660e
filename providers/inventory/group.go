package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"berth.dev/providers/tree"
)

// variables are values by name.
type variables map[string]*tree.Value

// group is a group of hosts as one inventory says it.
type group struct {
	hosts, children []string
	has             map[string]bool
	vars            variables
	// extra are the variables of files beside the inventory.
	extra variables
}

// world is a whole inventory.
type world struct {
	groups map[string]*group
	// hosts are the variables of hosts that the inventory says, and extra those of
	// files; order is the order of the hosts in it.
	hosts, extra map[string]variables
	order        []string
	mentions     int
}

func newWorld() *world {
	return &world{groups: map[string]*group{}, hosts: map[string]variables{}, extra: map[string]variables{}}
}

// group returns a group, which it makes where there is none.
func (w *world) group(name string) *group {
	g := w.groups[name]
	if g == nil {
		g = &group{vars: variables{}, extra: variables{}, has: map[string]bool{}}
		w.groups[name] = g
	}
	return g
}

const (
	// mostHosts is how many hosts an inventory may have: the most nodes that Kubernetes
	// supports, twice.
	mostHosts = 10_000
	// mostMentions is how often it may name them, in all of its groups.
	mostMentions = 20 * mostHosts
	// mostGroups is how many groups it may have.
	mostGroups = 1000
)

// host notes a host of a group.
func (w *world) host(name string, in *group) (variables, error) {
	v := w.hosts[name]
	if v == nil {
		if len(w.order) >= mostHosts {
			return nil, fmt.Errorf("it has more than %d hosts", mostHosts)
		}
		v = variables{}
		w.hosts[name] = v
		w.order = append(w.order, name)
	}
	if w.mentions++; w.mentions > mostMentions {
		return nil, fmt.Errorf("it names hosts more than %d times", mostMentions)
	}
	if in != nil && !in.has[name] {
		in.has[name] = true
		in.hosts = append(in.hosts, name)
	}
	return v, nil
}

// members are the hosts of a group and of all groups below it.
func (w *world) members(name string) map[string]bool {
	out := map[string]bool{}
	seen := map[string]bool{}
	var walk func(string)
	walk = func(name string) {
		g := w.groups[name]
		if g == nil || seen[name] {
			return
		}
		seen[name] = true
		for _, h := range g.hosts {
			out[h] = true
		}
		for _, c := range g.children {
			walk(c)
		}
	}
	walk(name)
	return out
}

// depths says how far below the top each group stands, by its longest way. A circle,
// which Ansible refuses, is an error.
func (w *world) depths() (map[string]int, error) {
	out := map[string]int{}
	for round := 0; ; round++ {
		changed := false
		for name, g := range w.groups {
			for _, c := range g.children {
				if out[c] < out[name]+1 {
					out[c], changed = out[name]+1, true
				}
			}
		}
		if !changed {
			return out, nil
		}
		if round > len(w.groups) {
			return nil, fmt.Errorf("its groups are children of each other in a circle")
		}
	}
}

// resolve gives every host its variables by Ansible's precedence: groups of the
// inventory, then group_vars/all, then group_vars of other groups, each with parents
// before their children; then the host's own in the inventory; then host_vars.
func (w *world) resolve() (map[string]variables, error) {
	if len(w.groups) > mostGroups {
		return nil, fmt.Errorf("it has more than %d groups", mostGroups)
	}
	for _, g := range w.groups {
		slices.Sort(g.children)
		g.children = slices.Compact(g.children)
	}
	depth, err := w.depths()
	if err != nil {
		return nil, err
	}
	names := slices.SortedFunc(maps.Keys(w.groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(depth[a], depth[b]), cmp.Compare(a, b))
	})
	names = slices.DeleteFunc(names, func(name string) bool { return name == "all" })
	out := map[string]variables{}
	for _, h := range w.order {
		out[h] = variables{}
	}
	give := func(group string, vars variables) {
		if len(vars) == 0 {
			return
		}
		to := w.members(group)
		for _, h := range w.order {
			if to[h] || group == "all" {
				maps.Copy(out[h], vars)
			}
		}
	}
	all := w.group("all")
	give("all", all.vars)
	for _, name := range names {
		give(name, w.groups[name].vars)
	}
	give("all", all.extra)
	for _, name := range names {
		give(name, w.groups[name].extra)
	}
	for _, h := range w.order {
		maps.Copy(out[h], w.hosts[h])
		maps.Copy(out[h], w.extra[h])
	}
	return out, nil
}
