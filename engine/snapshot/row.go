package snapshot

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"time"

	"berth.dev/engine/profile"
)

// Row is a series with what was made of its points.
type Row struct {
	Series
	// Profile is without week and curve for calls, which are asked for their mean.
	Profile profile.Profile
	// Report is what was found in the points: gaps, a stuck exporter.
	Report profile.Report
}

// Options say how profiles are made.
type Options struct {
	// Zone is the zone whose clocks a service's demand follows; nil means UTC for all.
	Zone func(service string) *time.Location
	// Parallel is how many series are measured at once; below 1 means 1.
	Parallel int
}

func (o Options) zone(service string) *time.Location {
	if o.Zone != nil {
		if z := o.Zone(service); z != nil {
			return z
		}
	}
	return time.UTC
}

// measureRow makes the row of a series of points. The slices are kept and changed.
func measureRow(r Ref, times []int64, values []float64, zone *time.Location) Row {
	row := Row{Series: Series{
		Key: r.Key, Source: r.Source, QueryID: r.Query,
		Points: len(times), Digest: pointsDigest(r, times, values),
		From: time.Unix(times[0], 0).UTC(), To: time.Unix(times[len(times)-1], 0).UTC(),
	}}
	s, report, err := profile.NewSeries(times, values, profile.ReadOptions{Name: r.Key.String(), Unit: r.Kind.Unit(), Zone: zone})
	row.Report = report
	if err != nil {
		row.Unknown = err.Error()
		return row
	}
	// A point is the mean of the step that it begins, also where its unit is a second.
	row.Report.Overlap = 1
	row.Cadence = s.Cadence()
	row.To = row.To.Add(row.Cadence)
	row.Profile = profile.Measure(s)
	if r.Kind.Pair() {
		row.Profile.Winter, row.Profile.Summer, row.Profile.Curve, row.Profile.MeasuredSlots = nil, nil, nil, 0
	}
	return row
}

// pointsDigest is the digest of a series: of its five names, each with its length in
// eight bytes before it, and of its points, each in sixteen: seconds since 1970 and
// the bits of its value, all with the least byte first.
func pointsDigest(r Ref, times []int64, values []float64) string {
	sum := sha256.New()
	buffer := make([]byte, 0, 8<<10)
	for _, name := range [...]string{r.Service, string(r.Kind), r.Peer, r.Source, r.Query} {
		buffer = append(binary.LittleEndian.AppendUint64(buffer, uint64(len(name))), name...)
	}
	for i, t := range times {
		buffer = binary.LittleEndian.AppendUint64(buffer, uint64(t))
		buffer = binary.LittleEndian.AppendUint64(buffer, math.Float64bits(values[i]))
		if len(buffer) > cap(buffer)-16 {
			sum.Write(buffer)
			buffer = buffer[:0]
		}
	}
	sum.Write(buffer)
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// queryOf finds the query of a series in the index, and how much it is to be preferred
// among those of its source: a service's own query first, then by place.
func (x Index) queryOf(r Ref) (text string, rank int, ok bool) {
	for _, source := range x.Sources {
		if source.Name != r.Source {
			continue
		}
		for k, q := range source.Queries {
			if q.ID != r.Query || q.Kind != r.Kind || q.Only != "" && q.Only != r.Service {
				continue
			}
			if q.Only != "" {
				return q.Text, k - len(source.Queries), true
			}
			if !ok {
				text, rank, ok = q.Text, k, true
			}
		}
	}
	return text, rank, ok
}
