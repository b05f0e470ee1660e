package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io"

	"berth.dev/reports/page/chart"
)

// How much a page holds, by services.
const (
	// MostDrawn is up to how many services a page draws the load of each.
	MostDrawn = 1000
	// MostDetailed is up to how many services it holds the details of each.
	MostDetailed = 2000
	// MostServices is up to how many services there is a page.
	MostServices = 10000
)

// Evaluation writes the page of evaluate.
type Evaluation struct {
	w         io.Writer
	head      Head
	pen       *chart.Pen
	templates *template.Template
	// rows and details wait for the counts that stand above them.
	rows, details bytes.Buffer
}

// Head is what is known before any service is decided.
type Head struct {
	Title string
	// Facts stand below the title, as "as of 2026-10-31".
	Facts []string
	// Options are the columns of the matrix, in their order.
	Options []Option
	// Money and Hours are the units of their columns.
	Money, Hours string
	// Criteria explain the scores, one line each.
	Criteria []Named
	// Count is how many services will follow.
	Count int
}

// Option is one place to run, as a column.
type Option struct{ Name, Kind string }

// Named is a name with what is said of it.
type Named struct{ Name, Text string }

// Service is the decision on one service.
type Service struct {
	Name, Product string
	// Place is where it should run, as in "tokyo+gke"; Kind is "on-prem", "cloud",
	// "hybrid" or "nowhere"; Keeps says what a hybrid keeps on-prem.
	Place, Kind, Keeps string
	// Today is where it runs now, "" where nobody said.
	Today string
	Firm  bool
	// State is "firm" or "needs data".
	State  string
	Reason string
	// Cells are the matrix's, one for each of Head.Options.
	Cells        []Cell
	Money, Hours Quantity
	// Criteria are the scores on each option, opened up.
	Criteria []Criterion
	Bills    []Bill
	Unknown  []Unknown
	// Needs is what has to be measured before the decision is firm.
	Needs []string
	// Load is nil where nobody knows it; NoLoad then says why.
	Load   *Load
	NoLoad string
	// Measured says which numbers were measured by whom and when.
	Measured []string
}

// Quantity is a number as text, with what it sorts by.
type Quantity struct {
	Text string
	Sort float64
}

// Cell is one option of one service.
type Cell struct {
	// Option is the column's; "" where the service has no such option.
	Option string
	Score  Quantity
	Money  string
	// Chosen is the decision; Possible may become it once more is known; Today is
	// where the service runs now.
	Chosen, Possible, Today bool
	// Forbidden are the reasons against it, all of them.
	Forbidden []Named
}

// Step is the colour of the cell.
func (c Cell) Step() int { return chart.Step(c.Score.Sort) }

// Criterion is one criterion over the options of a service.
type Criterion struct {
	Name, Weight string
	Scores       []CriterionScore
}

// CriterionScore is an option's score on one criterion, with what each policy
// said.
type CriterionScore struct {
	// Option names the column again, where there is no room for columns.
	Option  string
	Score   Quantity
	Because []Named
}

// Step is the colour of the score.
func (c CriterionScore) Step() int { return chart.Step(c.Score.Sort) }

// Bill is the money of one option, line by line.
type Bill struct {
	Option string
	// Total is "" where a price is missing.
	Total  string
	Chosen bool
	Lines  []BillLine
}

// BillLine is quantity × price = amount.
type BillLine struct{ What, Site, Quantity, Unit, Price, Amount, Origin string }

// Unknown is one input that nobody knows, with the range that is taken for it.
type Unknown struct {
	Name, Low, Typical, High, Unit string
	// Settles is the measurement that would tell it.
	Settles string
}

// Load is the traffic of a service.
type Load struct {
	Week chart.Week
	// Features are its numbers, as "peak to mean" 4.2.
	Features []Named
}

// Foot is what is known when all services are decided.
type Foot struct {
	// Title stands at the top.
	Title string
	Tiles []Tile
	// Notes are sentences on the data; Warnings those that must not be missed.
	Notes, Warnings []string
	// Settle says what to measure; Measurements are the list.
	Settle       string
	Measurements []string
	Rules        []Rule
	RulesLine    string
}

// Tile is one count of the head.
type Tile struct {
	Value, Label string
	// Tone is "", "good", "doubtful" or "bad".
	Tone string
}

// Rule is one policy or constraint that ran or did not.
type Rule struct{ Name, Kind, Criterion, From, State string }

// NewEvaluation begins a page.
func NewEvaluation(w io.Writer, h Head) (*Evaluation, error) {
	if h.Count > MostServices {
		return nil, fmt.Errorf("a page holds up to %d services, and these are %d. Choose some with --service, or take another format", MostServices, h.Count)
	}
	return &Evaluation{w: w, head: h, pen: chart.NewPen(), templates: newTemplates()}, nil
}

// drawn tells whether loads are drawn, detailed whether there are details.
func (e *Evaluation) drawn() bool    { return e.head.Count <= MostDrawn }
func (e *Evaluation) detailed() bool { return e.head.Count <= MostDetailed }

// serviceView is what the templates of a service read.
type serviceView struct {
	Service
	Head            *Head
	Detailed, Drawn bool
	Spark, Week     template.HTML
	// Width is how many options the service has.
	Width int
}

// Service takes one decision in.
func (e *Evaluation) Service(s Service) error {
	v := serviceView{Service: s, Head: &e.head, Detailed: e.detailed(), Drawn: e.drawn()}
	for _, c := range s.Cells {
		if c.Option != "" {
			v.Width++
		}
	}
	if s.Load != nil && e.drawn() {
		var err error
		if v.Spark, err = e.pen.Spark("load of "+s.Name+" by hour of the week", s.Load.Week.Mean); err != nil {
			return err
		}
		if v.Week, err = e.pen.Week(s.Load.Week); err != nil {
			return err
		}
	}
	if err := e.templates.ExecuteTemplate(&e.rows, "row.gohtml", v); err != nil {
		return err
	}
	if !e.detailed() {
		return nil
	}
	return e.templates.ExecuteTemplate(&e.details, "service.gohtml", v)
}

// evaluationView is what the template of the page reads.
type evaluationView struct {
	Frame           frame
	Head            Head
	Foot            Foot
	Rows, Details   template.HTML
	Detailed, Drawn bool
	// Narrow is true where the matrix fits a desktop, so that its head can stay in
	// sight.
	Narrow bool
	// Few is true where all details go on paper, open or not.
	Few bool
	// Left says what the page leaves out because of its size.
	Left string
}

// fewOptions is how many columns a desktop has room for.
const fewOptions = 6

// fewOnPaper is up to how many services paper shows the details of all.
const fewOnPaper = 60

// End writes the page.
func (e *Evaluation) End(f Foot) error {
	v := evaluationView{
		Frame: newFrame(f.Title), Head: e.head, Foot: f, Detailed: e.detailed(), Drawn: e.drawn(), Few: e.head.Count <= fewOnPaper,
		Narrow: len(e.head.Options) <= fewOptions,
		// Both are the work of this package's templates.
		Rows: template.HTML(e.rows.String()), Details: template.HTML(e.details.String()),
	}
	switch {
	case !e.detailed():
		v.Left = fmt.Sprintf("With more than %d services this page holds the matrix alone. Choose services with --service to see their reasons, money and load.", MostDetailed)
	case !e.drawn():
		v.Left = fmt.Sprintf("With more than %d services this page leaves out the drawn loads. Choose services with --service to see them.", MostDrawn)
	}
	var b bytes.Buffer
	if err := e.templates.ExecuteTemplate(&b, "evaluation.gohtml", v); err != nil {
		return err
	}
	return write(e.w, b.Bytes())
}
