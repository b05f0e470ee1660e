package reports

import (
	"fmt"
	"io"
	"path"
	"strings"
)

// Measurement is what `berth measure` read.
type Measurement struct {
	// Schema is "berth.measure/1".
	Schema string `json:"schema"`
	// Made is the moment up to which sources were asked.
	Made string `json:"made"`
	// From and To are the first and the last day of the snapshot; empty where it has
	// none.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Folder is where the snapshot lies: in the workspace, as the user named it.
	Folder  string           `json:"folder"`
	Sources []MeasuredSource `json:"sources"`
}

// MeasuredSource is what one metrics block gave.
type MeasuredSource struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Address string `json:"address"`
	// Asked is false where another source was meant.
	Asked   bool            `json:"asked"`
	Calls   int             `json:"calls"`
	Queries []MeasuredQuery `json:"queries"`
	// Warnings are the source's own words.
	Warnings []string `json:"warnings,omitempty"`
	// Strangers are names that the source has and the workspace has not, Near those
	// that are nearly a service's.
	Strangers []string   `json:"strangers,omitempty"`
	Near      []NearName `json:"near,omitempty"`
}

// NearName is a name of a source that is nearly that of a service.
type NearName struct {
	Name    string `json:"name"`
	Service string `json:"service"`
}

// MeasuredQuery is what one query gave.
type MeasuredQuery struct {
	Measures string `json:"measures"`
	Query    string `json:"query"`
	// Only is the service that the query is for; empty for all.
	Only     string `json:"only,omitempty"`
	Services int    `json:"services"`
	Series   int    `json:"series"`
	Points   int64  `json:"points"`
	// Missing is how many points gaps lack, Dropped how many came that were no demand.
	Missing int64 `json:"missing"`
	Dropped int   `json:"dropped"`
	// Fetched days were read now, Kept days were there before.
	Fetched int `json:"days_fetched"`
	Kept    int `json:"days_kept"`
	Calls   int `json:"calls"`
	// Cause is why the query has no answer or not all of it, Failure the same in words;
	// empty where all went well.
	Cause   string `json:"cause,omitempty"`
	Failure string `json:"failure,omitempty"`
}

// mostStrangers is how many names that nobody knows are shown.
const mostStrangers = 5

// WriteMeasurement writes what was read.
func WriteMeasurement(w io.Writer, o Options, m Measurement) error {
	m.Schema = "berth.measure/1"
	return write(w, o, m, func() []block {
		blocks := []block{heading{1, []text{{measuredSpan(m), strong}}}, measuredTable(m)}
		for _, s := range m.Sources {
			if told := s.told(); len(told) > 0 {
				blocks = append(blocks, items{told})
			}
		}
		if m.From != "" {
			next := fmt.Sprintf("It lies in %s. Next: berth evaluate %s", m.Folder, path.Dir(m.Folder))
			blocks = append(blocks, paragraph{parts: []text{say(next)}})
		}
		return blocks
	})
}

// measuredSpan says of which days the snapshot is.
func measuredSpan(m Measurement) string {
	if m.From == "" {
		return "nothing is measured"
	}
	return fmt.Sprintf("measured from %s to %s", m.From, m.To)
}

// measuredTable has a line for each query.
func measuredTable(m Measurement) table {
	t := table{columns: []column{
		{name: "source"}, {name: "measures"}, {name: "services", right: true}, {name: "series", right: true, drop: 3}, {name: "points", right: true},
		{name: "missing", right: true, drop: 1}, {name: "days read", right: true}, {name: "kept", right: true, drop: 2}, {name: "calls", right: true, drop: 4}, {name: "state"},
	}}
	for _, s := range m.Sources {
		for _, q := range s.Queries {
			t.rows = append(t.rows, row{cells: []text{
				{s.Name, strong}, say(q.what()), say(exactly(q.Services)), say(exactly(q.Series)), say(exactly(q.Points)),
				say(exactly(q.Missing)), say(exactly(q.Fetched)), say(exactly(q.Kept)), say(exactly(q.Calls)), s.state(q),
			}})
		}
	}
	return t
}

// what names a query in few words.
func (q MeasuredQuery) what() string {
	if q.Only != "" {
		return q.Measures + " of " + q.Only
	}
	return q.Measures
}

// state says how a query went.
func (s MeasuredSource) state(q MeasuredQuery) text {
	switch {
	case q.Cause == "empty":
		return text{q.Cause, doubtful}
	case q.Cause != "":
		return text{q.Cause, bad}
	case !s.Asked:
		return text{"not asked", dim}
	}
	return text{"done", good}
}

// told is what is to be said of a source besides.
func (s MeasuredSource) told() (out [][]text) {
	line := func(words string) { out = append(out, []text{{s.Name, strong}, say(words)}) }
	for _, f := range s.failures() {
		line(" " + f)
	}
	for _, q := range s.Queries {
		if q.Dropped > 0 {
			line(fmt.Sprintf(" %s: %s points were left out: no finite number, negative, twice there, or without a name", q.what(), exactly(q.Dropped)))
		}
	}
	for _, words := range s.Warnings {
		line(" warns: " + words)
	}
	for _, n := range s.Near {
		line(fmt.Sprintf(" has %q, and the workspace has %q: if it is the same, write names = { %q = %q }", n.Name, n.Service, n.Name, n.Service))
	}
	if n := len(s.Strangers); n > 0 {
		names := strings.Join(s.Strangers[:min(n, mostStrangers)], ", ")
		if n > mostStrangers {
			names += ", …"
		}
		line(fmt.Sprintf(" has %s without a service here, left out: %s", count(n, "name"), names))
	}
	return out
}

// failures are the reasons why queries have no answer, each with those that it is for.
func (s MeasuredSource) failures() (out []string) {
	var reasons []string
	of := map[string][]string{}
	for _, q := range s.Queries {
		if q.Failure == "" {
			continue
		}
		if of[q.Failure] == nil {
			reasons = append(reasons, q.Failure)
		}
		of[q.Failure] = append(of[q.Failure], q.what())
	}
	for _, why := range reasons {
		out = append(out, strings.Join(of[why], ", ")+": "+why)
	}
	return out
}

// exactly writes a count for a person.
func exactly[N int | int64](n N) string { return Number(n).String() }

// Questions are what `berth measure` would ask.
type Questions struct {
	// Schema is "berth.questions/1".
	Schema  string             `json:"schema"`
	Sources []QuestionedSource `json:"sources"`
	// Sets are the ready-made sets that blocks of these kinds may name.
	Sets []QuerySet `json:"sets"`
}

// QuestionedSource is one metrics block.
type QuestionedSource struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Address string `json:"address"`
	// Window and Step are in seconds.
	Window int64      `json:"window"`
	Step   int64      `json:"step"`
	Asks   []Question `json:"asks"`
	// Unready is why the source cannot be asked as things are.
	Unready string `json:"unready,omitempty"`
}

// QuerySet is a ready-made set of queries.
type QuerySet struct {
	// Kind is that of the sources that can be asked for it.
	Kind string `json:"kind"`
	Name string `json:"name"`
	Doc  string `json:"doc"`
}

// Question is one query.
type Question struct {
	Measures string `json:"measures"`
	Unit     string `json:"unit"`
	Query    string `json:"query"`
	// Service and Peer are the labels that hold the names, Only the service that the
	// query is for.
	Service string `json:"service,omitempty"`
	Peer    string `json:"peer,omitempty"`
	Only    string `json:"only,omitempty"`
	// Set is the ready-made set that it is of; empty for one of the workspace.
	Set string `json:"set,omitempty"`
}

// WriteQuestions writes what would be asked.
func WriteQuestions(w io.Writer, o Options, q Questions) error {
	q.Schema = "berth.questions/1"
	return write(w, o, q, func() (blocks []block) {
		for _, s := range q.Sources {
			blocks = append(blocks, heading{1, []text{{s.Name, strong}, say(fmt.Sprintf("  %s %s, a point every %d s", s.Kind, s.Address, s.Step))}})
			if s.Unready != "" {
				blocks = append(blocks, paragraph{parts: []text{{s.Unready, bad}}})
			}
			for _, x := range s.Asks {
				blocks = append(blocks, paragraph{parts: []text{{x.Measures, strong}, say(x.about())}}, source{x.Query, ""})
			}
		}
		return append(blocks, setsView(q.Sets)...)
	})
}

// setsView lists the ready-made sets.
func setsView(sets []QuerySet) []block {
	if len(sets) == 0 {
		return nil
	}
	t := table{columns: []column{{name: "kind"}, {name: "set"}, {name: "asks for", wraps: true}}}
	for _, s := range sets {
		t.rows = append(t.rows, row{cells: []text{say(s.Kind), {s.Name, strong}, say(s.Doc)}})
	}
	return []block{heading{1, []text{{"Sets of queries that a metrics block can name", strong}}}, t}
}

// about says what a query's answer is.
func (x Question) about() string {
	out := " in " + x.Unit
	switch {
	case x.Only != "":
		out += " of " + x.Only
	case x.Peer != "":
		out += fmt.Sprintf(", from the label %s to the label %s", x.Service, x.Peer)
	default:
		out += " by the label " + x.Service
	}
	if x.Set != "" {
		out += " (set " + x.Set + ")"
	}
	return out + ":"
}
