package snapshot

import (
	"context"
	"slices"
)

// Points are those of one series, without reading much of the others. Its digest is
// checked. A series that is not there has no points.
func (s *Snapshot) Points(ctx context.Context, r Ref) (times []int64, values []float64, err error) {
	all, err := s.all(ctx)
	if err != nil {
		return nil, nil, err
	}
	digest := ""
	for _, row := range all {
		if row.Ref() == r {
			digest = row.Digest
		}
	}
	check := unchecked
	if digest == "" {
		check = checked
	}
	err = s.walk(ctx, check, []string{r.Service}, func(other Ref, t []int64, v []float64) error {
		if other == r {
			times, values = slices.Clone(t), slices.Clone(v)
		}
		return nil
	})
	if err == nil && digest != "" && pointsDigest(r, times, values) != digest {
		return nil, nil, s.changed(r.Key)
	}
	return times, values, err
}
