package price

import (
	"testing"

	"berth.dev/engine/money"
)

func TestAScaledTariffChangesTheMachinesOfItsSiteAlone(t *testing.T) {
	pool := func() *Pool {
		p := &Pool{Name: "web"}
		p.price(money.New(730, "JPY"), money.New(91, "JPY"))
		return p
	}
	one := &Tariff{Currency: "JPY", sites: map[string]*Site{
		"gke":   {Name: "gke", Cloud: true, Pools: []*Pool{pool()}, PerService: money.New(100, "JPY")},
		"tokyo": {Name: "tokyo", Pools: []*Pool{pool()}},
	}}
	two := one.Scaled(map[string]float64{"gke": 1.5, "tokyo": 0, "atlantis": 2})
	for _, c := range []struct {
		what string
		got  money.Amount
		want string
	}{
		{"a core of the site", two.Site("gke").Pools[0].Core, "1095 JPY"},
		{"a GiB of the site", two.Site("gke").Pools[0].GiB, "136.5 JPY"},
		{"a fee of the site", two.Site("gke").PerService, "100 JPY"},
		{"a core of another site", two.Site("tokyo").Pools[0].Core, "730 JPY"},
		{"the tariff as it was", one.Site("gke").Pools[0].Core, "730 JPY"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s costs %s, want %s", c.what, c.got, c.want)
		}
	}
	if f := two.Site("gke").Pools[0].core; f != 1095 {
		t.Errorf("the float of a core is %g", f)
	}
}
