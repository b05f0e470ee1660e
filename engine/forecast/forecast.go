package forecast

import (
	"time"

	"berth.dev/engine/profile"
)

// Options say how far to look.
type Options struct {
	// Horizon is how far the forecast goes beyond the last sample; 0 is four weeks,
	// and more than two years are cut to two years.
	Horizon time.Duration
}

// DefaultOptions look four weeks ahead.
func DefaultOptions() Options { return Options{Horizon: 4 * week * time.Second} }

// Forecast is how a series goes on, and how wrong the same way of forecasting was on
// the weeks held back.
type Forecast struct {
	// Why is the reason why there is no forecast; "" where there is one.
	Why string
	// Unit is that of all values but sMAPE and MASE.
	Unit string
	// Method is the name of the one that was taken, Words what it does.
	Method, Words string
	// Proven says that it was better on the weeks held back than both naives. Where
	// it is false Method is a naive one.
	Proven bool
	// Reason says in a sentence why this one was taken.
	Reason string
	// Trained is what the choice was made on, Held the weeks that it never saw.
	Trained, Held Span
	// Origins is how many times the choice was tried inside Trained, each over as
	// many hours as Held has.
	Origins int
	// Trials are all methods in the order of their error inside Trained.
	Trials []Trial
	// Hours are the forecast, hour by hour from the end of the series.
	Hours []Hour
	// Band says what Low and High of the hours are.
	Band Band
}

// Known says whether there is a forecast.
func (f Forecast) Known() bool { return f.Why == "" && len(f.Hours) > 0 }

// Span is a stretch of time, without its end.
type Span struct{ From, To time.Time }

// Trial is one method with its errors.
type Trial struct {
	Name, Words string
	// Naive says that it is one of the two seasonal naives.
	Naive bool
	// Choice is its mean error over the origins inside Trained, Held that on the weeks
	// held back.
	Choice, Held Errors
}

// Hour is the forecast of one hour.
type Hour struct {
	At    int64 // when it begins, in seconds since 1970
	Value float64
	// Low and High are the band; both are 0 beyond [Band.Hours].
	Low, High float64
}

// Band is the interval around a forecast.
type Band struct {
	// Hours is for how many hours there is one: as many as were held back, since
	// nobody has seen how wrong the forecast is further on. 0 where Why says so.
	Hours int
	Why   string
	// Share of the hours is meant to lie inside; Seen is the share of the held-back
	// hours that lay inside a band made of the errors before them.
	Share, Seen float64
}

// mostHorizon is how far a forecast goes at most.
const mostHorizon = 2 * 365 * 24 * time.Hour

// Make forecasts a series. The same series gives the same forecast to the last bit.
func Make(s profile.Series, o Options) Forecast {
	f := Forecast{Unit: s.Unit()}
	if o.Horizon <= 0 {
		o = DefaultOptions()
	}
	o.Horizon = min(o.Horizon, mostHorizon)
	switch {
	case s.Len() == 0:
		f.Why = "the series has no points"
		return f
	case s.Cadence() > time.Hour:
		f.Why = "the samples are more than an hour apart: an hour of the day is not seen"
		return f
	}
	last, _ := s.At(s.Len() - 1)
	clock := newClock(s.Zone(), last)
	h := hourlyOf(s, clock)
	if mean(h.values) == 0 {
		f.Why = "there is no demand at all"
		return f
	}
	c, why := newContest(h, int((o.Horizon+week*time.Second-1)/(week*time.Second)))
	if why != "" {
		f.Why = why
		return f
	}
	all := c.run()
	for _, e := range all {
		f.Trials = append(f.Trials, e.Trial)
	}
	f.Trained = Span{clock.moment(h.first), clock.moment(h.first + int64(len(c.training.values)))}
	f.Held = Span{f.Trained.To, clock.moment(h.first + int64(len(h.values)))}
	f.Origins = len(c.origins)
	taken := choose(all, len(c.held)/weekHours)
	f.Method, f.Words, f.Proven, f.Reason = taken.Name, taken.Words, taken.proven, taken.reason
	var wrong spread
	f.Band, wrong = c.band(taken.entry)
	f.Hours = hoursOf(taken.run(h, int(o.Horizon/time.Hour)+dayHours), h, clock, last, int(o.Horizon/time.Hour))
	f.Band.Hours = min(f.Band.Hours, len(f.Hours))
	for i := range f.Hours[:f.Band.Hours] {
		x := &f.Hours[i]
		around := wrong[h.slot(int(clock.hour(x.At)-h.first))%dayHours]
		x.Low, x.High = max(0, x.Value+min(0, around.low)), x.Value+max(0, around.high)
	}
	return f
}

// hoursOf puts what a method said, which is by the hours of people, at the hours that
// follow the last sample.
func hoursOf(said []float64, h hourly, c clock, last int64, n int) []Hour {
	out := make([]Hour, n)
	for i := range out {
		at := (last/hour + 1 + int64(i)) * hour
		k := c.hour(at) - h.first - int64(len(h.values))
		out[i] = Hour{At: at, Value: said[min(max(0, int(k)), len(said)-1)]}
	}
	return out
}
