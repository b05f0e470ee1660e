package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"berth.dev/reports/page"
	"berth.dev/reports/page/chart"
)

// pageTicks is how many dates stand below a drawing of a page.
const pageTicks = 5

// writeProfilePage fills the page of a profile.
func writeProfilePage(w io.Writer, p *Profile) error {
	out := page.Profile{
		Title: p.title(), Facts: p.facts(), Tiles: p.tiles(), Line: p.timeline(), LineNote: p.drawnNote(), Unit: p.Unit,
		Report: p.Report, Forecast: p.Forecast.page(p.Unit),
	}
	if p.Unused != "" {
		out.Warning = sentenceOf(p.unusedWords())
	}
	if p.Day != nil {
		out.Day = &chart.Day{Name: p.Name + " by hour of the day", Unit: p.Unit, Zone: p.Zone, Mean: floats(p.Day.Mean), P95: floats(p.Day.P95)}
		out.Week = &chart.Week{Name: p.Name + " by hour of the week", Unit: p.Unit, Zone: p.Zone, Mean: floats(p.Week.Mean), P95: floats(p.Week.P95)}
	}
	if len(p.Peaks) == 0 {
		out.PeaksNote = noPeaks
	}
	for _, r := range peaksTable(p).rows {
		out.Peaks = append(out.Peaks, page.Peak{At: r.cells[0].words, Value: r.cells[1].words, OfMean: r.cells[2].words})
	}
	for _, r := range featuresTable(p.Features).rows {
		out.Features = append(out.Features, page.Measured{
			Name: r.cells[0].words, Value: r.cells[1].words, Unit: r.cells[2].words, Origin: r.cells[3].words, Why: r.cells[4].words,
		})
	}
	for _, g := range p.Gaps[:min(len(p.Gaps), mostPageGaps)] {
		out.Gaps = append(out.Gaps, page.Gap{From: p.weekday(g.From), To: p.weekday(g.To), Missing: count(g.Missing, "sample")})
	}
	if more := len(p.Gaps) - mostPageGaps; more > 0 {
		out.GapsNote = fmt.Sprintf("And %s; JSON has all.", count(more, "more gap"))
	}
	return page.WriteProfile(w, out)
}

// mostPageGaps is how many gaps a page names.
const mostPageGaps = 200

// writeProfilePicture writes the drawing alone.
func writeProfilePicture(w io.Writer, p *Profile) error {
	return page.WritePicture(w, p.title(), p.facts(), p.timeline())
}

func (p *Profile) title() string { return p.Name + ": " + p.kindWords() }

// facts stand below the title.
func (p *Profile) facts() []string {
	facts := []string{
		p.Origin, p.moment(p.From) + " to " + p.moment(p.To), "a point every " + p.Cadence, "hours in " + p.Zone,
	}
	if p.Unused != "" {
		facts = append(facts, "not used by decisions")
	}
	return facts
}

// tiles are the numbers that people ask for first.
func (p *Profile) tiles() (out []page.Tile) {
	for _, want := range []struct{ name, label string }{
		{"mean", "mean"}, {"p99", "99th percentile"}, {"peak_to_mean", "peak ÷ mean"}, {"daily_season", "daily season, 0 to 1"},
		{"weekly_season", "weekly season, 0 to 1"}, {"trend_per_month", "trend a month"},
	} {
		for _, f := range p.Features {
			if f.Name == want.name {
				out = append(out, page.Tile{Value: tileValue(f), Label: want.label + levelUnit(f), Tone: tileTone(f)})
			}
		}
	}
	return out
}

func tileValue(f Feature) string {
	switch {
	case f.Value == nil:
		return "unknown"
	case f.Name == "trend_per_month":
		return strings.Replace(fmt.Sprintf("%+.1f %%", 100*float64(*f.Value)), "-", "−", 1)
	}
	return f.Value.String()
}

func tileTone(f Feature) string {
	if f.Value == nil {
		return "doubtful"
	}
	return ""
}

func levelUnit(f Feature) string {
	if f.Unit == "" {
		return ""
	}
	return ", " + f.Unit
}

// timeline is the series for a drawing.
func (p *Profile) timeline() chart.Timeline {
	s := p.span()
	t := chart.Timeline{
		Name: p.Name + " over time, " + p.Unit, Unit: p.Unit, From: s.from.Unix(), Now: s.now.Unix(), To: s.to.Unix(),
	}
	for _, x := range p.Line.Points {
		t.Seen = append(t.Seen, chart.Stretch{Between: stretchOf(x.At, p.Line.step), Mean: float64(x.Mean), Max: float64(x.Max)})
	}
	for _, f := range p.Forecast.Points {
		if !f.At.Before(s.to) {
			break
		}
		e := chart.Expected{Between: stretchOf(f.At, p.Forecast.step), Value: float64(f.Value)}
		if f.Low != nil {
			e.Low, e.High = float64(*f.Low), float64(*f.High)
		}
		t.Next = append(t.Next, e)
	}
	for _, g := range p.Gaps {
		t.Gaps = append(t.Gaps, chart.Between{From: g.From.Unix(), To: g.To.Unix()})
	}
	for _, x := range p.Peaks {
		t.Peaks = append(t.Peaks, x.At.Unix())
	}
	for _, at := range s.ticks(pageTicks - 1) {
		t.Ticks = append(t.Ticks, s.date(at, p.location))
	}
	return t
}

func stretchOf(at time.Time, step time.Duration) chart.Between {
	return chart.Between{From: at.Unix(), To: at.Add(step).Unix()}
}

// drawnNote says what the drawing holds of the forecast.
func (p *Profile) drawnNote() string {
	words := "Steps of " + p.Line.Step + "."
	s := p.span()
	if n := len(p.Forecast.Points); n > 0 && p.Forecast.Points[n-1].At.After(s.to) {
		words += " Of the forecast the first " + spanWords(s.to.Sub(s.now).Truncate(24*time.Hour)) + " are drawn."
	}
	return words
}

func floats(values []Number) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// page is the forecast for a page.
func (f *ProfileForecast) page(unit string) page.Forecast {
	title := "Forecast"
	if f.Horizon != "" {
		title += " for " + f.Horizon
	}
	out := page.Forecast{Title: title, None: f.Why, Trend: byTrendWords(f, unit)}
	if f.Why != "" {
		return out
	}
	out.Verdict, out.Proven, out.Reason = f.verdict().words, f.Proven, f.Reason
	out.Method, out.Note, out.Band = f.Method+" is "+sentenceOf(f.Words), f.errorsNote(), f.Band.words(f)
	for _, x := range f.Trials {
		out.Trials = append(out.Trials, page.ForecastTrial{
			Name: x.Name, Words: x.Words, Taken: x.Taken, Tried: x.Choice.mase(), HeldSMAPE: x.Held.smape(), HeldMASE: x.Held.mase(),
		})
	}
	for _, r := range partsTable(f, unit).rows {
		out.Parts = append(out.Parts, page.ForecastPart{
			From: r.cells[0].words, To: r.cells[1].words, Mean: r.cells[2].words, Highest: r.cells[3].words, At: r.cells[4].words,
		})
	}
	return out
}
