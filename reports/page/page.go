package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"unicode/utf8"

	"berth.dev/engine/diag"
	"berth.dev/reports/page/chart"
)

//go:embed asset
var assets embed.FS

// asset returns an embedded file.
func asset(name string) string {
	b, err := assets.ReadFile("asset/" + name)
	if err != nil {
		// The files are embedded by this package: a name that is none is a bug here.
		panic(err)
	}
	return string(b)
}

// frame is what a page begins with.
type frame struct {
	// Lang is the page's language.
	Lang   string
	Title  string
	Policy string
	Style  template.CSS
	Script template.JS
}

// newFrame puts style and script together with the policy that allows them alone. More
// are style sheets that this page has beside those of all pages.
func newFrame(title string, more ...string) frame {
	// Both are files of this package; nothing of a stranger is in them.
	style, script := asset("page.css")+asset("chart.css"), asset("page.js")
	for _, name := range more {
		style += asset(name)
	}
	return frame{
		Lang: English, Title: title, Style: template.CSS(style), Script: template.JS(script),
		Policy: "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(script) +
			"'; base-uri 'none'; form-action 'none'",
	}
}

// digest is how a security policy names a text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// newTemplates reads the templates.
func newTemplates() *template.Template {
	// They are embedded; one that cannot be read is a mistake that the first test
	// finds.
	return template.Must(template.New("").Funcs(template.FuncMap{"level": chart.NewPen().Level}).ParseFS(assets, "asset/*.gohtml"))
}

// write writes bytes of a page, with "?" in the place of what steers a reader's
// eyes: the templates hold no such character, so it is a stranger's. Bytes that
// are no UTF-8 become U+FFFD; html/template leaves some of them as they are.
func write(w io.Writer, page []byte) error {
	if !utf8.Valid(page) {
		page = bytes.ToValidUTF8(page, []byte("\ufffd"))
	}
	harmless := func(r rune) bool { return r == '\n' || r == '\t' || !diag.Steers(r) }
	if bytes.IndexFunc(page, func(r rune) bool { return !harmless(r) }) >= 0 {
		page = bytes.Map(func(r rune) rune {
			if harmless(r) {
				return r
			}
			return '?'
		}, page)
	}
	_, err := w.Write(page)
	return err
}
