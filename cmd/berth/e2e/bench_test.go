package e2e_test

import (
	"bufio"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkAThousandObjects compares berth, as a process of its own and with the role that
// it ships, with kubectl of the server's own version, in turns on one API server. Waiting
// until workloads are healthy, which kubectl does not do, is left out. The figures are
// medians of shares of kubectl's time in the same turn:
//
//	writes   from the first stage's beginning to the last write's end, without dry runs
//	all      the whole process: checks, lease, dry run of every object, writes, records
//	nothing  a plan made anew, and its apply, where nothing has changed, as a share of
//	         kubectl's second apply
func BenchmarkAThousandObjects(b *testing.B) {
	shares := map[string][]float64{}
	var full []float64
	for b.Loop() {
		s := play(b, shop)
		all := s.fleet(250, 0)
		s.kubectl(s.gke, "", "create", "namespace", "theirs")
		kubectl := func() float64 {
			return s.kubectlTook(s.gke, all, "apply", "--server-side", "-n", "theirs", "-f", "-").Seconds()
		}
		first := kubectl()
		again := kubectl()
		s.child("plan", "--steps", "--out", "plan.json")
		took := s.child("apply", "plan.json", "--yes", "--format", "json")
		events := parsed(b, took.out)
		waits := span(events, "step began", "step done", "wait")
		dry := rehearsals(events)
		planned := s.child("plan", "--steps", "--out", "plan.json", "--force").wall
		nothing := planned + s.child("apply", "plan.json", "--yes").wall
		full = append(full, first)
		shares["all"] = append(shares["all"], (took.wall-waits).Seconds()/first)
		shares["writes"] = append(shares["writes"], (span(events, "stage began", "stage done", "")-waits-dry).Seconds()/first)
		shares["nothing"] = append(shares["nothing"], nothing.Seconds()/again)
		b.Logf("kubectl %.2f s and again %.2f s; berth %s, of that waiting %s, dry run %s; nothing to change %s, of that planning %s", first, again, took.wall, waits, dry, nothing, planned)
	}
	b.ReportMetric(median(full), "kubectl-s")
	for name, all := range shares {
		b.ReportMetric(median(all), name+"/kubectl")
	}
}

// event is a line of --format json.
type event struct {
	What, Kind, Words string
	Stage             int
	Since             float64
}

func parsed(b *testing.B, text string) (all []event) {
	b.Helper()
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			b.Fatalf("%v: %s", err, lines.Text())
		}
		all = append(all, e)
	}
	return all
}

// span is from the first event of one sort to the last of another, of steps of a kind.
func span(all []event, from, to, kind string) time.Duration {
	begin, end := -1.0, 0.0
	for _, e := range all {
		if kind != "" && e.Kind != kind {
			continue
		}
		if e.What == from && begin < 0 {
			begin = e.Since
		}
		if e.What == to {
			end = e.Since
		}
	}
	return time.Duration((end - max(begin, 0)) * float64(time.Second))
}

// rehearsals is how long dry runs took within stages: from the beginning of each to its
// last dry run.
func rehearsals(all []event) (sum time.Duration) {
	began, last := 0.0, 0.0
	for _, e := range all {
		switch e.What {
		case "stage began":
			began, last = e.Since, e.Since
		case "dry-run":
			last = e.Since
		case "stage done":
			if began > 0 {
				sum += time.Duration((last - began) * float64(time.Second))
			}
		}
	}
	return sum
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
