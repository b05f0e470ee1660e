package score

import (
	"math"
	"testing"

	"berth.dev/engine/spec"
)

func TestAScheduleAndADurationTellTheBusyShare(t *testing.T) {
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte("service \"a\" {\n  job {\n    schedule = \"0 3 * * *\"\n    duration = \"1h\"\n  }\n}\n")}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	job := w.Services[0].Job
	for _, c := range []struct {
		schedule string
		hours    float64
		want     float64
	}{
		{"0 3 * * *", 1, 1. / 24},      // an hour a day
		{"*/10 * * * *", 1. / 12, 0.5}, // five minutes in ten
		{"0 3 1 * *", 7.3, 0.01},       // 7.3 hours once a month of 730
		{"0 * * * *", 2, 1},            // always: runs overlap
		{"0 0 * * 1", 24, 1. / 7},      // Mondays: 52 in the year counted
		{"@every 2h", 0.5, 0.25},       // half an hour in two
		{"0 0 1 * 1", 10, 61. / 876},   // first days or Mondays: 12 + 52 − 3 that are both
		{"@daily", 12, 0.5},            //
	} {
		set := job.Schedule
		set.V = c.schedule
		j := *job
		j.Schedule = set
		j.Duration.Lo, j.Duration.Hi = c.hours*3600, c.hours*3600
		got := busyShare(&j)
		if math.Abs(got.Lo-c.want) > 0.001 || got.Lo != got.Hi {
			t.Errorf("%q for %g h: got %g..%g, want %g", c.schedule, c.hours, got.Lo, got.Hi, c.want)
		}
	}
}

func TestADeclaredBusyShareWins(t *testing.T) {
	w, _ := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte("service \"a\" {\n  job {\n    schedule   = \"0 3 * * *\"\n    duration   = \"1h\"\n    busy_share = 0.5\n  }\n}\n")}}, spec.Options{Fragment: true})
	if got := busyShare(w.Services[0].Job); got.Lo != 0.5 {
		t.Errorf("got %g", got.Lo)
	}
}
