package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"berth.dev/engine/diag"
)

// writeJSON writes one value, indented by two spaces.
func writeJSON(w io.Writer, v any) error {
	b, err := encode(v, "")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// encode is indented JSON whose lines but the first begin with prefix. Characters
// of HTML stay as they are: no reader of this puts it into a page unescaped.
func encode(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	err := enc.Encode(v)
	return escapeSteering(bytes.TrimRight(b.Bytes(), "\n")), err
}

// escapeSteering escapes what could steer a terminal that JSON is printed on and
// that the encoder leaves as it is. Such characters stand in strings only.
func escapeSteering(b []byte) []byte {
	harmless := func(r rune) bool { return r == '\n' || !diag.Steers(r) }
	if bytes.IndexFunc(b, func(r rune) bool { return !harmless(r) }) < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+64)
	for _, r := range string(b) {
		if harmless(r) {
			out = utf8.AppendRune(out, r)
		} else {
			out = fmt.Appendf(out, "\\u%04x", r)
		}
	}
	return out
}

// costJSON is the JSON of a Cost.
type costJSON struct {
	Amount   string     `json:"amount"`
	Currency string     `json:"currency"`
	Basis    string     `json:"basis"`
	Lines    []lineJSON `json:"lines,omitempty"`
}

// lineJSON is the JSON of a Line.
type lineJSON struct {
	What     string `json:"what"`
	Site     string `json:"site,omitempty"`
	Quantity Number `json:"quantity"`
	Unit     string `json:"unit"`
	Price    string `json:"price"`
	Amount   string `json:"amount"`
	Origin   string `json:"origin,omitempty"`
}

// MarshalJSON writes amounts as decimal strings, to the last digit.
func (c Cost) MarshalJSON() ([]byte, error) {
	out := costJSON{Amount: c.Amount.Decimal(), Currency: c.Amount.Currency(), Basis: c.Basis}
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, lineJSON{l.What, l.Site, Number(l.Quantity), l.Unit, l.Price.Decimal(), l.Amount.Decimal(), l.Origin})
	}
	return json.Marshal(out)
}

// MarshalJSON writes a line as a bill does.
func (l Line) MarshalJSON() ([]byte, error) {
	return json.Marshal(lineJSON{l.What, l.Site, Number(l.Quantity), l.Unit, l.Price.Decimal(), l.Amount.Decimal(), l.Origin})
}

// jsonEvaluation writes evaluate's JSON as a stream: the header, each service as
// it comes, the summary.
type jsonEvaluation struct {
	w     io.Writer
	count int
}

func (e *jsonEvaluation) begin(h Header) error {
	b, err := encode(h, "")
	if err != nil {
		return err
	}
	// The header's closing brace makes room for what follows.
	b = bytes.TrimSuffix(b, []byte("\n}"))
	_, err = e.w.Write(append(b, ",\n  \"services\": ["...))
	return err
}

func (e *jsonEvaluation) service(s *Service) error {
	b, err := encode(s, "    ")
	if err != nil {
		return err
	}
	before := ",\n    "
	if e.count == 0 {
		before = "\n    "
	}
	e.count++
	_, err = e.w.Write(append([]byte(before), b...))
	return err
}

func (e *jsonEvaluation) end(s Summary) error {
	b, err := encode(s, "")
	if err != nil {
		return err
	}
	closing := "\n  ],"
	if e.count == 0 {
		closing = "],"
	}
	_, err = e.w.Write(append([]byte(closing), append(bytes.TrimPrefix(b, []byte("{")), '\n')...))
	return err
}
