package fleet_test

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
)

func TestAServiceOfManySitesKeepsAllThatAreNoSplit(t *testing.T) {
	// 8 owned sites and 8 clouds, all linked: 16 sites, and 64 pairs to split over.
	i, j := strings.Index(small, `site "tokyo"`), strings.Index(small, `site "gke"`)
	k := strings.Index(small, `link "tokyo"`)
	tokyo, gke := small[i:j], small[j:k]
	text := []string{small}
	for n := range 7 {
		text = append(text,
			strings.Replace(tokyo, `"tokyo"`, fmt.Sprintf(`"own%d"`, n), 1),
			strings.Replace(gke, `"gke"`, fmt.Sprintf(`"rent%d"`, n), 1))
	}
	for n := range 8 {
		for m := range 8 {
			own, rent := fmt.Sprintf("own%d", n), fmt.Sprintf("rent%d", m)
			if n == 7 {
				own = "tokyo"
			}
			if m == 7 {
				rent = "gke"
			}
			if n == 7 && m == 7 {
				continue
			}
			text = append(text, fmt.Sprintf("link %q %q {\n  path = \"vpn\"\n  egress = { %s = \"0 JPY/GiB\", %s = \"10 JPY/GiB\" }\n}", own, rent, own, rent))
		}
	}
	f := loadText(t, nil, append(text, svc("a"))...).build(t, nil)
	single := 0
	for _, o := range f.Services[0].Options {
		if o.Base == nil {
			single++
		}
	}
	if len(f.Services[0].Options) != place.MaxOptions || single != 16 {
		t.Errorf("%d options, %d of them no split", len(f.Services[0].Options), single)
	}
	if len(f.Problem.Views) != 16 || len(f.Assumptions) < 16 {
		t.Errorf("%d views, %d assumptions", len(f.Problem.Views), len(f.Assumptions))
	}
}

func TestNumbersWithoutRoomAreRefusedWithTheirService(t *testing.T) {
	for what, service := range map[string]string{
		"money": svc("a", "licence {\n    per   = \"service\"\n    price = \"1000000000000000000000000000000 JPY/mo\"\n  }"),
		"cores": replacedIn(svc("a"), `cpu    = "1"`, `cpu    = "3000000"`),
	} {
		f, diags := loadText(t, nil, small, service).try(nil)
		if f.Problem != nil || !diags.HasErrors() || diags[0].Code != fleet.CodeTooLarge {
			t.Errorf("%s: %v", what, diags)
		}
	}
}

func TestAPlanWithoutSplitsAsksForOne(t *testing.T) {
	f := loadText(t, nil, small, svc("a")).build(t, func(o *fleet.Options) { o.Splits = 0 })
	if n := len(f.Services[0].Options); n != 3 {
		t.Errorf("%d options", n)
	}
}
