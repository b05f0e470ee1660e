package ground

import "slices"

// Leases are the sites whose clusters hold the lease while this one is changed: its own
// where it exists, and the one that its lock names. Both, for the cluster may have begun
// to exist while another run, that knew it not yet, is still making it.
func (s *Site) Leases() []string {
	var out []string
	if s.UID != "" {
		out = append(out, s.Name)
	}
	if s.Lock != "" && s.Lock != s.Name {
		out = append(out, s.Lock)
	}
	slices.Sort(out)
	return out
}

// Leased are the sites whose clusters hold a lease while the work is done, by name: those
// of the sites that have steps.
func (w *Work) Leased() []string {
	var out []string
	for i := range w.Sites {
		s := &w.Sites[i]
		if w.isChanged(s.Name) {
			out = append(out, s.Leases()...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isChanged tells whether any step is about a site.
func (w *Work) isChanged(site string) bool {
	is := func(s Step) bool { return s.Site == site }
	return slices.ContainsFunc(w.Before, is) || slices.ContainsFunc(w.After, is)
}

// Site returns a site by its name, nil where there is none.
func (w *Work) Site(name string) *Site {
	for i := range w.Sites {
		if w.Sites[i].Name == name {
			return &w.Sites[i]
		}
	}
	return nil
}
