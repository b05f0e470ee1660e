package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io"

	"berth.dev/reports/page/chart"
)

// Languages are those that the page of a month speaks; the first is the default.
func Languages() []string { return []string{English, Japanese} }

// The languages, as HTML names them.
const (
	English  = "en"
	Japanese = "ja"
)

// Month is the page of a month's cost. What it says is in Lang, and what is in another
// language says so.
type Month struct {
	// Lang is one of [Languages].
	Lang string
	// Name is the window's title, Title the answer in one sentence.
	Name, Title string
	Facts       []string
	// State is "reconciled" or "provisional" for a person, StateTone its tone, and
	// StateWhy why.
	State, StateTone string
	StateWhy         []Said
	Tiles            []Tile
	// Why are the largest reasons for the difference, WhyNone says that there is none,
	// or why nobody can tell.
	Why     []Reason
	WhyNone string
	// Do is what to do, what brings most first; DoMore says that there is more, DoNone
	// that there is nothing.
	Do             []Act
	DoMore, DoNone string
	Warnings       []Said
	// Currency is that of all money.
	Currency string

	// Fall leads from planned to actual; without bars it is left out, and FallNote says
	// what to know of the drawing.
	Fall     chart.Waterfall
	FallNote string
	Effects  []Effect
	Causes   []Cause
	Stack    chart.Stack
	// Past is the drawing of months as a table, and Ahead how the months to come were
	// told.
	Past  []PastMonth
	Ahead []Said
	// Days is the month itself day by day; without columns it is left out.
	Days chart.Stack
	// Sites are the columns of Teams.
	Sites     []string
	Teams     []TeamRow
	TeamsNote string
	// Axes are the sums along each axis but services, in the order they are shown.
	Axes     []Axis
	Services []Spent
	// ServicesFirst shows the services before teams and products.
	ServicesFirst bool
	Budgets       []Budget
	Flips         []Flip
	Paybacks      []Payback
	Nobody        []Nobody
	NobodyNote    string
	Commitments   []Commitment
	Pools         []Pool

	// Bills are what the total consists of, exactly.
	Bills []PaidBill
	// Read are sentences on the rows, Unknown what cannot be told, Rules by which rows
	// were given to services.
	Read    []Said
	Unknown []Said
	Rates   []Rate
	Rules   []string
	Pins    []Pin
}

// Said is a sentence. Lang is its language where that is not the page's, else "".
type Said struct{ Text, Lang string }

// Reason is one step from planned to actual, with who caused it.
type Reason struct {
	// Tone is "good" for less and "bad" for more.
	Amount, Tone string
	Name, Text   string
}

// Act is something to do, with what it brings and whose it is. Href is where the page
// says more.
type Act struct{ Text, Money, Who, Href string }

// Effect is one step of the bridge, with what it means and what it consists of here.
type Effect struct {
	Name   string
	Amount Quantity
	Tone   string
	Means  string
	Why    Said
}

// Cause is what one service adds to one effect.
type Cause struct {
	Service, Team, Effect string
	Amount                Quantity
	Tone                  string
	Why                   Said
}

// PastMonth is one month of the drawing in words. What is not there is "".
type PastMonth struct {
	Name, Planned, Actual string
	// Sites are in the order of the drawing's parts.
	Sites []string
	// Ahead is true for a month to come, of which Range are the ends.
	Ahead bool
	Range string
}

// TeamRow is one team with what it costs on each site.
type TeamRow struct {
	Name  string
	Cells []TeamCell
	Total Quantity
	// Sum is true for the row of all teams, Nobody for what belongs to no team.
	Sum, Nobody bool
}

// TeamCell is what one team costs on one site; Text is "" for nothing.
type TeamCell struct {
	Amount Quantity
	// Delta is what that is more or less than planned, "" where nothing was.
	Delta, Tone string
	// Share is the amount as a share of the largest, for the colour.
	Share float64
}

// Step is the colour of the cell.
func (c TeamCell) Step() int { return chart.Step(c.Share) }

// Axis is the sums along one axis.
type Axis struct {
	// ID is that of its section, Title its heading.
	ID, Title string
	Rows      []AxisRow
	// Note says what is left out.
	Note string
}

// AxisRow is one name along an axis.
type AxisRow struct {
	Name                   string
	Planned, Actual, Delta Quantity
	Tone                   string
	Level                  chart.Level
	// Sum is true for the total, Nobody for what has no name.
	Sum, Nobody bool
}

// Spent is one service.
type Spent struct {
	Name, Product, Team string
	// Sites are where it costs anything.
	Sites                  string
	Planned, Actual, Delta Quantity
	Tone                   string
	// State is one of "over", "under" and "same"; Unplanned says that the plan does not
	// know it.
	State     string
	Unplanned bool
	// Unit is the cost of a million requests, UnitPlanned what was planned of it.
	Unit        Quantity
	UnitPlanned string
	Lines       []SpentLine
	// Nobody is true for what belongs to no service.
	Nobody bool
}

// SpentLine is a line of the ledger: what a sum consists of. Planned and Actual are ""
// where there is none.
type SpentLine struct{ What, Site, Part, Quantity, Planned, Actual string }

// Budget is a product's budget.
type Budget struct {
	Product, Team         string
	Monthly, Actual, Left Quantity
	Share                 string
	Tone                  string
	Level                 chart.Level
}

// Flip is a decision that the month's actuals would change.
type Flip struct {
	Service, Team, Was, Now string
	// Saves is what the move changes a month, without a sign; Brings says which way that
	// goes, in Tone, and is "" where nobody knows or nothing changes.
	Saves, Waiting Quantity
	Brings, Tone   string
	// Until is how long the waiting is counted, "" where it costs nothing.
	Until string
	Why   Said
}

// Payback is how much of what a move cost has come back.
type Payback struct {
	Service, Team, From, To, Since string
	Once, Saved, Left              Quantity
	// Wanted is after how long the plan wanted it paid back, Ahead after how long it is.
	Wanted, Ahead string
	Tone          string
	Level         chart.Level
	Why           Said
}

// Nobody is money that no rule gives to anybody, with a rule that would.
type Nobody struct {
	Bill, Site string
	What       Said
	Amount     Quantity
	Rows       string
	Advice     string
}

// Commitment is what was bought for a term.
type Commitment struct {
	Name, Site, Owner  string
	Cost, Used, Unused Quantity
	Share              string
	Level              chart.Level
	// To are who used it.
	To []Named
}

// Pool is owned machines.
type Pool struct {
	Site                                    string
	Name                                    string
	Capital, Power, Upkeep, Admin           string
	Cost, Used, Idle, Spare                 Quantity
	UsedShare, IdleShare, SpareShare        string
	CoreHours, UsedCores, GiBHours, UsedGiB string
	Level                                   chart.Level
	How                                     []string
}

// PaidBill is one bill. Amounts have all their digits.
type PaidBill struct {
	Name, Site, Rows, Own, Amount string
	// Owned says that it was worked out from machines; Sum is true for the total.
	Owned, Sum bool
}

// Rate is what a currency was converted at.
type Rate struct{ Currency, Value, Date, Source string }

// Pin is an input that the report depends on.
type Pin struct{ Kind, Name, Digest string }

// WriteMonth writes the page.
func WriteMonth(w io.Writer, m Month) error {
	if n := len(m.Services); n > MostServices {
		return fmt.Errorf("a page holds up to %d services, and these are %d. Take another format", MostServices, n)
	}
	v, err := newMonthView(m)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := newTemplates().ExecuteTemplate(&b, "month.gohtml", v); err != nil {
		return err
	}
	return write(w, b.Bytes())
}

// fewSites is how many columns of sites have room beside another table.
const fewSites = 3

// monthView is what the template of a month reads.
type monthView struct {
	Month
	Frame             frame
	W                 monthWords
	Fall, Stack, Days template.HTML
	// Parts are those of the drawing of months.
	Parts []string
	// Broad is true where teams × sites needs the width of the page.
	Broad bool
	// Foreign is the language of what is English in any page, "" where that is the page's.
	Foreign string
}

// newMonthView draws the charts.
func newMonthView(m Month) (v monthView, err error) {
	v = monthView{Month: m, Frame: newFrame(m.Name, "month.css"), W: wordsOf(m.Lang), Parts: m.Stack.Parts, Broad: len(m.Sites) > fewSites}
	if v.Frame.Lang = m.Lang; m.Lang != English {
		v.Foreign = English
	}
	pen := chart.NewPen()
	if len(m.Fall.Bars) > 0 {
		m.Fall.Step, m.Fall.Drawn = v.W.Step, v.W.Drawn
		if v.Fall, err = pen.Waterfall(m.Fall); err != nil {
			return v, err
		}
	}
	if len(m.Days.Columns) > 0 {
		if v.Days, err = pen.Stack(m.Days); err != nil {
			return v, err
		}
	}
	v.Stack, err = pen.Stack(m.Stack)
	return v, err
}
