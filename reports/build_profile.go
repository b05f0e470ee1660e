package reports

import (
	"fmt"
	"strings"
	"time"

	"berth.dev/engine/forecast"
	"berth.dev/engine/profile"
	"berth.dev/engine/unit"
)

// profileSchema names the shape of profile's JSON.
const profileSchema = "berth.profile/1"

// Profiled is what a profile is made from.
type Profiled struct {
	// Name, Origin, Kind, Source, Query and File are those of [Profile].
	Name, Origin, Kind, Source, Query, File string
	Series                                  profile.Series
	Report                                  profile.Report
	Forecast                                forecast.Forecast
	// Horizon is how far the forecast goes; HorizonWords says why so far, as in "240d,
	// the lead time of tokyo".
	Horizon      time.Duration
	HorizonWords string
	// Unused is that of [Profile].
	Unused string
	// Last limits the drawing to so much time before the end; 0 is all.
	Last time.Duration
}

const (
	// mostLineSteps is how many steps a line has at most.
	mostLineSteps = 1000
	// mostPeaks is how many peaks are named, each a day or more from the others.
	mostPeaks = 5
	peaksPart = 24 * time.Hour
	// standsOut is how many times the mean a peak is at least. Without it a constant
	// series would have peaks, which are just its first times.
	standsOut = 1.01
)

// NewProfile turns a series with its forecast into the model.
func NewProfile(x Profiled) Profile {
	measured := profile.Measure(x.Series)
	out := Profile{
		Schema: profileSchema, Name: x.Name, Origin: x.Origin, Kind: x.Kind, Source: x.Source, Query: x.Query, File: x.File, Unused: x.Unused,
		Unit: measured.Unit, Zone: measured.Zone, From: measured.Start, To: measured.End, Cadence: spanWords(measured.Cadence), Points: measured.Points,
		Features: newFeatures(measured), Report: x.Report.Lines(), Gaps: []ProfileGap{}, Peaks: []ProfilePeak{}, location: x.Series.Zone(),
	}
	zone := x.Series.Zone()
	for _, g := range x.Series.Gaps() {
		out.Gaps = append(out.Gaps, ProfileGap{inZone(g.From, zone), inZone(g.To, zone), g.Missing})
	}
	out.Peaks = append(out.Peaks, newPeaks(x.Series, measured)...)
	if h, ok := profile.HoursOf(x.Series); ok {
		out.Day, out.Week = newShape(h.Day[:]), newShape(h.Week[:])
	}
	out.Line = newLine(x, measured)
	out.Forecast = newForecast(x, measured)
	return out
}

// newPeaks are the highest times of those that stand out.
func newPeaks(s profile.Series, measured profile.Profile) (out []ProfilePeak) {
	for _, m := range s.Highest(mostPeaks, peaksPart) {
		if m.Value <= 0 || m.Value < standsOut*measured.Mean.Value {
			break // the others are lower
		}
		p := ProfilePeak{At: inZone(m.At, s.Zone()), Value: Number(m.Value)}
		if measured.Mean.Value > 0 {
			times := Number(m.Value / measured.Mean.Value)
			p.OfMean = &times
		}
		out = append(out, p)
	}
	return out
}

func inZone(sec int64, zone *time.Location) time.Time { return time.Unix(sec, 0).In(zone) }

func newShape(slots []profile.Slot) *ProfileShape {
	s := &ProfileShape{}
	for _, slot := range slots {
		s.Mean, s.P95 = append(s.Mean, Number(slot.Mean)), append(s.P95, Number(slot.P95))
	}
	return s
}

// newLine chooses the step by which the window fits a drawing.
func newLine(x Profiled, p profile.Profile) ProfileLine {
	from := p.Start
	if x.Last > 0 && p.End.Add(-x.Last).After(from) {
		from = p.End.Add(-x.Last)
	}
	step := stepFor(p.End.Sub(from), p.Cadence)
	line := ProfileLine{From: from.UTC(), Step: spanWords(step), step: step, Points: []ProfilePoint{}}
	for _, s := range x.Series.Stretches(step) {
		if s.Start+int64(step/time.Second) > from.Unix() {
			line.Points = append(line.Points, ProfilePoint{time.Unix(s.Start, 0).UTC(), Number(s.Mean), Number(s.Max)})
		}
	}
	return line
}

// stepFor is the shortest usual step that is not shorter than the cadence and cuts a
// window into no more than mostLineSteps.
func stepFor(window, cadence time.Duration) time.Duration {
	const hour = time.Hour
	steps := []time.Duration{
		time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
		hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour, 48 * hour, 7 * 24 * hour,
	}
	for _, s := range steps {
		if s >= cadence && window <= mostLineSteps*s {
			return s
		}
	}
	return max(cadence, 30*24*hour)
}

// newForecast is the forecast with its errors.
func newForecast(x Profiled, p profile.Profile) ProfileForecast {
	f := x.Forecast
	out := ProfileForecast{Why: f.Why, Horizon: x.HorizonWords}
	if months := x.Horizon.Hours() / unit.HoursPerMonth; months > 0 {
		feature := newFeature(profile.Named{Name: "p99_by_trend", Feature: p.ByLeadTime(months)})
		out.ByTrend = &feature
	}
	if !f.Known() {
		return out
	}
	zone := x.Series.Zone()
	from, to := f.Held.From.In(zone), f.Held.To.In(zone)
	out.Method, out.Words, out.Reason, out.Proven = f.Method, f.Words, f.Reason, f.Proven
	out.HeldFrom, out.HeldTo, out.Origins = &from, &to, f.Origins
	for _, t := range f.Trials {
		out.Trials = append(out.Trials, ProfileTrial{
			t.Name, t.Words, t.Naive, t.Name == f.Method, newErrors(t.Choice), newErrors(t.Held),
		})
	}
	out.Band = newBand(f, zone)
	for _, part := range f.Parts(zone) {
		out.Parts = append(out.Parts, ProfilePart{
			inZone(part.From, zone), inZone(part.To, zone), Number(part.Mean), Number(part.Highest.Value), inZone(part.Highest.At, zone),
		})
	}
	out.step = stepFor(x.Horizon, time.Hour)
	out.Step = spanWords(out.step)
	for _, part := range f.Steps(out.step) {
		point := ProfileForecastPoint{At: time.Unix(part.From, 0).UTC(), Value: Number(part.Mean)}
		if part.High > part.Low {
			low, high := Number(part.Low), Number(part.High)
			point.Low, point.High = &low, &high
		}
		out.Points = append(out.Points, point)
	}
	return out
}

func newErrors(e forecast.Errors) ProfileErrors {
	out := ProfileErrors{MAE: Number(e.MAE), SMAPE: Number(e.SMAPE)}
	if e.MASE >= 0 {
		mase := Number(e.MASE)
		out.MASE = &mase
	}
	return out
}

func newBand(f forecast.Forecast, zone *time.Location) *ProfileBand {
	b := &ProfileBand{Share: Number(f.Band.Share), Why: f.Band.Why}
	if f.Band.Hours > 0 {
		until := inZone(f.Hours[f.Band.Hours-1].At, zone).Add(time.Hour)
		b.Until = &until
	}
	if f.Band.Hours > 0 || f.Band.Seen > 0 {
		seen := Number(f.Band.Seen)
		b.Seen = &seen
	}
	return b
}

// spanWords writes a time as people say it: "5m", "1h 30m", "240d".
func spanWords(d time.Duration) string {
	var parts []string
	for _, u := range [...]struct {
		length time.Duration
		letter string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / u.length; n > 0 {
			parts = append(parts, fmt.Sprintf("%d%s", n, u.letter))
			d %= u.length
		}
	}
	if len(parts) == 0 {
		return "0s"
	}
	return strings.Join(parts, " ")
}
