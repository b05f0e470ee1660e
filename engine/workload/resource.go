package workload

import (
	"maps"
	"math"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"
)

// resources makes requests and limits of what one copy takes.
func (m *maker) resources() fields {
	r := m.Service.Replica
	if r == nil {
		return nil
	}
	requests, limits := fields{}, fields{}
	if cores := r.CPU.Upper(); cores > 0 {
		requests["cpu"] = milli(cores)
	}
	if b := r.Memory.Upper(); b > 0 {
		requests["memory"] = whole(b)
		limits["memory"] = whole(b)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Resources.V)) {
		if n := r.Resources.V[name]; n > 0 {
			count := resource.NewQuantity(int64(n), resource.DecimalSI).String()
			requests[name], limits[name] = count, count
		}
	}
	out := fields{}
	if len(requests) > 0 {
		out["requests"] = requests
	}
	if len(limits) > 0 {
		out["limits"] = limits
	}
	return out
}

// milli writes cores as a cluster does, in thousandths rounded up.
func milli(cores float64) string {
	// What was written as 0.29 must not become 0.291.
	n := math.Ceil(math.Round(cores*1e6) / 1e3)
	return resource.NewMilliQuantity(int64(math.Min(n, math.MaxInt64/2)), resource.DecimalSI).String()
}

// whole writes bytes as a cluster does: in powers of 1024 where they are whole ones,
// otherwise in powers of 1000.
func whole(bytes float64) string {
	n, format := int64(math.Min(math.Ceil(bytes), math.MaxInt64/2)), resource.DecimalSI
	if n%1024 == 0 {
		format = resource.BinarySI
	}
	return resource.NewQuantity(n, format).String()
}
