package forecast

import "time"

// Part is a stretch of a forecast.
type Part struct {
	From, To int64 // seconds since 1970
	// Mean is that of its hours; Low and High are the means of the band, both 0 where
	// not every hour has one.
	Mean, Low, High float64
	// Highest is its highest hour.
	Highest Hour
}

// fewWeeks is up to how far ahead weeks are told apart.
const fewWeeks = 8

// Parts are the forecast by week, up to eight of them, else by month of the zone's
// calendar.
func (f Forecast) Parts(zone *time.Location) []Part {
	if len(f.Hours) <= fewWeeks*weekHours {
		return f.cut(func(at int64) int64 { return (at - f.Hours[0].At) / week })
	}
	return f.cut(func(at int64) int64 {
		t := time.Unix(at, 0).In(zone)
		return int64(t.Year()*12) + int64(t.Month())
	})
}

// Steps are the forecast in steps of the clock, each of an hour or more.
func (f Forecast) Steps(step time.Duration) []Part {
	each := max(hour, int64(step/time.Second))
	return f.cut(func(at int64) int64 { return at / each })
}

// cut puts hours together that are of one piece.
func (f Forecast) cut(piece func(at int64) int64) (out []Part) {
	n, banded := 0, 0
	for i, h := range f.Hours {
		if i == 0 || piece(h.At) != piece(f.Hours[i-1].At) {
			out = append(out, Part{From: h.At, Highest: h})
			n, banded = 0, 0
		}
		p := &out[len(out)-1]
		n++
		p.To = h.At + hour
		p.Mean += (h.Value - p.Mean) / float64(n)
		if h.Value > p.Highest.Value {
			p.Highest = h
		}
		if i >= f.Band.Hours {
			p.Low, p.High = 0, 0
		} else if banded == n-1 {
			banded++
			p.Low += (h.Low - p.Low) / float64(n)
			p.High += (h.High - p.High) / float64(n)
		}
	}
	return out
}
