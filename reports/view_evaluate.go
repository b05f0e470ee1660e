package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Evaluation writes the decisions on services as they are made.
type Evaluation struct {
	w      evaluationWriter
	totals Totals
}

// evaluationWriter is what a format has to do.
type evaluationWriter interface {
	begin(Header) error
	service(*Service) error
	end(Summary) error
}

// NewEvaluation begins the report. An unknown format is an error that lists the
// known ones.
func NewEvaluation(w io.Writer, o Options, h Header) (*Evaluation, error) {
	e := &Evaluation{totals: Totals{Cost: Cost{Basis: h.CostBasis, Amount: zeroOf(h.Currency)}}}
	switch o.Format {
	case JSON:
		e.w = &jsonEvaluation{w: w}
	case HTML:
		e.w = &browserEvaluation{w: w}
	default:
		p, err := newPage(w, o)
		if err != nil {
			return nil, unknownFormat(o.Format, PageFormats())
		}
		e.w = &pageEvaluation{page: p, matrix: o.Matrix}
	}
	return e, e.w.begin(h)
}

// Service writes one decision. Services come in name order.
func (e *Evaluation) Service(s Service) error {
	e.totals.Add(&s)
	return e.w.service(&s)
}

// End writes what holds for all. The totals are filled in.
func (e *Evaluation) End(s Summary) error {
	s.Totals = e.totals
	s.complete()
	return e.w.end(s)
}

// pageEvaluation is evaluate for people.
type pageEvaluation struct {
	page   renderer
	matrix bool
	header Header
	abbr   []string
	batch  []row
	listed bool
}

func (e *pageEvaluation) begin(h Header) error {
	e.header, e.abbr = h, abbreviate(h.Criteria)
	facts := fmt.Sprintf("%s · %s · as of %s · %s, %s · reference %s",
		count(h.Count, "service"), count(len(h.Sites), "site"), h.AsOf, h.Currency, spoken(h.CostBasis), h.ReferenceSite)
	blocks := []block{heading{1, []text{{facts, strong}}}}
	if e.matrix {
		blocks = append(blocks, e.legend()...)
	}
	return e.page.write(blocks...)
}

// legend explains the matrix once.
func (e *pageEvaluation) legend() []block {
	var axes []string
	for i, c := range e.header.Criteria {
		axes = append(axes, fmt.Sprintf("%s %s ×%s", e.abbr[i], spoken(c.Name), c.Weight))
	}
	return []block{
		paragraph{parts: []text{{"Each row is a place to run. Scores go from 0 to 1, more is better; score is their weighted mean.", dim}}},
		paragraph{parts: []text{{"Criteria: " + strings.Join(axes, " · ") + ".", dim}}},
		paragraph{parts: []text{{"▸ chosen · ✗ forbidden · – no policy has anything to say · h/mo hours of work a month.", dim}}},
	}
}

func (e *pageEvaluation) service(s *Service) error {
	if e.matrix {
		return e.page.write(e.matrixOf(s)...)
	}
	e.batch = append(e.batch, e.lineOf(s))
	if len(e.batch) < batchRows {
		return nil
	}
	return e.flush()
}

// batchRows is how many lines are written at once.
const batchRows = 256

// flush writes the lines that wait. The first batch brings the table's head.
func (e *pageEvaluation) flush() error {
	if len(e.batch) == 0 {
		return nil
	}
	t := table{columns: e.lineColumns(), rows: e.batch, continues: e.listed}
	blocks := []block{t}
	if !e.listed {
		blocks = []block{paragraph{}, t}
	}
	e.batch, e.listed = nil, true
	return e.page.write(blocks...)
}

// matrixOf is one service with all its options.
func (e *pageEvaluation) matrixOf(s *Service) []block {
	t := table{columns: e.matrixColumns(s), indent: 2}
	for i := range s.Options {
		t.rows = append(t.rows, e.optionRow(s, &s.Options[i]))
	}
	blocks := []block{
		heading{3, []text{{s.Name, strong}, placed(s), firmness(s)}},
		paragraph{parts: []text{say(s.Reason)}, indent: 2},
	}
	for _, line := range measuredNumbers(s) {
		blocks = append(blocks, paragraph{parts: []text{{line, dim}}, indent: 2})
	}
	return append(blocks, t)
}

// placed says where a service goes, as in "→ cloud gke".
func placed(s *Service) text {
	if s.Placement.Kind == none {
		return text{"→ nowhere", bad}
	}
	where := "→ " + kindWord(s.Placement.Kind) + " " + strings.Join(s.Placement.Sites, "+")
	if b := s.Placement.Base; b != nil {
		where += fmt.Sprintf(" (keeps %s on-prem)", cores(b))
	}
	return text{where, plain}
}

func cores(b *Base) string {
	if b.Replicas > 0 {
		return fmt.Sprintf("%s, %s", count(int(b.Replicas+0.5), "replica"), unitOf(b.Cores, "core"))
	}
	return unitOf(b.Cores, "core")
}

// kindWord is an option's kind for a person.
func kindWord(kind string) string {
	if kind == "onprem" {
		return "on-prem"
	}
	return kind
}

func firmness(s *Service) text {
	if s.Firm {
		return text{"firm", good}
	}
	return text{"needs data", doubtful}
}

// matrixColumns are those of one service. Where they do not fit, criteria that
// nobody speaks on go first, then those of the least weight, hours last.
func (e *pageEvaluation) matrixColumns(s *Service) []column {
	cols := []column{{}, {name: "option", width: e.header.LongestOption}, {name: "score", right: true}}
	for i, c := range e.header.Criteria {
		drop := 100 - int(min(s.Weights[c.Name], 9)*10)
		if s.silent(i) {
			drop += 100
		}
		cols = append(cols, column{name: e.abbr[i], right: true, drop: drop})
	}
	return append(cols,
		column{name: e.header.Currency + "/mo", right: true, width: len("1,234,567")},
		column{name: "h/mo", right: true, drop: 1})
}

// silent tells whether nobody speaks on a criterion.
func (s *Service) silent(criterion int) bool {
	return !slices.ContainsFunc(s.Options, func(o Option) bool { return o.Criteria[criterion].Applies })
}

func (e *pageEvaluation) optionRow(s *Service, o *Option) row {
	mark, name, other := text{}, plain, plain
	switch {
	case o == s.chosen():
		mark, name = text{"▸", good}, strong
	case !o.Feasible:
		mark, name, other = text{"✗", bad}, dim, dim
	}
	r := row{cells: []text{mark, {o.ID, name}, {o.Score.String(), name}}}
	for _, c := range o.Criteria {
		r.cells = append(r.cells, text{c.cell(), other})
	}
	r.cells = append(r.cells, text{o.money(), name}, text{o.Hours.String(), other})
	if n := len(o.Violations); n > 0 {
		note := because(o)
		if n > 1 {
			note += fmt.Sprintf("; and %d more", n-1)
		}
		r.notes = append(r.notes, text{note, bad})
	}
	return r
}

// cell is a criterion's score in the matrix.
func (c Criterion) cell() string {
	if !c.Applies {
		return "–"
	}
	return c.Score.String()
}

// money is what an option costs a month, for a person.
func (o *Option) money() string {
	if o.Cost == nil {
		return "no price"
	}
	return rounded(o.Cost.Amount)
}
