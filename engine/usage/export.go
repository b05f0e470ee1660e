package usage

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
)

// idle is how an allocation export names what nobody used.
const idle = "__idle__"

// Keys are what an export is to be asked for, sorted, each once: the names of its block,
// and the namespace, by which rows of what is idle are told.
func Keys(u *spec.Usage) []string {
	keys := append([]string{"namespace"}, u.Names.V...)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// export takes over an allocation export. Of cores and memory that were used and those
// that were asked for the larger counts, as the export itself allocates.
func (m *maker) export(s *spec.Site) {
	var block *spec.Usage
	for _, u := range m.Workspace.Usages {
		if u.Name == s.Name {
			block = u
		}
	}
	answer := m.Exports[s.Name]
	if answer == nil {
		m.wrong = append(m.wrong, fmt.Errorf("usage %q: its allocation export was not read", s.Name))
		return
	}
	keys, rows := Keys(block), int64(0)
	for _, r := range answer.Rows {
		if r.Month != m.Month || r.Group != bill.Compute && r.Group != bill.Memory || slices.Contains(r.Keys, idle) {
			continue
		}
		if len(r.Keys) != len(keys) {
			m.wrong = append(m.wrong, fmt.Errorf("usage %q: a row of its export has %d keys, and %d were asked for", s.Name, len(r.Keys), len(keys)))
			return
		}
		hours := max(r.Quantity, r.Requested, 0)
		rows += r.Count
		if r.Group == bill.Compute {
			m.use(s, "", m.owner(block, keys, r.Keys), hours, 0)
		} else {
			m.use(s, "", m.owner(block, keys, r.Keys), 0, hours)
		}
	}
	m.out.How[s.Name] = fmt.Sprintf("allocated by an export of OpenCost, %d rows: what was used or asked for, whichever is more", rows)
	if rows == 0 {
		m.out.Notes = append(m.out.Notes, fmt.Sprintf("the allocation export of %s has no rows of %s: all its machines count as idle", s.Name, m.Month))
	}
	if answer.Bad > 0 {
		m.out.Notes = append(m.out.Notes, fmt.Sprintf("the allocation export of %s has %d bad rows, which were left out", s.Name, answer.Bad))
	}
}

// owner is the first value that names a service, else the first value there is.
func (m *maker) owner(block *spec.Usage, keys, values []string) string {
	first := ""
	for _, name := range block.Names.V {
		i, found := slices.BinarySearch(keys, name)
		if !found {
			continue
		}
		v := values[i]
		if m.Workspace.Service(v) != nil {
			return v
		}
		if first == "" && !strings.HasPrefix(v, "__") {
			first = v
		}
	}
	return first
}
