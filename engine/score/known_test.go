package score_test

import (
	"cmp"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"berth.dev/engine/score"
)

// rps is what a load in requests needs besides.
const rps = "replica {\n requests_per_second = 10\n}\n"

func TestWhatIsKnownOfAServiceIsWhatSomebodyWrote(t *testing.T) {
	for _, c := range []struct {
		name, specs    string
		load, complete bool
		unmeasured     []string
		environment    string
	}{
		{name: "nothing", specs: ``},
		{name: "requests", specs: rps + "traffic {\n mean_rps = 3\n}", load: true},
		{name: "a range", specs: rps + "traffic {\n mean_rps = \"3..5\"\n}", load: true},
		{name: "nobody knows", specs: rps + "traffic {\n mean_rps = \"unknown\"\n}"},
		{name: "a number of copies", specs: "replicas {\n min = 2\n max = 2\n}", load: true},
		{name: "a range of copies", specs: "replicas {\n min = 2\n max = 3\n}"},
		{name: "one copy", specs: "replicas {\n max = 1\n}", load: true},
		{name: "a job with a schedule and a duration", specs: "job {\n schedule = \"0 3 * * *\"\n duration = \"10m\"\n}", load: true},
		{name: "a job of which nobody knows how long it runs", specs: "job {\n schedule = \"0 3 * * *\"\n}"},
		{name: "a job of unknown width", specs: "job {\n busy_share = 0.1\n parallelism = \"unknown\"\n}"},
		{name: "no calls at all", specs: `calls = "complete"`, complete: true},
		{name: "a call in both directions", specs: "call \"user-db\" {\n sent = \"1G\"\n received = \"1G..2G\"\n}", complete: true},
		{name: "a call in one", specs: "call \"user-db\" {\n sent = \"1G\"\n}", complete: true, unmeasured: []string{"user-db"}},
		{name: "calls by name", specs: "call \"user-db\" {\n sent = \"unknown\"\n received = \"1G\"\n}\ncall \"bigquery\" {}", complete: true, unmeasured: []string{"bigquery", "user-db"}},
		{name: "visitors", specs: "call \"internet\" {\n sent = \"1G\"\n}", complete: true},
		{name: "visitors whom nobody counted", specs: "calls = \"partial\"\ncall \"internet\" {}", unmeasured: []string{"internet"}},
		{name: "an environment", specs: "environment = \"lab\"", environment: "lab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := fleet(t, add("services/it.hcl", "environment \"lab\" {}\nservice \"it\" {\n"+c.specs+"\n}\n"))
			s := f.Workspace.Service("it")
			if got := f.LoadKnown(s); got != c.load {
				t.Errorf("its load is known: %v", got)
			}
			if got := score.CallsComplete(s); got != c.complete {
				t.Errorf("its calls are all there: %v", got)
			}
			if diff := gocmp.Diff(c.unmeasured, score.Unmeasured(s)); diff != "" {
				t.Error(diff)
			}
			if got := f.Environment(s); got != cmp.Or(c.environment, "prod") {
				t.Errorf("its environment is %q", got)
			}
		})
	}
}
