package reports

import (
	"fmt"
	"io"

	"berth.dev/engine/diag"
)

// The formats.
const (
	Text     = "text"
	JSON     = "json"
	Markdown = "markdown"
	HTML     = "html"
	CSV      = "csv"
)

// Formats returns the formats that every report has; the first is the default.
func Formats() []string { return []string{Text, JSON, Markdown} }

// PageFormats returns the formats of reports that also have a page for a browser.
func PageFormats() []string { return append(Formats(), HTML) }

// MonthFormats returns the formats of a month's cost.
func MonthFormats() []string { return append(PageFormats(), CSV) }

// The formats that only runs of checks and of tests have.
const (
	JUnit       = "junit"
	SARIF       = "sarif"
	CodeQuality = "codequality"
	GitHub      = "github"
)

// CheckFormats returns the formats of a run of checks.
func CheckFormats() []string { return append(Formats(), JUnit, SARIF, CodeQuality, GitHub) }

// Options say how a report is written.
type Options struct {
	// Format is one of Formats, or of PageFormats where a report has a page.
	Format string
	// Width is how many columns text may take; 0 means 100.
	Width int
	// Color paints text with ANSI codes.
	Color bool
	// Matrix shows all options of every service in evaluate; without it a service
	// has one line. JSON always has all.
	Matrix bool
	// Verbose shows what went well, too: every rule of a run of checks, every case of
	// a run of tests. Formats for machines always have all.
	Verbose bool
	// MaxAnnotations is how many annotations of each level GitHub is given; 0 means 10,
	// which is what it shows of one step.
	MaxAnnotations int
	// By is along what a month's cost is told: "team", "product", "service" or "site"; ""
	// is by team, and in CSV line by line.
	By string
	// Lang is the language of a month's page: "en", which "" means, or "ja".
	Lang string
}

// DefaultOptions are those of text in a pipe.
func DefaultOptions() Options { return Options{Format: Text, Width: 100, Matrix: true} }

// renderer renders blocks.
type renderer interface {
	write(...block) error
}

// newPage returns the renderer of a format for people that takes blocks.
func newPage(w io.Writer, o Options) (renderer, error) {
	if o.Width <= 0 {
		o.Width = DefaultOptions().Width
	}
	switch o.Format {
	case Text:
		return &textPage{w: w, width: max(o.Width, narrowest), color: o.Color}, nil
	case Markdown:
		return &markdownPage{w: w}, nil
	}
	return nil, unknownFormat(o.Format, Formats())
}

func unknownFormat(format string, known []string) error {
	return fmt.Errorf("unknown format %q. %s", format, diag.Meant(format, known))
}

// write renders a model: as JSON from the value itself, else from its view.
func write(w io.Writer, o Options, model any, view func() []block) error {
	if o.Format == JSON {
		return writeJSON(w, model)
	}
	p, err := newPage(w, o)
	if err != nil {
		return err
	}
	return p.write(view()...)
}
