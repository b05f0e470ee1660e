package rollout

import (
	"slices"
	"strings"
)

// routed are the shares that the service's route sends to its sites now: what is live
// counts, not what the specs or an earlier plan say. It is nil where the route was not
// read, where its rules differ, or where it sends nobody to any of the sites.
func (t *trip) routed() (now []Share) {
	r := t.service.Route
	if r == nil || r.HTTPRoute == nil || t.b.world.sides[r.Site] == nil {
		return nil
	}
	rules, _ := t.b.world.sides[r.Site].live[*r.HTTPRoute].At("spec", "rules").([]any)
	for _, rule := range rules {
		shares := t.split(rule)
		switch {
		case shares == nil:
		case now == nil:
			now = shares
		case !slices.Equal(now, shares):
			return nil
		}
	}
	return now
}

// split are the shares of one rule, without sites that get nobody.
func (t *trip) split(rule any) (shares []Share) {
	m, _ := rule.(map[string]any)
	refs, _ := m["backendRefs"].([]any)
	total := int64(0)
	for _, ref := range refs {
		o, _ := ref.(map[string]any)
		site, weight := t.siteOf(o), int64(1) // as the Gateway API has it where none is said
		if w, said := o["weight"].(int64); said {
			weight = w
		}
		if site != "" && weight > 0 {
			shares = append(shares, Share{site, weight})
			total += weight
		}
	}
	slices.SortFunc(shares, func(a, b Share) int { return strings.Compare(a.Site, b.Site) })
	sum := int64(0)
	for i := range shares {
		before := 1000 * sum / total
		sum += shares[i].Thousandths
		shares[i].Thousandths = 1000*sum/total - before
	}
	return shares
}

// siteOf is the site whose backend a reference names, "" for none.
func (t *trip) siteOf(ref map[string]any) string {
	for _, w := range t.service.Route.Weights {
		if w.Backend != "" && w.Backend == ref["name"] {
			return w.Site
		}
	}
	return ""
}
