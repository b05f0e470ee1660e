package rollout

import (
	"maps"
	"slices"
)

// sent are the shares of callers as the clusters' records remember them: where a switch
// or a person at a gate has sent them last. It is nil where no record has them, where
// records do not agree, and where callers would be at a site where the service does not
// run: then somebody else has sent them on since.
func (d *draft) sent() []Share {
	var shares map[string]int64
	for _, site := range d.b.world.sites {
		switch here := d.b.world.sides[site].Record.Callers[d.service.Name]; {
		case here == nil:
		case shares == nil:
			shares = here
		case !maps.Equal(shares, here):
			return nil
		}
	}
	var out []Share
	for _, site := range slices.Sorted(maps.Keys(shares)) {
		if !slices.Contains(d.at.runs, site) {
			return nil
		}
		out = append(out, Share{site, shares[site]})
	}
	return out
}

// stays tells whether the plan leaves a service as it is split: then its callers stay,
// too, even where the split that the plan counts with is another one by a little.
func (d *draft) stays() bool {
	return len(d.service.Stops) == 1 && d.service.Stops[0].Wave == 0
}
