package reports_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"berth.dev/reports"
	"berth.dev/reports/page/pagetest"
)

// axeTakes is how long the checker may take for one page.
const axeTakes = time.Minute

// TestACheckerOfAccessibilityFindsNothingInAMonth asks axe-core, which knows the rules of
// WCAG and of good practice, on a desktop and a phone, in the light and in the dark.
func TestACheckerOfAccessibilityFindsNothingInAMonth(t *testing.T) {
	b := pagetest.Start(t)
	checker, err := os.ReadFile(filepath.Join(consumers(t), "node_modules", "axe-core", "axe.min.js"))
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal(err)
	case err != nil:
		t.Skip("what reads reports is older than what tests ask for: run make consumers")
	}
	pages := reports.MonthPages(t)
	for lang, looks := range map[string][]pagetest.Look{
		"en": {pagetest.Desktop(), {Width: 1280, Height: 800, Dark: true}}, "ja": {pagetest.Phone()},
	} {
		for _, look := range looks {
			tab := b.Open(t, pages[lang], look)
			tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			// The page allows no other script; a debugger may run one all the same.
			tab.Text("(() => {" + string(checker) + "\n})()")
			tab.Text(`void axe.run().then(r => { window.checked = [String(r.passes.length), ...r.violations.map(v => v.id + ": " + v.nodes[0].html)] })`)
			var got []string
			for end := time.Now().Add(axeTakes); len(got) == 0 && time.Now().Before(end); {
				got = tab.Texts(`window.checked || []`)
			}
			if len(got) == 0 || got[0] == "0" {
				t.Fatalf("%s, %+v: nothing was checked: %q", lang, look, got)
			}
			for _, found := range got[1:] {
				t.Errorf("%s, %+v: %s", lang, look, found)
			}
		}
	}
}
