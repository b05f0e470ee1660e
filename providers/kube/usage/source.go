package usage

import (
	"context"
	"errors"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/target"
)

// Read hands out one point of each workload: that of the step in which it is now, where
// the request covers it. See [measure.Source].
func (s *Source) Read(ctx context.Context, r measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	if r.Kind != measure.CPU && r.Kind != measure.Memory {
		return measure.Answer{}, measure.Fail(measure.Wrong, "%s: its metrics API tells cpu and memory, not %s", s.cluster.Server(), r.Kind)
	}
	n := s.o.Now().UnixNano()
	point := time.Unix(0, n-n%int64(r.Step)).UTC()
	if point.Before(r.From) || !point.Before(r.To) {
		return measure.Answer{}, measure.Fail(measure.Empty, "%s: a cluster keeps no history, so it tells of now alone", s.cluster.Server())
	}
	all, answer, err := s.at(ctx, point)
	if err != nil {
		return answer, err
	}
	answer.Points = 0
	for _, batch := range s.batches(all, r.Kind, point) {
		answer.Points++
		if err := put(batch); err != nil {
			return answer, err
		}
	}
	if answer.Points == 0 {
		return answer, measure.Fail(measure.Empty, "%s: no pod has metrics", s.cluster.Server())
	}
	return answer, nil
}

// at is what is used in a step. It is read once for all kinds.
func (s *Source) at(ctx context.Context, point time.Time) ([]Workload, measure.Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last != nil && s.point.Equal(point) {
		return s.last, measure.Answer{}, nil
	}
	all, answer, err := s.Workloads(ctx)
	if err == nil {
		s.point, s.last = point, all
	}
	return all, answer, err
}

// batches are the points of a kind. Workloads of one name add up.
func (s *Source) batches(all []Workload, kind measure.Kind, point time.Time) (out []measure.Batch) {
	at := map[string]int{}
	for _, w := range all {
		v := w.CPU
		if kind == measure.Memory {
			v = w.Memory
		}
		name := s.o.Name(w.Namespace, w.Name)
		if i, ok := at[name]; ok {
			out[i].Values[0] += v
			continue
		}
		at[name] = len(out)
		out = append(out, measure.Batch{
			Key:   measure.Key{Service: name, Kind: kind},
			Times: []int64{point.Unix()}, Values: []float64{v},
		})
	}
	return out
}

// failure is the reason behind a fault of the cluster.
func (s *Source) failure(ctx context.Context, err error) error {
	server := s.cluster.Server()
	f := measure.Fail(measure.Down, "%s: %s", server, err)
	switch class := target.ClassOf(err); {
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded):
		f = measure.Fail(measure.Slow, "%s: no answer in time. Raise timeout or deadline in the metrics block", server)
		f.Again = true
	case errors.Is(err, errLarge):
		f = measure.Fail(measure.TooLarge, "%s: %s", server, err)
	case class == target.Unauthorized, class == target.Denied:
		f = measure.Fail(measure.Refused, "%s: %s. It takes the right to list pods and pods.metrics.k8s.io", server, err)
	case class == target.UnknownKind, class == target.Absent:
		f = measure.Fail(measure.Wrong, "%s serves no metrics of pods (metrics.k8s.io): is metrics-server installed?", server)
	case errors.Is(err, errForm):
		f.Cause = measure.Nonsense
	case class == target.Busy, class == target.Unclear:
		f.Again = true
	}
	return f
}
