package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io"

	"berth.dev/reports/page/chart"
)

// Plan is the page of a fleet's plan.
type Plan struct {
	Title string
	Facts []string
	Tiles []Tile
	// Verdict are sentences on how good the plan is.
	Verdict []string
	// Currency is that of all money, which is a month's.
	Currency string
	Moves    []Move
	// Stuck are moves that no order makes possible, with what blocks each.
	Stuck []Named
	Money []Money
	// Owners are the services' own bills by product and team; OwnersNote says what they
	// leave out.
	Owners     []Money
	OwnersNote string
	// Fall leads from today's bill to the plan's; without bars it is left out.
	Fall chart.Waterfall
	// Graph are the services whose calls cross; without links it is left out, and
	// GraphNote says so, or what the drawing leaves out.
	Graph     chart.Graph
	GraphNote string
	Crossings []Crossing
	// Heat is how full each capacity is by hour; HeatNote says what it leaves out.
	// Other are capacities without hours.
	Heat     chart.Heat
	HeatNote string
	Other    []Named
	Beside   []Beside
	// BesideNote says what the other ways are, MovesNotes what the words of moves mean.
	BesideNote string
	MovesNotes []string
	Services   []Placed
	// Robust is nil where no scenarios were tried.
	Robust *Robust
	// Assumed are what plan and floor rest on.
	Assumed []string
	Digest  string
}

// Move is a service that changes place.
type Move struct {
	Wave, Service, From, To string
	Saves, Once, Payback    Quantity
	Why                     string
}

// Money is one line of the bill.
type Money struct {
	What, Today, Plan, Change string
	Total                     bool
}

// Crossing is a pair of services on different sites.
type Crossing struct {
	A, AOn, B, BOn string
	Volume, Money  Quantity
}

// Beside is another way to place the services.
type Beside struct {
	Name, Cost, More string
	// Lacks says what does not fit, "" where all does.
	Lacks string
}

// Placed is one service in the plan.
type Placed struct {
	Name, Product string
	Today, Place  string
	Moves         bool
	// Alone is where it would be best by itself; Differs says that the plan puts it
	// elsewhere.
	Alone   string
	Differs bool
	Money   Quantity
	Why     string
	// Cores are its mean demand by hour of the week; empty where nobody knows.
	Cores []float64
	// Others are its money on each option.
	Others []Named
}

// Robust is how a plan stands up to scenarios.
type Robust struct {
	Title, Lead, None string
	Rows              []Leaning
}

// Leaning is a service that does not keep its place in all scenarios.
type Leaning struct{ Service, Place, Kept, Word, Else, By string }

// planView is what the template of a plan reads.
type planView struct {
	Plan
	Frame             frame
	Fall, Graph, Heat template.HTML
	Rows              template.HTML
	Drawn, Few        bool
	Left              string
}

// WritePlan writes the page.
func WritePlan(w io.Writer, p Plan) error {
	n := len(p.Services)
	if n > MostServices {
		return fmt.Errorf("a page holds up to %d services, and these are %d. Take another format", MostServices, n)
	}
	v := planView{Plan: p, Frame: newFrame(p.Title), Drawn: n <= MostDrawn, Few: true}
	if !v.Drawn {
		v.Left = fmt.Sprintf("With more than %d services this page leaves out the drawn loads.", MostDrawn)
	}
	pen, templates := chart.NewPen(), newTemplates()
	if err := v.draw(pen, templates); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "plan.gohtml", v); err != nil {
		return err
	}
	return write(w, b.Bytes())
}

// draw makes the charts and the rows of services.
func (v *planView) draw(pen *chart.Pen, templates *template.Template) (err error) {
	if len(v.Plan.Fall.Bars) > 0 {
		if v.Fall, err = pen.Waterfall(v.Plan.Fall); err != nil {
			return err
		}
	}
	if len(v.Plan.Graph.Links) > 0 {
		if v.Graph, err = pen.Graph(v.Plan.Graph); err != nil {
			return err
		}
	}
	if len(v.Plan.Heat.Rows) > 0 {
		if v.Heat, err = pen.Heat(v.Plan.Heat); err != nil {
			return err
		}
	}
	var rows bytes.Buffer
	for _, s := range v.Services {
		var spark template.HTML
		if v.Drawn {
			if spark, err = pen.Spark("load of "+s.Name+" by hour of the week", s.Cores); err != nil {
				return err
			}
		}
		if err := templates.ExecuteTemplate(&rows, "placed.gohtml", struct {
			Placed
			Spark template.HTML
			Drawn bool
		}{s, spark, v.Drawn}); err != nil {
			return err
		}
	}
	// The work of this package's templates.
	v.Rows = template.HTML(rows.String())
	return nil
}
