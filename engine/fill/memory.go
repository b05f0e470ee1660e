package fill

import (
	"cmp"
	"slices"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// copies is how many copies of a service hold its memory when its load is at its p99:
// that of a series by what one copy carries, or a number that needs no series.
type copies struct {
	by  *snapshot.Series
	per float64
	n   float64
	how string
}

// How many copies there are, in the words of evidence.
const (
	howByRate     = "memory p99 ÷ copies (rate p99 ÷ replica.requests_per_second)"
	howByCPU      = "memory p99 ÷ copies (cpu p99 ÷ replica.cpu)"
	howByCore     = "memory p99 ÷ copies (cpu p99, of one core each)"
	howByLoad     = "memory p99 ÷ copies (p99 of the load ÷ replica.requests_per_second)"
	howByCores    = "memory p99 ÷ copies (p99 of the load in cores ÷ those of a copy)"
	howByReplicas = "memory p99 ÷ copies (replicas)"
	howByJob      = "memory p99 ÷ copies (job.parallelism)"
)

// memory chooses the series that say how much memory a copy takes.
func (c *Choice) memory(out *chosen) {
	s := out.svc
	memory := c.own(s, measure.Memory, "")
	if memory.row == nil {
		out.told.unknown(Memory, cmp.Or(memory.why, c.stock.silence(s, []measure.Kind{measure.Memory})))
		return
	}
	k := c.copies(out, memory.row.Source)
	if k == nil {
		out.told.unknown(Memory, "it was measured of all copies, and how many they are follows from replica.cpu, replica.requests_per_second or replicas, none of which says it")
		return
	}
	out.memory, out.copies = memory.row, k
	c.want(memory.row)
	if k.by != nil {
		c.want(k.by)
	}
}

// own finds a service's series of a kind, of a source first where one is named.
func (c *Choice) own(s *spec.Service, kind measure.Kind, first string) found {
	key := measure.Key{Service: s.Name, Kind: kind}
	if first != "" {
		if f := c.stock.find(key, func(r *snapshot.Series) bool { return r.Source == first && !c.stock.own(r) }); f.row != nil {
			return f
		}
	}
	return c.stock.find(key, func(r *snapshot.Series) bool { return !c.stock.own(r) })
}

// copies says how many copies a service has, as package score counts them: by its load,
// else by a number of replicas, else by the cores in use. It is nil where nothing says.
func (c *Choice) copies(out *chosen, source string) *copies {
	s := out.svc
	replica := spec.Replica{}
	if s.Replica != nil {
		replica = *s.Replica
	}
	rps, cores := known(replica.RequestsPerSecond), known(replica.CPU)
	if s.Job != nil && known(s.Job.Parallelism) > 0 {
		return &copies{n: known(s.Job.Parallelism), how: howByJob}
	}
	if l := out.load; l != nil && l.row != nil {
		switch {
		case l.kind == measure.Rate && rps > 0:
			return &copies{by: l.row, per: rps, how: howByRate}
		case l.kind == measure.CPU && cores > 0:
			return &copies{by: l.row, per: cores, how: howByCPU}
		case l.kind == measure.CPU:
			return &copies{by: l.row, per: 1, how: howByCore}
		}
	}
	if k := c.declaredCopies(s, rps, cores); k != nil {
		return k
	}
	if f := c.own(s, measure.CPU, source); f.row != nil && cores > 0 {
		return &copies{by: f.row, per: cores, how: howByCPU}
	}
	return nil
}

// declaredCopies are those that follow from what people wrote and from files.
func (c *Choice) declaredCopies(s *spec.Service, rps, cores float64) *copies {
	p, inFile := c.loadsInFiles[s.Name]
	switch t := s.Traffic; {
	case inFile && p.P99.Known() && p.Unit == "cores":
		return &copies{n: p.P99.Value / cmp.Or(cores, 1), how: howByCores}
	case inFile && p.P99.Known() && rps > 0:
		return &copies{n: p.P99.Value / rps, how: howByLoad}
	case t != nil && rps > 0 && s.Job == nil:
		if most := cmp.Or(known(t.P99RPS), known(t.PeakRPS), known(t.MeanRPS)); most > 0 {
			return &copies{n: most / rps, how: howByLoad}
		}
	}
	if r := s.Replicas; r != nil && r.Max.Set() && r.Max.V > 0 && r.Min.Or(1) == r.Max.V {
		return &copies{n: r.Max.V, how: howByReplicas}
	}
	return nil
}

// known is a quantity that is one number, else 0.
func known(m spec.Measure) float64 {
	if !m.Known() {
		return 0
	}
	return m.Lo
}

// least is how many copies run at least.
func least(s *spec.Service) float64 {
	if s.Replicas == nil {
		return 1
	}
	return max(1, s.Replicas.Min.Or(1))
}

// sources are the rows that the memory of a copy follows from.
func (c *chosen) sources() []*snapshot.Series {
	return slices.DeleteFunc([]*snapshot.Series{c.memory, c.copies.by}, func(r *snapshot.Series) bool { return r == nil })
}
