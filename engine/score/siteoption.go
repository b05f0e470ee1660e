package score

import "berth.dev/policies"

// SiteOptions returns the options that a service which may be split has with a site:
// the site alone first, then its pairs by name. They hold what sites alone tell: no
// money, no traffic, no cores. A site that does not exist has none.
func (f *Fleet) SiteOptions(name string) (out []*policies.Option) {
	for _, o := range f.optionsOf(true) {
		switch {
		case o.site.Name != name && (o.burst == nil || o.burst.Name != name):
		case o.burst == nil:
			out = append([]*policies.Option{o.ofSites()}, out...)
		default:
			out = append(out, o.ofSites())
		}
	}
	return out
}

// ofSites is what the option's sites tell of it.
func (o *option) ofSites() *policies.Option {
	v := &policies.Option{
		ID: o.id, Kind: o.kind, Sites: o.sites(), Elastic: o.kind != "onprem",
		Countries:    addOnce(nil, o.site.Country.V),
		Capabilities: o.site.Capabilities.V, Environments: o.site.Environments.V,
	}
	if o.burst != nil {
		v.Countries = addOnce(v.Countries, o.burst.Country.V)
		v.Capabilities = both(v.Capabilities, o.burst.Capabilities.V)
		v.Environments = bothOrAny(v.Environments, o.burst.Environments.V)
	}
	return v
}
