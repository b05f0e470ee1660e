package reports

import (
	"fmt"
	"time"
)

// forecastView shows how a series may go on, and how wrong that was before.
func forecastView(f *ProfileForecast, unit string) []block {
	title := "Forecast"
	if f.Horizon != "" {
		title += " for " + f.Horizon
	}
	blocks := []block{heading{2, []text{{title, strong}}}}
	if f.Why != "" {
		return append(blocks, paragraph{parts: []text{{"There is none: " + f.Why + ".", doubtful}}}, byTrendView(f, unit))
	}
	blocks = append(blocks,
		paragraph{parts: []text{f.verdict(), say(f.Reason)}},
		paragraph{parts: []text{say(f.Method + " is " + sentenceOf(f.Words))}},
		trialsTable(f),
		paragraph{parts: []text{{f.errorsNote() + " JSON has the methods that are not shown.", dim}}, indent: 2},
		partsTable(f, unit),
		paragraph{parts: []text{say(f.Band.words(f))}},
	)
	return append(blocks, byTrendView(f, unit))
}

// shownTrials is how many methods are shown besides the naives.
const shownTrials = 4

// trialsTable are the best methods, the one taken and both naives.
func trialsTable(f *ProfileForecast) table {
	t := table{columns: []column{
		{name: "method"}, {name: "tried MASE", right: true, drop: 1}, {name: "held sMAPE", right: true}, {name: "held MASE", right: true}, {name: "what it does", fill: true},
	}, indent: 2}
	for i, x := range f.Trials {
		if i >= shownTrials && !x.Naive && !x.Taken {
			continue
		}
		name := text{x.Name, plain}
		if x.Taken {
			name = text{x.Name + " ▸", strong}
		}
		t.rows = append(t.rows, row{cells: []text{name, say(x.Choice.mase()), say(x.Held.smape()), say(x.Held.mase()), {x.Words, dim}}})
	}
	return t
}

func (e ProfileErrors) smape() string { return fmt.Sprintf("%.1f %%", float64(e.SMAPE)) }

func (e ProfileErrors) mase() string {
	if e.MASE == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(*e.MASE))
}

// errorsNote says what the errors are.
func (f *ProfileForecast) errorsNote() string {
	return fmt.Sprintf("Tried %s on what lies before, a week apart; held are the weeks from %s to %s, which the choice never saw. sMAPE and MASE as in the M4 competition: a MASE of 1 is as wrong as taking the same hour of the day before was.",
		count(f.Origins, "time"), f.HeldFrom.Format(time.DateOnly), f.HeldTo.Format(time.DateOnly))
}

// mostParts is how many parts of a forecast are shown.
const mostParts = 12

func partsTable(f *ProfileForecast, unit string) table {
	t := table{columns: []column{
		{name: "from"}, {name: "to", drop: 2}, {name: "mean, " + unit, right: true}, {name: "highest hour", right: true}, {name: "at", drop: 1},
	}, indent: 2}
	for _, p := range f.Parts[:min(len(f.Parts), mostParts)] {
		t.rows = append(t.rows, row{cells: []text{
			say(p.From.Format(time.DateOnly)), say(p.To.Format(time.DateOnly)), say(p.Mean.String()), say(p.Highest.String()), say(p.At.Format("Mon 2006-01-02 15:04")),
		}})
	}
	return t
}

// words say what the band is, or why there is none.
func (b *ProfileBand) words(f *ProfileForecast) string {
	if b.Until == nil {
		return "No band is given: " + b.Why + "."
	}
	last := f.Points[len(f.Points)-1]
	words := fmt.Sprintf("Until %s, %.0f %% of the hours should lie within the errors seen before; of those held back %.0f %% did.",
		b.Until.Format(time.DateOnly), 100*float64(b.Share), 100*float64(*b.Seen))
	if last.At.After(*b.Until) {
		words += " How wrong it will be later nobody has seen."
	}
	return words
}

// verdict says whether more is known than what was.
func (f *ProfileForecast) verdict() text {
	if f.Proven {
		return text{"Better than both naives.", good}
	}
	return text{"Nothing was proven better than repeating what was.", doubtful}
}

func byTrendView(f *ProfileForecast, unit string) block {
	return paragraph{parts: []text{{byTrendWords(f, unit), dim}}}
}

// byTrendWords say what decisions count with instead.
func byTrendWords(f *ProfileForecast, unit string) string {
	typical := "It is of typical hours: what happens rarely is in p99 and peak, and not in it. "
	if f.Why != "" {
		typical = ""
	}
	t := f.ByTrend
	switch {
	case t == nil:
		return typical + "Decisions do not use it: they count with p99 and trend."
	case t.Value == nil:
		return typical + "Decisions count with p99 and trend, not with this; by these the end of the horizon is unknown: " + sentenceOf(t.Why)
	}
	return fmt.Sprintf(typical+"Decisions count with p99 and trend, not with this: by these it is %s %s at the end of the horizon.", t.Value, unit)
}
