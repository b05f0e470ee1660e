package shop_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
	"berth.dev/reports"
)

// folder is where the README keeps the workspace.
const folder = "shop"

// TestTenMinutesOfTheREADME is one story, because making a month takes a while.
func TestTenMinutesOfTheREADME(t *testing.T) {
	s, r := play(t), readReadme(t)
	s.begin(r)
	s.measures(r.then[0])
	s.samePoints()
	s.asksOnlyForWhatIsMissing()
	s.marked()
	s.importsAgain(r.first)
	s.asksForADayMore()
	before := s.decides(r.then[1:])
	s.alone()
	if diff := cmp.Diff(before, s.decides(r.then[1:])); diff != "" {
		t.Errorf("the same inputs, other bytes (-with +without a Prometheus):\n%s", diff)
	}
}

// alone takes the Prometheus away. Asking for everything anew fails then, and harms
// nothing that was measured before.
func (s *scene) alone() {
	s.Helper()
	s.server.Stop()
	s.front.close()
	if a := s.berth("measure", folder, "--again"); a.code != 1 {
		s.Errorf("measured without a Prometheus: exit code %d\n%s%s", a.code, a.out, a.err)
	}
}

// begin imports the cluster and puts the metrics block in, with two edits by hand.
func (s *scene) begin(r readme) {
	s.Helper()
	a := s.run(r.first...)
	s.says(a.err, "Imported 12 services")
	s.says(a.out, "say in shop/metrics.hcl who measures, then berth measure shop")
	const example = "https://prometheus.example"
	if !strings.Contains(r.metrics, example) {
		s.Fatalf("the metrics block has no %s", example)
	}
	s.write("shop/metrics.hcl", strings.ReplaceAll(r.metrics, example, s.front.url))
	s.edit("shop/services.hcl", `    cpu    = "70m"
    memory = "200Mi"`, `    cpu    = "70m"
    memory = "unknown" # its data grow`)
	s.run("validate", folder)
}

// measures reads the month.
func (s *scene) measures(command []string) {
	s.Helper()
	var m reports.Measurement
	s.json(s.run(append(command, "--format", "json")...), &m)
	if s.asked = s.front.take(); len(s.asked) == 0 {
		s.Fatal("nobody was asked")
	}
	for _, q := range m.Sources[0].Queries {
		if q.Failure != "" || q.Dropped != 0 || q.Missing == 0 {
			s.Errorf("%+v", q)
		}
	}
	if len(m.Sources[0].Strangers) > 0 {
		s.Errorf("of another namespace: %v", m.Sources[0].Strangers)
	}
}

// asksOnlyForWhatIsMissing measures again at once.
func (s *scene) asksOnlyForWhatIsMissing() {
	s.Helper()
	until := map[string]time.Time{}
	for _, a := range s.asked {
		if a.end.After(until[a.query]) {
			until[a.query] = a.end
		}
	}
	s.run("measure", folder)
	for _, a := range s.front.take() {
		if last, known := until[a.query]; !known || !a.start.After(last) {
			s.Errorf("asked again from %s on, though it was known until %s: %s", a.start, last, a.query)
		}
	}
}

// asksForADayMore widens the window: of days before, each query is asked for one alone.
func (s *scene) asksForADayMore() {
	s.Helper()
	from := s.asked[0].start
	for _, a := range s.asked {
		if a.start.Before(from) {
			from = a.start
		}
	}
	s.edit("shop/metrics.hcl", `"30d"`, `"31d"`)
	s.run("measure", folder)
	older := map[string]int{}
	for _, a := range s.front.take() {
		switch {
		case a.start.Before(from):
			older[a.query]++
			if want := from.Add(-step); !a.end.Equal(want) || a.start != from.Add(-day) {
				s.Errorf("asked from %s to %s, not of the day before %s", a.start, a.end, from)
			}
		case !a.start.After(s.asked[0].end):
			s.Errorf("asked again from %s to %s", a.start, a.end)
		}
	}
	want := len(measure.Kinds())
	if !time.Now().UTC().Truncate(day).Add(-31 * day).Before(from) {
		want = 0 // it has struck midnight meanwhile
	}
	if len(older) != want {
		s.Errorf("a day more was asked for of %d queries, want %d", len(older), want)
	}
	for query, n := range older {
		if n != 1 {
			s.Errorf("%d calls for one day: %s", n, query)
		}
	}
}

// importsAgain imports the cluster after it changed: the change comes, the edits stay.
func (s *scene) importsAgain(command []string) {
	s.Helper()
	s.kubectl("", "scale", "--namespace", "shop", "deployment/adservice", "--replicas=3")
	if a := s.berth(command...); a.code != 2 {
		s.Errorf("files were changed without asking: exit code %d\n%s%s", a.code, a.out, a.err)
	}
	a := s.run(append(command, "--yes")...)
	s.says(a.out, `max = 3`)
	s.says(s.read("shop/services.hcl"), `memory = "unknown" # its data grow`, "min = 3")
	s.says(s.read("shop/metrics.hcl"), s.front.url)
}

// decides runs the other commands, each in the format for machines and for people.
func (s *scene) decides(commands [][]string) (out []string) {
	s.Helper()
	for _, args := range commands {
		out = append(out, s.run(args...).out+s.run(append(args, "--format", "json")...).out)
	}
	return out
}

// json reads what a run printed.
func (s *scene) json(a answer, to any) {
	s.Helper()
	if err := json.Unmarshal([]byte(a.out), to); err != nil {
		s.Fatalf("%v\n%s", err, a.out)
	}
}

// says wants words in a text, which may be broken over lines.
func (s *scene) says(text string, words ...string) {
	s.Helper()
	text = strings.Join(strings.Fields(text), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.Errorf("it does not say %q:\n%s", w, text)
		}
	}
}

// edit replaces words of a file, which must stand there once.
func (s *scene) edit(name, old, new string) {
	s.Helper()
	text := s.read(name)
	if strings.Count(text, old) != 1 {
		s.Fatalf("%s has %q %d times", name, old, strings.Count(text, old))
	}
	s.write(name, strings.Replace(text, old, new, 1))
}
