package fill_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// fillCase is a service with rows and what comes of it.
type fillCase struct {
	name, words string
	rows        []snapshot.Row
	want        []string
}

// mustFill holds what comes of service a against what is expected. Of what stays unknown
// only the part that a table is about is looked at.
func mustFill(t *testing.T, about string, cases []fillCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := filled(parse(t, service(c.words), "service \"b\" {}\n"), index(), c.rows, fill.Options{})
			var got []string
			for _, u := range r.Told["a"].Unknown {
				if u.What != about {
					continue
				}
				got = append(got, u.What+" unknown: "+u.Why)
			}
			r.Told["a"].Unknown = nil
			got = append(said(r, "a"), got...)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheLoadIsWhatAPersonWroteElseWhatWasMeasured(t *testing.T) {
	const known = "replica {\n cpu = \"1\"\n memory = \"1Gi\"\n requests_per_second = 40\n}\n"
	const open = "replica {\n cpu = \"1\"\n memory = \"1Gi\"\n requests_per_second = \"unknown\"\n}\n"
	both := []snapshot.Row{of("prom", measure.Rate, 120), of("prom", measure.CPU, 3)}
	mustFill(t, fill.Load, []fillCase{
		{"no traffic block, and what a copy carries is known", known, both, []string{"load 120 requests/s of prom"}},
		{"no traffic block, and it is not", open, both, []string{"load 3 cores of prom"}},
		{"no word at all", `calls = "complete"` + "\nreplica {\n memory = \"1Gi\"\n}", both, []string{"load 3 cores of prom"}},
		{"the better kind is missing", known, both[1:], []string{"load 3 cores of prom"}},
		{"cores are missing", open, both[:1], []string{"load 120 requests/s of prom"}},
		{"a unit chooses cores", known + "traffic {\n unit = \"cores\"\n}", both, []string{"load 3 cores of prom"}},
		{"a unit chooses requests", open + "traffic {\n unit = \"requests/s\"\n}", both, []string{"load 120 requests/s of prom"}},
		{"a unit chooses what is missing", known + "traffic {\n unit = \"cores\"\n}", both[:1], []string{"load unknown: other, prom: no series of it"}},
		{"a unit that is no load", known + "traffic {\n unit = \"bytes/s\"\n}", both, []string{`load unknown: traffic.unit "bytes/s" is neither cores nor requests, so that it chooses no measured load`}},
		{"a trend alone", known + "traffic {\n trend = \"2%/mo\"\n zone = \"Asia/Tokyo\"\n}", both, []string{"load 120 requests/s of prom"}},
		{"an unknown load", known + "traffic {\n mean_rps = \"unknown\"\n}", both, []string{"load 120 requests/s of prom"}},
		{"a range", known + "traffic {\n mean_rps = \"10..20\"\n}", both, []string{"load 120 requests/s of prom"}},
		{"a number stands", known + "traffic {\n mean_rps = 10\n}", both, nil},
		{"a peak alone stands", known + "traffic {\n peak_rps = 10\n}", both, nil},
		{"a series stands", known + "traffic {\n series = \"a.csv\"\n unit = \"cores\"\n}", both, nil},
		{"a job stands", "job {\n schedule = \"0 4 * * *\"\n}\nreplica {\n memory = \"1Gi\"\n}", both, nil},
		{"nothing was measured", known, nil, []string{"load unknown: other, prom: no series of it"}},
	})
}

func TestTheFirstUsableSourceWinsUnlessOneIsChosen(t *testing.T) {
	const known = "replica {\n cpu = \"1\"\n memory = \"1Gi\"\n requests_per_second = 40\n}\n"
	both := []snapshot.Row{of("prom", measure.Rate, 120), of("other", measure.Rate, 7)}
	stale := []snapshot.Row{of("prom", measure.Rate, 120), old(of("other", measure.Rate, 7), 30)}
	gone := of("gone", measure.Rate, 1)
	broken := of("prom", measure.Rate, 120)
	broken.Unknown = "the series has one row only"
	mustFill(t, fill.Load, []fillCase{
		{"by name", known, both, []string{"load 7 requests/s of other", "also in prom"}},
		{"chosen", known + "traffic {\n source = \"prom\"\n}", both, []string{"load 120 requests/s of prom"}},
		{"the first is too old", known, stale, []string{"load 120 requests/s of prom"}},
		{"the chosen one is too old", known + "traffic {\n source = \"other\"\n}", stale, []string{
			"load unknown: other: measured until 2026-10-02, older than max_age 7d on 2026-10-31; run berth measure",
		}},
		{"a block that the workspace lacks", known, []snapshot.Row{gone}, []string{"load unknown: other, prom: no series of it"}},
		{"points that are no series", known, []snapshot.Row{broken}, []string{"load unknown: prom: the series has one row only"}},
	})
}

func TestAnAgeCountsFromTheEndOfTheWorkspacesDay(t *testing.T) {
	const known = "replica {\n memory = \"1Gi\"\n requests_per_second = 40\n}\n"
	mustFill(t, fill.Load, []fillCase{
		{"as old as may be", known, []snapshot.Row{old(of("prom", measure.Rate, 9), 2)}, []string{"load 9 requests/s of prom"}},
		{"a day older", known, []snapshot.Row{old(of("prom", measure.Rate, 9), 3)}, []string{
			"load unknown: prom: measured until 2026-10-29, older than max_age 2d on 2026-10-31; run berth measure",
		}},
		{"measured after the day", known, []snapshot.Row{old(of("prom", measure.Rate, 9), -20)}, []string{"load 9 requests/s of prom"}},
	})
}

func TestWhatASourceHadNothingNewerOfIsNotToBeMeasuredAgain(t *testing.T) {
	row := old(of("prom", measure.Rate, 9), 9)
	part := snapshot.Part{Source: "prom", Kind: measure.Rate, Query: row.QueryID, Until: end}
	w := parse(t, service("replica {\n memory = \"1Gi\"\n requests_per_second = 40\n}\n"))
	for want, part := range map[string]snapshot.Part{
		"prom was asked until 2026-11-01 and has nothing newer: see whether it still runs": part,
		"run berth measure": {Source: "prom", Kind: measure.Rate, Query: row.QueryID, Until: end.AddDate(0, 0, -9)},
	} {
		x := index()
		x.Days = []snapshot.Day{{Date: "2026-10-31", Parts: []snapshot.Part{part}}}
		got := filled(w, x, []snapshot.Row{row}, fill.Options{}).Told["a"].Unknown
		if len(got) != 1 || !strings.HasSuffix(got[0].Why, "; "+want) {
			t.Errorf("%v, want %q", got, want)
		}
	}
}

func TestAnOwnQueryIsForItsServiceAlone(t *testing.T) {
	w := parse(t, service("replica {\n memory = \"1Gi\"\n requests_per_second = 40\n}\ntraffic {\n source = \"prom\"\n query = \"mine\"\n}"),
		"service \"b\" {\n replica {\n memory = \"1Gi\"\n requests_per_second = 40\n }\n}\n")
	x := index()
	x.Sources[1].Queries = append(x.Sources[1].Queries, snapshot.Query{ID: "own a", Kind: measure.Rate, Text: "mine", Only: "a"}, snapshot.Query{ID: "own b", Kind: measure.Rate, Text: "was b's", Only: "b"})
	own := func(name, id, text string, level float64) snapshot.Row {
		r := series("prom", measure.Key{Service: name, Kind: measure.Rate}, end, level, level)
		r.QueryID, r.Query = id, text
		return r
	}
	rows := []snapshot.Row{
		of("prom", measure.Rate, 1), own("a", "own a", "mine", 2),
		own("b", "own b", "was b's", 3), series("prom", measure.Key{Service: "b", Kind: measure.Rate}, end, 4, 4),
	}
	r := filled(w, x, rows, fill.Options{})
	if diff := cmp.Diff([]string{"load 2 requests/s of prom"}, said(r, "a")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"load 4 requests/s of prom"}, said(r, "b")); diff != "" {
		t.Error(diff)
	}
}

func TestAFailedQueryIsTheReasonOfWhatItLeavesUnknown(t *testing.T) {
	w := parse(t, service("replica {\n cpu = \"1\"\n requests_per_second = 40\n}\ntraffic {\n source = \"prom\"\n}"))
	failed := index()
	failed.Sources[1].Queries[0].Failure = "no answer within 30s"
	for _, c := range []struct {
		name  string
		index snapshot.Index
		want  []string
	}{
		{"a query failed", failed, []string{"load unknown: prom: rate was not read: no answer within 30s", "memory unknown: prom: no series of it"}},
		{"a source was never asked", snapshot.Index{}, []string{
			"load unknown: prom: not measured yet; run berth measure", "memory unknown: prom: not measured yet; run berth measure",
		}},
	} {
		if diff := cmp.Diff(c.want, said(filled(w, c.index, nil, fill.Options{}), "a")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestANameThatNearlyMatchesIsSuggested(t *testing.T) {
	x := index()
	x.Sources[1].Strangers = []string{"cartt", "zebra"}
	w := parse(t, "service \"cart\" {\n replica {\n memory = \"1Gi\"\n }\n}\n")
	want := []string{`load unknown: other, prom: no series of it; prom has "cartt": if it is that, say so in its names`}
	if diff := cmp.Diff(want, said(filled(w, x, nil, fill.Options{}), "cart")); diff != "" {
		t.Error(diff)
	}
}
