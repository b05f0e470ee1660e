package fill_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/unit"
)

const gib = 1 << 30

func TestTheMemoryOfAllIsSharedByTheCopiesAtThePeak(t *testing.T) {
	replica := func(words string) string { return "replica {\n" + words + "\n}\n" }
	const of10 = "traffic {\n p99_rps = 10\n mean_rps = 5\n}\n"
	all, cpu := of("prom", measure.Memory, 12*gib), of("prom", measure.CPU, 3)
	rows := []snapshot.Row{all, cpu, of("prom", measure.Rate, 120)}
	const by = " by prom, 2026-10-30 to 2026-11-01: memory p99 ÷ copies "
	mustFill(t, fill.Memory, []fillCase{
		{"by the measured rate", replica("requests_per_second = 40"), rows, []string{"load 120 requests/s of prom", "memory 4Gi" + by + "(rate p99 ÷ replica.requests_per_second)"}},
		{"by the cores of a copy", replica("cpu = \"500m\""), rows, []string{"load 3 cores of prom", "memory 2Gi" + by + "(cpu p99 ÷ replica.cpu)"}},
		{"by copies of one core", "", rows, []string{"load 3 cores of prom", "memory 4Gi" + by + "(cpu p99, of one core each)"}},
		{"by a declared load", replica("requests_per_second = 2") + of10, rows, []string{"memory 2.4Gi" + by + "(p99 of the load ÷ replica.requests_per_second)"}},
		{"by the mean where no more is declared", replica("requests_per_second = 2") + "traffic {\n mean_rps = 4\n}", rows, []string{"memory 6Gi" + by + "(p99 of the load ÷ replica.requests_per_second)"}},
		{"by a number of replicas", "replicas {\n min = 3\n max = 3\n}\ntraffic {\n like = \"b\"\n}", rows[:1], []string{"memory 4Gi" + by + "(replicas)"}},
		{"by the width of a job", "job {\n schedule = \"0 4 * * *\"\n parallelism = 6\n}", rows[:1], []string{"memory 2Gi" + by + "(job.parallelism)"}},
		{"by the cores in use of a job", "job {\n schedule = \"0 4 * * *\"\n}\n" + replica("cpu = \"1\""), rows, []string{"memory 4Gi" + by + "(cpu p99 ÷ replica.cpu)"}},
		{"an idle service is one copy", replica("cpu = \"500m\""), []snapshot.Row{all, of("prom", measure.CPU, 0.009)}, []string{"load 0.009 cores of prom", "memory 12Gi" + by + "(cpu p99 ÷ replica.cpu)"}},
		{"or as many as run at least", replica("cpu = \"500m\"") + "replicas {\n min = 2\n max = 9\n}", []snapshot.Row{all, of("prom", measure.CPU, 0)}, []string{"load 0 cores of prom", "memory 6Gi" + by + "(cpu p99 ÷ replica.cpu)"}},
	})
}

func TestMemoryThatAPersonWroteOrThatNobodyCanShareStaysAsItIs(t *testing.T) {
	at := func(words string) string {
		return "replica {\n requests_per_second = 5\n" + words + "\n}\ntraffic {\n mean_rps = 10\n}\n"
	}
	all := of("prom", measure.Memory, 12*gib)
	const filled = "memory 6Gi by prom, 2026-10-30 to 2026-11-01: memory p99 ÷ copies (p99 of the load ÷ replica.requests_per_second)"
	mustFill(t, fill.Memory, []fillCase{
		{"unknown", at("memory = \"unknown\""), []snapshot.Row{all}, []string{filled}},
		{"a range", at("memory = \"1Gi..2Gi\""), []snapshot.Row{all}, []string{filled}},
		{"a number", at("memory = \"1Gi\""), []snapshot.Row{all}, nil},
		{"nothing says how many copies", "traffic {\n like = \"b\"\n}", []snapshot.Row{all, of("prom", measure.CPU, 3)}, []string{
			"memory unknown: it was measured of all copies, and how many they are follows from replica.cpu, replica.requests_per_second or replicas, none of which says it",
		}},
		{"too old", at(""), []snapshot.Row{old(all, 9)}, []string{"memory unknown: prom: measured until 2026-10-23, older than max_age 2d on 2026-10-31; run berth measure"}},
		{"nothing", at(""), nil, []string{"memory unknown: other, prom: no series of it"}},
	})
}

func TestTheLoadOfAFileSaysHowManyCopiesThereAre(t *testing.T) {
	for _, c := range []struct {
		unit, want string
		load       float64
	}{{"cores", "4Gi", 3}, {"requests/s", "2.4Gi", 10}} {
		s := series("", measure.Key{Service: "a", Kind: measure.CPU}, end, c.load, c.load)
		p := s.Profile
		p.Unit = c.unit
		w := parse(t, service("replica {\n cpu = \"1\"\n requests_per_second = 2\n}\ntraffic {\n series = \"a.csv\"\n unit = \""+c.unit+"\"\n}"))
		r := filled(w, index(), []snapshot.Row{of("prom", measure.Memory, 12*gib)}, fill.Options{Loads: map[string]profile.Profile{"a": p}})
		if diff := cmp.Diff(c.want, unit.FormatBytes(r.Workspace.Service("a").Replica.Memory.Lo)); diff != "" {
			t.Errorf("%s: %s", c.unit, diff)
		}
	}
}
