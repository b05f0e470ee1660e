package fill_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/score"
	"berth.dev/engine/snapshot"
)

func TestAMeasuredCallFillsWhatIsOpen(t *testing.T) {
	// 4096 bytes a second are 10 GiB and a little a month of 730 hours.
	rows := []snapshot.Row{to("db", measure.CallSent, 4096), to("db", measure.CallReceived, 8192), to("db", measure.CallRate, 5)}
	const by = " by prom, 2026-10-30 to 2026-11-01: mean"
	const month = by + " × 730 h"
	said := func(call string) string {
		return "replica {\n memory = \"1Gi\"\n}\ntraffic {\n series = \"a.csv\"\n unit = \"cores\"\n}\n" + call
	}
	mustFill(t, fill.Calls, []fillCase{
		{"no call block", said(""), rows, []string{"db sent 10Gi" + month, "db received 20.1Gi" + month, "db rate 5" + by}},
		{"numbers stand", said("call \"db\" {\n sent = \"1G\"\n received = \"unknown\"\n requests_per_second = \"1..9\"\n}"), rows, []string{"db received 20.1Gi" + month, "db rate 5" + by}},
		{"all is said", said("call \"db\" {\n sent = \"1G\"\n received = \"1G\"\n requests_per_second = 1\n}"), rows, nil},
		{"only requests were counted", said(""), rows[2:], []string{"db rate 5" + by}},
		{"calls are complete", said("calls = \"complete\""), rows[2:], []string{"db rate 5" + by, "beyond complete: db"}},
		{"calls are complete with it", said("calls = \"complete\"\ncall \"db\" {\n sent = \"1G\"\n}"), rows[2:], []string{"db rate 5" + by}},
		{"to visitors", said(""), []snapshot.Row{to("internet", measure.CallSent, 4096)}, []string{"internet sent 10Gi" + month}},
		{"to itself", said(""), []snapshot.Row{to("a", measure.CallSent, 4096)}, nil},
		{"too old", said(""), []snapshot.Row{old(rows[0], 9)}, []string{"calls unknown: prom: measured until 2026-10-23, older than max_age 2d on 2026-10-31; run berth measure"}},
		{"the peak is not the mean", said(""), []snapshot.Row{series("prom", measure.Key{Service: "a", Kind: measure.CallSent, Peer: "db"}, end, 0, 8192)}, []string{"db sent 10Gi" + month}},
	})
}

func TestAMeasuredCallNeverMakesCallsComplete(t *testing.T) {
	r := filled(parse(t, service("")), index(), []snapshot.Row{to("db", measure.CallSent, 1)}, fill.Options{})
	if s := r.Workspace.Service("a"); len(s.CallBlocks) != 1 || score.CallsComplete(s) {
		t.Errorf("%d calls, complete: %v", len(s.CallBlocks), score.CallsComplete(s))
	}
}

func TestACallThatWasOnlySeenStandsWithUnknownBytes(t *testing.T) {
	x := index()
	x.Made = end
	x.Sources[1].Pairs = []measure.Pair{{From: "a", To: "db"}, {From: "a", To: "nobody"}, {From: "b", To: "db"}}
	w := parse(t, service(""), "service \"b\" {\n call \"db\" {\n sent = \"1G\"\n }\n}\n")
	r := filled(w, x, nil, fill.Options{})
	if calls := r.Workspace.Service("a").CallBlocks; len(calls) != 1 || calls[0].Name != "db" || calls[0].Sent.Set() {
		t.Errorf("a calls %v", calls)
	}
	if diff := cmp.Diff([]string{"nobody"}, r.Strangers); diff != "" {
		t.Error(diff)
	}
	if r.Workspace.Service("b") != w.Service("b") {
		t.Error("a call that has its block was seen, and the service changed")
	}
	x.Made = end.AddDate(0, -1, 0)
	if r := filled(w, x, nil, fill.Options{}); r.Workspace != w {
		t.Error("what was seen a month ago still counts")
	}
}

func TestEndsThatNobodyKnowsAreNamedOnce(t *testing.T) {
	rows := []snapshot.Row{
		to("unknown", measure.CallSent, 1), to("unknown", measure.CallRate, 1), to("payments", measure.CallRate, 1),
		series("prom", measure.Key{Service: "gateway", Kind: measure.CallSent, Peer: "a"}, end, 1, 1),
	}
	r := filled(parse(t, service("")), index(), rows, fill.Options{})
	if diff := cmp.Diff([]string{"gateway", "payments", "unknown"}, r.Strangers); diff != "" {
		t.Error(diff)
	}
	if r.Workspace.Service("a").CallBlocks != nil {
		t.Error("a call to a stranger was added")
	}
}

func TestOfOneServiceItsCallersAreFilledToo(t *testing.T) {
	w := parse(t, service("traffic {\n like = \"b\"\n}"), "service \"b\" {}\n", "service \"c\" {}\n")
	key := func(service string, kind measure.Kind, peer string) measure.Key {
		return measure.Key{Service: service, Kind: kind, Peer: peer}
	}
	rows := []snapshot.Row{
		series("prom", key("b", measure.CPU, ""), end, 1, 1), series("prom", key("c", measure.CPU, ""), end, 1, 1),
		series("prom", key("c", measure.CallSent, "a"), end, 1, 1), series("prom", key("c", measure.CallSent, "db"), end, 1, 1),
	}
	var all []snapshot.Series
	for _, r := range rows {
		all = append(all, r.Series)
	}
	c := fill.Choose(w, index(), all, fill.Options{Only: []string{"a"}})
	var got []bool
	for _, r := range all {
		got = append(got, c.Wants(r))
	}
	if diff := cmp.Diff([]bool{true, false, true, false}, got); diff != "" {
		t.Errorf("load of b, load of c, calls of c to a, calls of c to db: %s", diff)
	}
}
