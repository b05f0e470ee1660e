package fleet_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
)

// bounds are the bounds of a wide problem in lines.
func bounds(w *fleet.Wide) (out []string) {
	for _, b := range w.Bounds {
		line := fmt.Sprintf("%s %s %s%s%s", b.Sort, b.Constraint, strings.Join(b.Services, "+"), b.Site, b.Other)
		for _, ban := range b.Bans {
			line += fmt.Sprintf(" no %s on %s", w.Services[ban.Service].Name, w.Services[ban.Service].Options[ban.Option].Name)
		}
		for _, cell := range b.Cells {
			q := w.Problem.Pairs[cell.Pair]
			width := w.Problem.Width(q.B)
			line += fmt.Sprintf(" no %s with %s", w.Services[q.A].Options[int(cell.At)/width].Name, w.Services[q.B].Options[int(cell.At)%width].Name)
		}
		for _, g := range b.Grow {
			line += fmt.Sprintf(" %s +%d", w.Blocks[g.Block].Name, g.By)
		}
		if len(b.Grow) > 0 {
			line += fmt.Sprintf(" for %s, most %d", w.Unit.Amount(b.Price).Decimal(), b.Most)
		}
		out = append(out, line)
	}
	return out
}

func TestAWideProblemHasWhatRulesExcludeAndTheRulesAsData(t *testing.T) {
	// A node has 9 cores and 36 GiB = 36,864 MiB to give, which are four pieces of
	// 8 GiB. A month of it is 10,000 of capital, 1,000 upkeep, 730 idle power and 73 for
	// what is reserved. Five are possible, two more.
	sites := replaced(t, "    spare      = 1\n", "    spare      = 1\n    max_nodes  = 5\n")
	w := loadText(t, nil, sites,
		svc("a", `stateful = true`, `pin = "tokyo"`, "security {\n    residency = [\"US\"]\n  }"),
		svc("b", `stateful = true`, `same_site = ["a"]`, `runs_on = "gke"`),
		svc("c", `stateful = true`, `different_sites = ["b"]`))
	o := fleet.DefaultOptions()
	o.Pins = map[string]string{"c": "gke"}
	wide, diags := fleet.BuildWide(w.w, w.profiles, w.suite, o)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := []string{
		"constraint pin a no a on gke",
		"constraint residency a no a on gke no a on tokyo",
		"pin of the plan  cgke no c on tokyo",
		"same_site  a+b no gke with tokyo no tokyo with gke",
		"different_sites  b+c no gke with gke no tokyo with tokyo",
		"node_pool  tokyo tokyo/general/cpu +9000 tokyo/general/memory +36864 tokyo/general/memory in whole pods of 8192Mi +4 for 11803, most 2",
	}
	if diff := cmp.Diff(want, bounds(wide)); diff != "" {
		t.Error(diff)
	}
	if at := wide.Bounds[0].At.String(); !strings.HasPrefix(at, "a.hcl:") {
		t.Errorf("the pin stands at %q", at)
	}
}
