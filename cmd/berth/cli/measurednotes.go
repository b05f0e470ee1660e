package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/fill"
	"berth.dev/engine/spec"
)

// mostReasons is how many reasons of unknown numbers are told.
const mostReasons = 5

// measuredNotes are what a reader should know of the measurements of services: by whom
// and until when, and what stays unknown for which reason.
func (w *workspace) measuredNotes(services []*spec.Service) []string {
	if len(w.Metrics) == 0 {
		return nil
	}
	if w.measured.missing {
		var names []string
		for _, m := range w.Metrics {
			names = append(names, m.Name)
		}
		return []string{fmt.Sprintf("Nothing was measured yet: what %s would tell is unknown here. `berth measure %s` asks.", someOf(names), w.dir)}
	}
	out := w.measuredBy(services)
	out = append(out, w.stale(services)...)
	out = append(out, w.unmeasured(services)...)
	others := w.named(services, func(t *fill.Told) bool { return len(t.Others) > 0 })
	if len(others) > 0 {
		out = append(out, fmt.Sprintf("%s in several sources, of which the first by name is taken: %s. traffic { source = … } chooses.", have(len(others), "service", "its load", "their load"), someOf(others)))
	}
	beyond := w.named(services, func(t *fill.Told) bool { return len(t.Beyond) > 0 })
	if len(beyond) > 0 {
		out = append(out, fmt.Sprintf("%s more calls measured than the specs call complete: %s. They count; name them, or write calls = \"partial\".", have(len(beyond), "service", "has", "have"), someOf(beyond)))
	}
	if names := w.measured.Strangers; len(names) > 0 {
		out = append(out, fmt.Sprintf("Calls were measured of what is neither service nor endpoint here, and left out: %s. Add an endpoint, or say in metrics { names = … } which service it is.", someOf(names)))
	}
	return out
}

// stale says of how many services profiles are made anew each time, and what ends it.
func (w *workspace) stale(services []*spec.Service) []string {
	n := 0
	for _, s := range services {
		if w.measured.stale[s.Name] {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Profiles of %s were made anew from the points, which takes its time: the snapshot has them by another zone or by another berth's definitions. `berth measure %s` keeps them.", plural(n, "service"), w.dir)}
}

// sayMeasured tells on stderr what decisions rest on that was measured, for reports that
// have no place for it.
func (a *app) sayMeasured(w *workspace) {
	for _, note := range w.measuredNotes(w.Services) {
		a.say("note", note)
	}
}

// named are the services of which something was told.
func (w *workspace) named(services []*spec.Service, is func(*fill.Told) bool) (names []string) {
	for _, s := range services {
		if t := w.measured.Told[s.Name]; t != nil && is(t) {
			names = append(names, s.Name)
		}
	}
	return names
}

// have counts things that have something, as in "1 service has its load" and "2 services
// have their load".
func have(n int, thing, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("%s %s", plural(n, thing), one)
	}
	return fmt.Sprintf("%s %s", plural(n, thing), many)
}

// measuredBy says whose load comes from which source, and until when it was measured.
func (w *workspace) measuredBy(services []*spec.Service) (out []string) {
	type by struct {
		services int
		until    time.Time
	}
	sources := map[string]by{}
	memory, calls := 0, 0
	for _, s := range services {
		t := w.measured.Told[s.Name]
		if t == nil {
			continue
		}
		if r := t.Load; r != nil {
			b := sources[r.Source]
			b.services++
			if r.To.After(b.until) {
				b.until = r.To
			}
			sources[r.Source] = b
		}
		calls += t.Calls
		if t.Memory {
			memory++
		}
	}
	dayEnd := w.Settings.AsOf.V.Add(24 * time.Hour)
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		b := sources[name]
		words := fmt.Sprintf("%s measured by %s, until %s", have(b.services, "service", "has its load", "have their load"), name, b.until.UTC().Format("2006-01-02 15:04 UTC"))
		if b.until.After(dayEnd) {
			words += fmt.Sprintf(", after the day of the workspace (%s); as_of or --as-of sets it", w.Settings.AsOf.V.Format(time.DateOnly))
		}
		out = append(out, words+".")
	}
	var besides []string
	if memory > 0 {
		besides = append(besides, "the memory of copies of "+plural(memory, "service"))
	}
	if calls > 0 {
		besides = append(besides, plural(calls, "call"))
	}
	if len(besides) > 0 {
		out = append(out, fmt.Sprintf("Measured besides: %s.", strings.Join(besides, ", and ")))
	}
	return out
}

// unmeasured says what stays unknown, by reason: the one of most services first.
func (w *workspace) unmeasured(services []*spec.Service) (out []string) {
	by := map[fill.Unknown][]string{}
	for _, s := range services {
		t := w.measured.Told[s.Name]
		if t == nil {
			continue
		}
		for _, u := range t.Unknown {
			by[u] = append(by[u], s.Name)
		}
	}
	reasons := slices.SortedFunc(maps.Keys(by), func(a, b fill.Unknown) int {
		return cmp.Or(cmp.Compare(len(by[b]), len(by[a])), cmp.Compare(a.What, b.What), cmp.Compare(a.Why, b.Why))
	})
	for _, u := range reasons[:min(len(reasons), mostReasons)] {
		out = append(out, fmt.Sprintf("Not measured: %s of %s (%s). %s.", u.What, plural(len(by[u]), "service"), someOf(by[u]), strings.TrimSuffix(u.Why, ".")))
	}
	if more := len(reasons) - mostReasons; more > 0 {
		out = append(out, fmt.Sprintf("Other numbers were not measured for %s. `berth explain` shows them.", plural(more, "further reason")))
	}
	return out
}

// measuredLines are what was measured of one service, for its explanation.
func (w *workspace) measuredLines(service string) (out []string) {
	if w.measured.missing {
		return w.measuredNotes(nil)
	}
	t := w.measured.Told[service]
	if t == nil {
		return nil
	}
	if r := t.Load; r != nil {
		const minute = "2006-01-02 15:04"
		out = append(out, fmt.Sprintf("load: %s of %s, %s to %s UTC, %s, query %s", r.Kind, r.Source,
			r.From.UTC().Format(minute), r.To.UTC().Format(minute), plural(r.Points, "point"), oneLine(r.Query)))
	}
	for _, source := range t.Others {
		out = append(out, fmt.Sprintf("load: %s has one, too; traffic { source = %q } chooses it", source, source))
	}
	for _, u := range t.Unknown {
		out = append(out, fmt.Sprintf("%s: unknown. %s", u.What, u.Why))
	}
	for _, peer := range t.Beyond {
		out = append(out, fmt.Sprintf("calls: one to %s was measured, which the specs do not name though they call the calls complete", peer))
	}
	return out
}

// oneLine is a query as it fits into a line.
func oneLine(query string) string { return strings.Join(strings.Fields(query), " ") }
