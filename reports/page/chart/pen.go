package chart

import (
	"bytes"
	"embed"
	"html/template"
)

//go:embed asset
var assets embed.FS

// Pen draws charts. It is safe for use by several goroutines.
type Pen struct{ templates *template.Template }

// NewPen prepares the drawing.
func NewPen() *Pen {
	// The templates are our own and are embedded; one that cannot be read is a
	// mistake that the first test finds.
	return &Pen{template.Must(template.ParseFS(assets, "asset/*.gohtml"))}
}

// draw renders one template.
func (p *Pen) draw(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name+".gohtml", data); err != nil {
		return "", err
	}
	// What a template of html/template wrote is escaped already.
	return template.HTML(b.String()), nil
}

// Steps is how many steps of colour there are; [Step] counts from 0.
const Steps = 11

// Step returns the step of colour of a share from 0 to 1. What lies outside, or
// is no number, gets the nearest end.
func Step(share float64) int {
	if !(share > 0) {
		return 0
	}
	return int(min(share, 1)*(Steps-1) + 0.5)
}
