package score_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/policies"
)

func TestTheOptionsOfASiteAreItselfAndItsPairs(t *testing.T) {
	f := fleet(t)
	for _, site := range f.Workspace.Sites {
		got := f.SiteOptions(site.Name)
		if len(got) == 0 || got[0].ID != site.Name {
			t.Errorf("%s: the site alone does not come first: %v", site.Name, got)
		}
		for _, s := range f.Workspace.Services {
			g, err := f.Glance(s)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range got {
				stand := g.On(o.Sites)
				if stand == nil {
					continue // it may not be split
				}
				want := stand.Vars.Option
				same := policies.Option{
					ID: want.ID, Kind: want.Kind, Sites: want.Sites, Countries: want.Countries,
					Capabilities: want.Capabilities, Environments: want.Environments, Elastic: want.Elastic,
				}
				if diff := cmp.Diff(&same, o); diff != "" {
					t.Errorf("%s: %s", s.Name, diff)
				}
			}
		}
	}
	if got := f.SiteOptions("nowhere"); len(got) > 0 {
		t.Errorf("a site that does not exist has %v", got)
	}
}
