package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/reports/page/pagetest"
)

func TestAProfileOpensQuietlyOnEveryScreen(t *testing.T) {
	content := []byte(profiled(t, officeProfile(t), Options{Format: HTML}))
	b := pagetest.Start(t)
	for name, look := range map[string]pagetest.Look{
		"desktop": pagetest.Desktop(), "phone": pagetest.Phone(), "dark": {Width: 1400, Height: 900, Dark: true},
		"without its script": {Width: 1400, Height: 900, Unscripted: true},
	} {
		t.Run(name, func(t *testing.T) {
			tab := b.Open(t, content, look)
			if d := cmp.Diff(fmt.Sprint(look.Width), tab.Text("document.documentElement.scrollWidth")); d != "" {
				t.Error(d)
			}
			outside := tab.Texts(fmt.Sprintf(`[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > %d && !e.closest(".scroll")).map(e => e.outerHTML.slice(0, 80))`, look.Width+1))
			if len(outside) > 0 {
				t.Errorf("beyond the screen: %q", outside)
			}
			// What is drawn is painted: a class without a rule would be black, or nothing.
			painted := tab.Texts(`["line", "next", "area", "gap"].map(c => { const s = getComputedStyle(document.querySelector(".timeline svg ." + c)); return s.stroke + " " + s.fill }).filter(x => x == "none rgb(0, 0, 0)")`)
			if len(painted) > 0 {
				t.Errorf("%d kinds of lines are not painted", len(painted))
			}
			said := tab.Text("document.body.innerText")
			for _, want := range []string{"web: cpu, cores", "Better than both naives.", "naive-week", "peak_to_mean", "Tue 2026-01-13 00:00", "lead time of tokyo"} {
				if !strings.Contains(said, want) && !strings.Contains(tab.Text("document.body.textContent"), want) {
					t.Errorf("%q cannot be read", want)
				}
			}
			tab.Quiet()
		})
	}
}

func TestPaperHoldsAProfile(t *testing.T) {
	tab := pagetest.Start(t).Open(t, []byte(profiled(t, officeProfile(t), Options{Format: HTML})), pagetest.Desktop())
	pdf := tab.PDF()
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); !bytes.HasPrefix(pdf, []byte("%PDF")) || n < 1 || n > 4 {
		t.Errorf("%d sheets in %d bytes", n, len(pdf))
	}
	tab.Quiet()
}

func TestNoNameOfAStrangerRunsInAProfile(t *testing.T) {
	b := pagetest.Start(t)
	for batch := range slices.Chunk(attacks(), 10) {
		tab := b.Open(t, []byte(profiled(t, filled(t, strings.Join(batch, " ")), Options{Format: HTML})), pagetest.Desktop())
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		tab.Text(`document.querySelectorAll("*").forEach(e => { e.dispatchEvent(new Event("mouseover")); e.dispatchEvent(new Event("focus")); e.dispatchEvent(new Event("error")); e.dispatchEvent(new Event("load")) })`)
		for _, foreign := range tab.Texts(`[...document.querySelectorAll("script,style,iframe,img,object,embed,link,base,form,video,audio,meta[http-equiv]")].map(e => e.outerHTML.slice(0, 60)).filter(x => !x.startsWith("<script>//") && !x.startsWith("<style>/*") && !x.startsWith("<meta http-equiv=\"Content-Sec"))`) {
			t.Errorf("an element of a stranger: %s", foreign)
		}
		tab.Quiet()
	}
}
