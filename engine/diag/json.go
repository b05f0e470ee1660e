package diag

import (
	"encoding/json"
	"io"
)

// document is the JSON form of a list; "berth.diagnostics/1" names its shape.
type document struct {
	Schema      string   `json:"schema"`
	Diagnostics []record `json:"diagnostics"`
}

type record struct {
	Severity string `json:"severity"`
	Code     string `json:"code,omitempty"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	EndLine  int    `json:"end_line,omitempty"`
	EndCol   int    `json:"end_column,omitempty"`
}

// WriteJSON writes the list for a machine. Words are cleaned as for a person,
// since a machine's log ends on a terminal too; a file keeps its exact name.
func WriteJSON(w io.Writer, l List) error {
	doc := document{Schema: "berth.diagnostics/1", Diagnostics: make([]record, 0, len(l))}
	for _, d := range l {
		s := d.Subject
		doc.Diagnostics = append(doc.Diagnostics, record{
			d.Severity.String(), d.Code, cleanLine(d.Summary), Clean(d.Detail),
			s.File, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column,
		})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}
