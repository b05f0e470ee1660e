package spec

import "fmt"

// WhyNotSplit says why a service cannot run on two sites at once, or "".
func (w *Workspace) WhyNotSplit(s *Service, sites []string) string {
	a, b := w.Site(sites[0]), w.Site(sites[1])
	switch {
	case a == nil || b == nil:
		return ""
	case s.Stateful.V:
		return "a stateful service is never split"
	case s.Job != nil:
		return "a job is never split"
	case len(s.Volumes) > 0:
		return "a service with volumes is never split"
	case s.Concurrency.V == "one":
		return `concurrency = "one" allows one copy`
	case !a.Kind.Set() || !b.Kind.Set():
		return "" // what kind they are was reported
	case a.Kind.V == b.Kind.V:
		return fmt.Sprintf("both sites have kind = %q; a hybrid is an on-prem base with a cloud", a.Kind.V)
	case w.Link(a.Name, b.Name) == nil:
		return noLink(a.Name, b.Name)
	}
	return ""
}

func noLink(a, b string) string { return fmt.Sprintf("no link joins them; add link %q %q", a, b) }
