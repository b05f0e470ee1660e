package reports

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// SVG is a picture alone; only profiles have it.
const SVG = "svg"

// ProfileFormats returns the formats of a profile.
func ProfileFormats() []string { return append(PageFormats(), SVG) }

// WriteProfile writes the demand of a service over time.
func WriteProfile(w io.Writer, o Options, p Profile) error {
	switch o.Format {
	case HTML:
		return writeProfilePage(w, &p)
	case SVG:
		return writeProfilePicture(w, &p)
	case Text, JSON, Markdown:
	default:
		return unknownFormat(o.Format, ProfileFormats())
	}
	return write(w, o, p, func() []block { return profileView(&p, profileWidth(o)) })
}

// profileWidth is how wide drawings are: what the text may take, and no wider than a
// screen.
func profileWidth(o Options) int {
	const widest = 160
	width := o.Width
	if width <= 0 || o.Format == Markdown {
		width = DefaultOptions().Width
	}
	return min(max(width, narrowest), widest)
}

func profileView(p *Profile, width int) []block {
	blocks := []block{
		heading{1, []text{{p.Name, strong}, say(p.kindWords())}},
		paragraph{parts: []text{say(sentenceOf(p.Origin)), {p.windowWords(), dim}}},
	}
	if p.Unused != "" {
		blocks = append(blocks, paragraph{parts: []text{{sentenceOf(p.unusedWords()), doubtful}}})
	}
	blocks = append(blocks,
		linePlot(p, width),
		paragraph{parts: []text{{p.legend(), dim}}, indent: 2},
		heading{2, []text{{"Peaks", strong}}}, peaksView(p),
	)
	if p.Day != nil {
		blocks = append(blocks,
			heading{2, []text{{"The day, by hour in " + p.Zone, strong}}},
			hourPlot(p.Day, dayDots(width), []string{"00", "03", "06", "09", "12", "15", "18", "21"}),
			heading{2, []text{{"The week, by hour in " + p.Zone, strong}}},
			hourPlot(p.Week, weekDots(width), []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}),
			paragraph{parts: []text{{"Bars are means, dots above them the 95th percentile of the hour.", dim}}, indent: 2},
		)
	}
	blocks = append(blocks, heading{2, []text{{"Numbers", strong}}}, featuresTable(p.Features))
	blocks = append(blocks, readView(p)...)
	return append(blocks, forecastView(&p.Forecast, p.Unit)...)
}

// dayDots and weekDots are how many dots an hour is wide where there is room.
func dayDots(width int) int {
	if width-axisWidth >= 48 {
		return 4
	}
	return 2
}

func weekDots(width int) int {
	switch room := width - axisWidth; {
	case room >= 84:
		return 1
	case room >= 42:
		return -2
	}
	return -3
}

// kindWords say what is measured.
func (p *Profile) kindWords() string {
	if p.Kind == "" {
		return p.Unit
	}
	return p.Kind + ", " + p.Unit
}

// unusedWords say that decisions do not count with what is drawn.
func (p *Profile) unusedWords() string { return "Decisions do not count with it. " + p.Unused }

// windowWords say what the points cover.
func (p *Profile) windowWords() string {
	return fmt.Sprintf("%s points from %s to %s (%s), one every %s; hours in %s.",
		Number(p.Points), p.moment(p.From), p.moment(p.To), spanWords(p.To.Sub(p.From)), p.Cadence, p.Zone)
}

// legend explains the drawing.
func (p *Profile) legend() string {
	words := "Each column reaches from the lowest mean of " + p.Line.Step + " to the highest value"
	if len(p.Gaps) > 0 {
		words += "; ░ not measured"
	}
	s := p.span()
	if !s.to.After(s.now) {
		return words + "."
	}
	words += "; dots right of ┊ are the forecast"
	if end := p.Forecast.Points[len(p.Forecast.Points)-1].At; end.After(s.to) {
		words += ", of which the first " + spanWords(s.to.Sub(s.now).Truncate(24*time.Hour)) + " are drawn"
	}
	return words + "."
}

// moment is a time for a person, in the profile's zone.
func (p *Profile) moment(at time.Time) string { return at.In(p.location).Format("2006-01-02 15:04") }

// noPeaks says why no peaks are listed.
const noPeaks = "None: no time is 1 % or more above the mean."

// peaksView lists the peaks, or says that there are none.
func peaksView(p *Profile) block {
	if len(p.Peaks) == 0 {
		return paragraph{parts: []text{{noPeaks, dim}}, indent: 2}
	}
	return peaksTable(p)
}

func peaksTable(p *Profile) table {
	t := table{columns: []column{{name: "at"}, {name: p.Unit, right: true}, {name: "× mean", right: true}}, indent: 2}
	for _, x := range p.Peaks {
		times := "–"
		if x.OfMean != nil {
			times = x.OfMean.String()
		}
		t.rows = append(t.rows, row{cells: []text{say(p.weekday(x.At)), say(x.Value.String()), say(times)}})
	}
	return t
}

// weekday is a time with its day, for a person.
func (p *Profile) weekday(at time.Time) string { return at.Format("Mon 2006-01-02 15:04") }

// mostGaps is how many gaps are named in text; JSON has all.
const mostGaps = 10

// readView says what was found in the points, and lists the gaps.
func readView(p *Profile) []block {
	list := items{}
	for _, line := range p.Report {
		list.entries = append(list.entries, []text{say(line)})
	}
	blocks := []block{heading{2, []text{{"What was read", strong}}}, list}
	if len(p.Gaps) == 0 {
		return blocks
	}
	t := table{columns: []column{{name: "gap from"}, {name: "to"}, {name: "missing", right: true}}, indent: 2}
	for _, g := range p.Gaps[:min(len(p.Gaps), mostGaps)] {
		t.rows = append(t.rows, row{cells: []text{say(p.weekday(g.From)), say(p.weekday(g.To)), say(count(g.Missing, "sample"))}})
	}
	blocks = append(blocks, t)
	if more := len(p.Gaps) - mostGaps; more > 0 {
		blocks = append(blocks, paragraph{parts: []text{say(fmt.Sprintf("and %s; --format json has all.", count(more, "more gap")))}, indent: 2})
	}
	return blocks
}

// date names a moment below a drawing, as closely as its length asks for.
func (s profileSpan) date(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	switch whole := s.to.Sub(s.from); {
	case whole <= 6*24*time.Hour:
		return at.Format("Mon 15:04")
	case whole <= 300*24*time.Hour:
		return at.Format("2 Jan")
	}
	return at.Format("2 Jan 2006")
}

// sentenceOf makes a sentence of words.
func sentenceOf(words string) string {
	if words == "" || strings.HasSuffix(words, ".") {
		return words
	}
	return words + "."
}
