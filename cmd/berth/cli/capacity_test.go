package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told runs berth for a JSON report.
func told(t *testing.T, into any, args ...string) {
	t.Helper()
	code, out, problems := interrupted(1<<30, append(args, "--format", "json")...)
	if code != 0 {
		t.Fatalf("berth %s ends with %d:\n%s", strings.Join(args, " "), code, problems)
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		t.Fatal(err)
	}
}

// amountOf is an amount of a report, as it is written there.
type amountOf struct {
	Amount json.Number `json:"amount"`
}

func TestACoreIsWorthWhatAPlanWithItSaves(t *testing.T) {
	talk := filepath.Join("..", "..", "..", "testdata", "pixiv")
	more := t.TempDir()
	if err := os.CopyFS(more, os.DirFS(talk)); err != nil {
		t.Fatal(err)
	}
	sites := filepath.Join(more, "sites.hcl")
	text, err := os.ReadFile(sites)
	if err != nil {
		t.Fatal(err)
	}
	// Others use one core less of tokyo: the pool has one more to give.
	write(t, sites, []byte(replaceOnce(t, string(text), `cpu = "686"`, `cpu = "685"`)))
	var now, then struct{ Cost amountOf }
	var worth struct {
		Pools []struct {
			Core struct{ Least, Most amountOf } `json:"core_more"`
		}
	}
	told(t, &now, "plan", talk)
	told(t, &then, "plan", more)
	told(t, &worth, "capacity", talk)
	a, _ := now.Cost.Amount.Float64()
	b, _ := then.Cost.Amount.Float64()
	least, _ := worth.Pools[0].Core.Least.Amount.Float64()
	most, _ := worth.Pools[0].Core.Most.Amount.Float64()
	// A yen for rounding.
	if saved := a - b; saved < 5000 || saved < least-1 || saved > most+1 {
		t.Errorf("a plan with a core more saves %.0f, capacity says %.0f to %.0f", saved, least, most)
	}
	if diff := cmp.Diff(1, len(worth.Pools)); diff != "" {
		t.Error(diff)
	}
}
