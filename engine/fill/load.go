package fill

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// load is the series that is a service's load, or why there is none.
type load struct {
	found
	kind measure.Kind
}

// loadOpen tells whether nobody wrote the load of a service.
func loadOpen(s *spec.Service) bool {
	if s.Job != nil {
		return false
	}
	t := s.Traffic
	return t == nil || !t.Series.Set() && !t.Like.Set() && !written(t.MeanRPS) && !written(t.P99RPS) && !written(t.PeakRPS)
}

// written tells whether a person wrote a quantity as one number.
func written(m spec.Measure) bool { return m.Known() && !m.Measured() }

// load finds the load of a service, once.
func (c *Choice) load(s *spec.Service) *load {
	if l := c.loads[s.Name]; l != nil {
		return l
	}
	l := &load{}
	c.loads[s.Name] = l
	kinds, why := loadKinds(s)
	if why != "" {
		l.why = why
		return l
	}
	reason := ""
	for _, kind := range kinds {
		f := c.stock.find(measure.Key{Service: s.Name, Kind: kind}, c.stock.fitsLoad(s))
		if f.row != nil {
			*l = load{f, kind}
			return l
		}
		reason = cmp.Or(reason, f.why)
	}
	l.why = cmp.Or(reason, c.stock.silence(s, kinds))
	return l
}

// loadKinds are the kinds that may be the load of a service, the better one first, or
// why none may.
func loadKinds(s *spec.Service) (kinds []measure.Kind, why string) {
	if t := s.Traffic; t != nil && t.Unit.Set() {
		u, err := profile.ParseUnit(t.Unit.V)
		switch {
		case err == nil && u.Name == "cores":
			return []measure.Kind{measure.CPU}, ""
		case err == nil && u.Requests():
			return []measure.Kind{measure.Rate}, ""
		}
		return nil, fmt.Sprintf("traffic.unit %q is neither cores nor requests, so that it chooses no measured load", t.Unit.V)
	}
	if s.Replica != nil && s.Replica.RequestsPerSecond.Known() {
		return []measure.Kind{measure.Rate, measure.CPU}, ""
	}
	return []measure.Kind{measure.CPU, measure.Rate}, ""
}

// fitsLoad tells which rows may be the load of a service: those of the source and the
// query that it names, else those of queries for all services.
func (k *stock) fitsLoad(s *spec.Service) func(*snapshot.Series) bool {
	source, query := "", ""
	if t := s.Traffic; t != nil {
		source, query = t.Source.V, strings.TrimSpace(t.Query.V)
	}
	return func(r *snapshot.Series) bool {
		switch {
		case source != "" && r.Source != source:
			return false
		case query != "":
			return strings.TrimSpace(r.Query) == query
		}
		return !k.own(r)
	}
}

// silence says why the sources have nothing at all for a service.
func (k *stock) silence(s *spec.Service, kinds []measure.Kind) string {
	var names []string
	for _, m := range k.w.Metrics {
		if t := s.Traffic; t == nil || !t.Source.Set() || t.Source.V == m.Name {
			names = append(names, m.Name)
		}
	}
	for _, name := range names {
		i := slices.IndexFunc(k.index.Sources, func(x snapshot.Source) bool { return x.Name == name })
		if i < 0 {
			if len(names) == 1 {
				return name + ": not measured yet; run berth measure"
			}
			continue
		}
		for _, q := range k.index.Sources[i].Queries {
			if q.Failure != "" && slices.Contains(kinds, q.Kind) && (q.Only == "" || q.Only == s.Name) {
				return fmt.Sprintf("%s: %s was not read: %s", name, q.Kind, q.Failure)
			}
		}
	}
	return strings.Join(names, ", ") + ": no series of it" + k.alike(s, names)
}

// mostCompared is how many names are looked at for suggestions: past that there are no
// more, because ten thousand services without a series and as many strangers would take
// minutes.
const mostCompared = 3_000_000

// alike names what a source may call a service.
func (k *stock) alike(s *spec.Service, names []string) string {
	for _, x := range k.index.Sources {
		if k.compared += len(x.Strangers); !slices.Contains(names, x.Name) || k.compared > mostCompared {
			continue
		}
		if other := diag.Nearest(s.Name, x.Strangers); other != "" {
			return fmt.Sprintf("; %s has %q: if it is that, say so in its names", x.Name, other)
		}
	}
	return ""
}
