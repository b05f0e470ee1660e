package month

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/billing/duck"
)

// report is what the program says of a month, as far as the document has it.
type report struct {
	State struct {
		Reconciled bool   `json:"reconciled"`
		Last       string `json:"last_row"`
	} `json:"state"`
	Planned string `json:"planned"`
	Actual  string `json:"actual"`
	Delta   string `json:"delta"`
	Bills   []struct {
		Name   string `json:"name"`
		Own    string `json:"own_amount"`
		Amount string `json:"amount"`
	} `json:"bills"`
	Bridge []struct {
		Name   string `json:"name"`
		Amount string `json:"amount"`
	} `json:"bridge"`
	Axes     map[string][]sum `json:"axes"`
	Lines    []line           `json:"lines"`
	Expected []line           `json:"expected"`
}

type sum struct {
	Name   string `json:"name"`
	Actual string `json:"actual"`
}

type line struct {
	Kind    string `json:"kind"`
	Site    string `json:"site"`
	Service string `json:"service"`
	Product string `json:"product"`
	Team    string `json:"team"`
	Part    string `json:"part"`
	Amount  string `json:"amount"`
}

// needsDuckDB skips a test where bills cannot be read.
func needsDuckDB(t *testing.T) {
	t.Helper()
	switch {
	case duck.Available:
	case os.Getenv("CI") == "true":
		t.Fatal("this build reads no bills, and CI must")
	default:
		t.Skip("this build reads no bills: it is one without a C compiler")
	}
}

// told is what the program says of a month of the nine services.
func told(t *testing.T, month, asOf string) report {
	t.Helper()
	needsDuckDB(t)
	var out, errs bytes.Buffer
	code := cli.Main(cli.Env{
		Args: []string{"report", folder, "--month", month, "--as-of", asOf, "--format", "json"}, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Context: context.Background(),
	})
	if code != 0 {
		t.Fatalf("%s: exit %d\n%s", month, code, errs.String())
	}
	var r report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// asOf is a day on which nothing more is expected of a month.
func asOf(month string) string {
	return map[string]string{"2026-10": "2026-11-10", "2026-11": "2026-12-10"}[month]
}

func TestTheProgramSaysWhatTheDocumentSaysToTheLastDigit(t *testing.T) {
	for _, h := range document(t) {
		r := told(t, h.month, asOf(h.month))
		h.is(t, "actual", rat(t, r.Actual))
		h.is(t, "planned", rat(t, r.Planned))
		h.is(t, "delta", rat(t, r.Delta))
		h.is(t, "bill", rat(t, r.Bills[0].Own))
		h.is(t, "gcp", rat(t, r.Bills[0].Amount))
		h.is(t, "cost", rat(t, r.Bills[1].Amount))
		h.lines(t, "line", r.Lines)
		h.lines(t, "plan", r.Expected)
		for axis, sums := range r.Axes {
			for _, s := range sums {
				name := s.Name
				if name == "" {
					name = "nobody"
				}
				h.is(t, axis+"_"+strings.ReplaceAll(name, "-", "_"), rat(t, s.Actual))
			}
		}
		if !r.State.Reconciled || !strings.HasPrefix(r.State.Last, h.month) {
			t.Errorf("%s: its state is %+v", h.month, r.State)
		}
	}
}

// lines compares a ledger of the program with the table of the document whose first cells
// begin with a word.
func (h *hand) lines(t *testing.T, word string, got []line) {
	t.Helper()
	sums := map[string]*big.Rat{}
	for _, l := range got {
		key := strings.Join([]string{l.Kind, l.Site, dash(l.Service), dash(l.Product), dash(l.Team), dash(l.Part)}, " | ")
		if sums[key] == nil {
			sums[key] = new(big.Rat)
		}
		sums[key].Add(sums[key], rat(t, l.Amount))
	}
	n := 0
	for name, cells := range h.tables {
		if rest, is := strings.CutPrefix(name, word); !is || strings.Trim(rest, "0123456789") != "" || rest == "" {
			continue
		}
		n++
		key := strings.Join(cells[:6], " | ")
		h.is(t, name, rat(t, cells[6]))
		if sums[key] == nil {
			t.Errorf("%s: the program has no line %s", h.month, key)
			continue
		}
		h.is(t, name, sums[key])
		delete(sums, key)
	}
	for key, amount := range sums {
		t.Errorf("%s: the document has no line %s, %s", h.month, key, amount.FloatString(6))
	}
	if n < 20 {
		t.Errorf("%s: only %d lines of %s were compared", h.month, n, word)
	}
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// close is how far an effect of the document, rounded to four digits service by service,
// may be from the program's, which has six.
var close = big.NewRat(1, 100)

func TestTheProgramBridgesAsTheDocumentDoes(t *testing.T) {
	for _, h := range document(t) {
		total, seen := new(big.Rat), 0
		for _, e := range told(t, h.month, asOf(h.month)).Bridge {
			amount := rat(t, e.Amount)
			total.Add(total, amount)
			hand := h.values["effect_"+e.Name]
			if hand == nil && slices.Contains([]string{"commitment", "rounding"}, e.Name) {
				hand = new(big.Rat)
			}
			if hand == nil {
				t.Errorf("%s: the document has no effect %s", h.month, e.Name)
				continue
			}
			seen++
			if off := new(big.Rat).Sub(hand, amount); off.Abs(off).Cmp(close) > 0 {
				t.Errorf("%s: %s is %s in the document and %s in the program", h.month, e.Name, hand.FloatString(4), e.Amount)
			}
		}
		if h.is(t, "delta", total); seen != 8 {
			t.Errorf("%s: %d effects were compared", h.month, seen)
		}
	}
}

// TestTheMonthAfterTheMoveIsCheaperByWhatMoved holds the story: rendertron costs less
// once its base runs on machines that are there anyway.
func TestTheMonthAfterTheMoveIsCheaperByWhatMoved(t *testing.T) {
	both := document(t)
	before, after := both[0].values["service_rendertron"], both[1].values["service_rendertron"]
	if after.Cmp(new(big.Rat).Quo(before, big.NewRat(3, 1))) > 0 {
		t.Errorf("rendertron cost %s before and %s after", before.FloatString(0), after.FloatString(0))
	}
}
