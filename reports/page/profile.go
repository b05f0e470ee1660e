package page

import (
	"bytes"
	"html/template"
	"io"

	"berth.dev/reports/page/chart"
)

// Profile is the page of one series.
type Profile struct {
	Title string
	Facts []string
	Tiles []Tile
	// Warning is what to know before the numbers are used; "" for nothing.
	Warning string
	Line    chart.Timeline
	// LineNote says what the drawing leaves out.
	LineNote string
	// Day and Week are nil where nothing can be folded.
	Day  *chart.Day
	Week *chart.Week
	Unit string
	// Peaks are the highest times; PeaksNote says why there are none.
	Peaks     []Peak
	PeaksNote string
	// Features are all numbers with their remarks.
	Features []Measured
	// Report are sentences on what was read, Gaps the times that nobody measured, and
	// GapsNote what is left out of them.
	Report   []string
	Gaps     []Gap
	GapsNote string
	Forecast Forecast
}

// Peak is one of the highest times.
type Peak struct{ At, Value, OfMean string }

// Measured is one number with where it comes from.
type Measured struct{ Name, Value, Unit, Origin, Why string }

// Gap is a time that nobody measured.
type Gap struct{ From, To, Missing string }

// Forecast is how a series may go on.
type Forecast struct {
	Title string
	// None says why there is no forecast; "" where there is one.
	None string
	// Verdict is a sentence, Proven its sign.
	Verdict string
	Proven  bool
	Reason  string
	Method  string
	Trials  []ForecastTrial
	Note    string
	Parts   []ForecastPart
	Band    string
	// Trend says what decisions count with instead.
	Trend string
}

// ForecastTrial is one method with its errors.
type ForecastTrial struct {
	Name, Words                string
	Taken                      bool
	Tried, HeldSMAPE, HeldMASE string
}

// ForecastPart is what is forecast for a stretch of time.
type ForecastPart struct{ From, To, Mean, Highest, At string }

// profileView is what the template of a profile reads.
type profileView struct {
	Profile
	Frame           frame
	Line, Day, Week template.HTML
}

// WriteProfile writes the page.
func WriteProfile(w io.Writer, p Profile) error {
	pen, v := chart.NewPen(), profileView{Profile: p, Frame: newFrame(p.Title)}
	var err error
	if v.Line, err = pen.Timeline(p.Line); err != nil {
		return err
	}
	if p.Day != nil {
		if v.Day, err = pen.Day(*p.Day); err != nil {
			return err
		}
	}
	if p.Week != nil {
		if v.Week, err = pen.Week(*p.Week); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := newTemplates().ExecuteTemplate(&b, "profile.gohtml", v); err != nil {
		return err
	}
	return write(w, b.Bytes())
}

// WritePicture writes the drawing of a series alone, as an SVG file.
func WritePicture(w io.Writer, title string, facts []string, t chart.Timeline) error {
	picture, err := chart.NewPen().Picture(title, facts, t)
	if err != nil {
		return err
	}
	return write(w, []byte(picture))
}
