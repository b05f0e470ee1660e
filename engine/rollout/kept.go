package rollout

import "strings"

// kept are the objects on the sites of a stop that somebody else keeps, all of them
// in one reason to leave the service.
func (t *trip) kept() error {
	var words []string
	for _, site := range t.to {
		for _, o := range sorted(t.service.Objects[site]) {
			p := place{site, o.Ref()}
			if who, whose := t.b.whose(t.service, p); who == foreign && p.ref.Kind != namespaceKind {
				words = append(words, p.String()+": "+whose)
			}
		}
	}
	if len(words) == 0 {
		return nil
	}
	advice := "or take it out of the service's manifests"
	if t.service.Derived {
		advice = `or, where it comes from a folder, give the service's product delivery = "gitops"`
	}
	return leave("%s, so berth does not touch it: let go of it there first, %s", strings.Join(words, "; "), advice)
}
