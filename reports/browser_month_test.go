package reports

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/reports/page/pagetest"
)

// monthPageOf is the page of a month.
func monthPageOf(t testing.TB, r *month.Report, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	m := NewMonth(r)
	if err := writeMonthPage(&b, o, &m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// monthLooks are the screens on which a month is opened.
func monthLooks() map[string]pagetest.Look {
	return map[string]pagetest.Look{
		"desktop": {Width: 1280, Height: 800}, "narrow": {Width: 500, Height: 900}, "phone": pagetest.Phone(),
		"dark": {Width: 1280, Height: 800, Dark: true}, "without its script": {Width: 1280, Height: 800, Unscripted: true},
	}
}

func TestAMonthOpensQuietlyOnEveryScreen(t *testing.T) {
	b := pagetest.Start(t)
	for _, lang := range []string{"en", "ja"} {
		content := monthPageOf(t, spentFleet(40), Options{Lang: lang})
		for name, look := range monthLooks() {
			if lang != "en" && name != "desktop" && name != "phone" {
				continue
			}
			t.Run(lang+", "+name, func(t *testing.T) {
				tab := b.Open(t, content, look)
				tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
				if d := cmp.Diff([]string{lang, fmt.Sprint(look.Width)}, tab.Texts(`[document.documentElement.lang, document.documentElement.scrollWidth]`)); d != "" {
					t.Error(d)
				}
				outside := tab.Texts(fmt.Sprintf(`[...document.querySelectorAll("main *, header *")].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > %d && !e.closest(".scroll") && !e.closest(".off")).map(e => e.outerHTML.slice(0, 80))`, look.Width+1))
				if len(outside) > 0 {
					t.Errorf("beyond the screen: %q", outside)
				}
				// What is drawn is painted: a class without a rule would be black.
				if black := tab.Texts(`[...document.querySelectorAll("main svg rect")].filter(e => getComputedStyle(e).fill == "rgb(0, 0, 0)").map(e => e.outerHTML)`); len(black) > 0 {
					t.Errorf("not painted: %q", black[:1])
				}
				tab.Quiet()
			})
		}
	}
}

func TestAMonthSaysEverythingInBothLanguages(t *testing.T) {
	b := pagetest.Start(t)
	for lang, want := range map[string][]string{
		"en": {
			"Cost of October 2026", "reconciled", "more than planned", "Rows up to 31 October 2026.", "expected for November 2026", "mostly service-0010 +610,250",
			"Move service-0003 from gke to tokyo: that saves 310,000 JPY a month. Waiting 3 months costs 930,000 JPY.", "The drawing begins at",
			"what was bought for a term, and what of it went unused", "commitment cud-2026 was used to 82 %", "By product", "112.0 %", "never", "tag:app = legacy-batch",
			"service = \"…\"", "29.6 %", "20 nodes × 0.42 kW", "1,204,331 rows of bills were read.", "150 JPY", "sha256:31f0c1", "by tag:app, then by namespace",
		},
		"ja": {
			"2026年10月のコスト報告", "確定", "超過", "2026年10月31日までの明細を反映しています。", "2026年11月の見込み", "主に service-0010 +610,250",
			"service-0003 を gke から tokyo へ移す。月に 310,000円の節約になります。3か月先送りすると 930,000円の損失です。", "図は 0 ではなく",
			"期間購入分と、その未使用分", "commitment cud-2026 was used to 82 %", "プロダクト別", "112.0%", "回収見込みなし", "tag:app = legacy-batch",
			"service = \"…\"", "29.6%", "20 nodes × 0.42 kW", "請求の明細を 1,204,331 行読み込みました。", "150円", "sha256:31f0c1", "by tag:app, then by namespace",
		},
	} {
		tab := b.Open(t, monthPageOf(t, spentFleet(40), Options{Lang: lang}), pagetest.Desktop())
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		said := strings.ReplaceAll(tab.Text("document.body.innerText"), "\u00a0", " ")
		for _, words := range want {
			if !strings.Contains(said, words) {
				t.Errorf("%s: %q cannot be read", lang, words)
			}
		}
		if strings.Contains(said, "%!") || strings.Contains(said, "%[") {
			t.Errorf("%s: a sentence is not filled in", lang)
		}
		// A sentence of the engine says what language it is in, so that it is read aloud
		// by the right voice.
		foreign := tab.Text(`[...document.querySelectorAll("[lang=en]")].filter(e => e != document.documentElement).length`)
		if lang == "en" && foreign != "0" || lang == "ja" && foreign == "0" {
			t.Errorf("%s: %s parts are marked as English", lang, foreign)
		}
	}
}

func TestTheFirstScreenOfAMonthAnswers(t *testing.T) {
	b := pagetest.Start(t)
	for _, lang := range []string{"en", "ja"} {
		tab := b.Open(t, monthPageOf(t, spentFleet(40), Options{Lang: lang}), pagetest.Look{Width: 1280, Height: 800})
		// How much, more or less, why, what to do: all above the fold.
		below := tab.Texts(`[...document.querySelectorAll("h1, .tiles, .answer")].filter(e => e.getBoundingClientRect().bottom > 800).map(e => e.className || e.tagName)`)
		if len(below) > 0 {
			t.Errorf("%s: below the first screen: %q", lang, below)
		}
		if d := cmp.Diff([]string{"4", "5"}, tab.Texts(`[...document.querySelectorAll(".told")].map(e => e.children.length)`)); d != "" {
			t.Errorf("%s: %s", lang, d)
		}
	}
}

func TestNoTableOfAPhoneIsMovedSideways(t *testing.T) {
	b := pagetest.Start(t)
	for _, width := range []int64{360, 500} {
		tab := b.Open(t, monthPageOf(t, spentFleet(12), Options{}), pagetest.Look{Width: width, Height: 800})
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		if wide := tab.Texts(`[...document.querySelectorAll(".scroll:has(> .cards)")].filter(e => e.scrollWidth > e.clientWidth).map(e => e.scrollWidth + ": " + e.firstChild.outerHTML.slice(0, 200))`); len(wide) > 0 {
			t.Errorf("at %d: %q", width, wide)
		}
		// What a cell is of stands above it, as the head of its column does not.
		if d := cmp.Diff(`"why"`, tab.Text(`getComputedStyle(document.querySelector("#bridge .cards td.say"), "::before").content.split(" /")[0]`)); d != "" {
			t.Error(d)
		}
	}
}

func TestTheFirstScreenOfAPhoneBeginsToSayWhatToDo(t *testing.T) {
	tab := pagetest.Start(t).Open(t, monthPageOf(t, spentFleet(40), Options{}), pagetest.Phone())
	if d := cmp.Diff("true", tab.Text(`document.querySelector("#h-do + ol li").getBoundingClientRect().bottom <= 844`)); d != "" {
		t.Error(d)
	}
}

func TestTheFiguresOfATopStandInOneLine(t *testing.T) {
	tab := pagetest.Start(t).Open(t, monthPageOf(t, spentFleet(40), Options{}), pagetest.Look{Width: 1280, Height: 800})
	if d := cmp.Diff("1", tab.Text(`new Set([...document.querySelectorAll(".tiles dt")].map(e => e.getBoundingClientRect().top)).size`)); d != "" {
		t.Error(d)
	}
}

func TestServicesOfAMonthAreSearchedAndSorted(t *testing.T) {
	r := spentFleet(60)
	tab := pagetest.Start(t).Open(t, monthPageOf(t, r, Options{Lang: "ja"}), pagetest.Desktop())
	shown := `[...document.querySelectorAll("#rows > tbody > tr:not([hidden]) > th")].map(e => e.firstChild.textContent)`
	m := NewMonth(r)
	// By what they cost, nobody's last; then, sorted by name, as numbers are counted.
	var want []string
	for _, s := range dearestFirst(m.Axes.Service) {
		want = append(want, s.Name)
	}
	want[len(want)-1] = "所属なし"
	if d := cmp.Diff(want, tab.Texts(shown)); d != "" {
		t.Error("as written: " + d)
	}
	tab.Click("#rows th:nth-child(1) button")
	if got := tab.Texts(shown); got[0] != "service-0000" && got[1] != "service-0000" {
		t.Errorf("by name: %q", got[:2])
	}
	if d := cmp.Diff("サービスで並べ替え", tab.Text(`document.querySelector("#rows th button").ariaLabel`)); d != "" {
		t.Error(d)
	}
	tab.Text(`(() => { const s = document.querySelector("#state"); s.value = "unplanned"; s.dispatchEvent(new Event("change")) })()`)
	if d := cmp.Diff([]string{"service-0049"}, tab.Texts(shown)); d != "" {
		t.Error("not planned: " + d)
	}
	tab.Text(`(() => { const s = document.querySelector("#state"); s.value = ""; s.dispatchEvent(new Event("change")) })()`)
	tab.Click("#search")
	tab.Type("0007 gke")
	if d := cmp.Diff([]string{"service-0007", "61 件中 1 件"}, append(tab.Texts(shown), tab.Text(`document.querySelector("#found").textContent`))); d != "" {
		t.Error("searched: " + d)
	}
	tab.Quiet()
}

func TestWhatAServiceConsistsOfOpensByKey(t *testing.T) {
	tab := pagetest.Start(t).Open(t, monthPageOf(t, spentFleet(4), Options{}), pagetest.Desktop())
	tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	want := tab.Texts(reachable)
	var got []string
	for range len(want) {
		tab.Type("\t")
		got = append(got, tab.Text(`(e => (e.id || e.className || e.tagName) + ": " + e.textContent.trim().slice(0, 40))(document.activeElement)`))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	tab.Text(`document.querySelector("#rows tbody tr button[popovertarget]").focus()`)
	tab.Type("\r")
	said := tab.Text(`document.querySelector(":popover-open").innerText`)
	for _, words := range []string{"compute", "core-h", "general", "storage", "committed", "shared"} {
		if !strings.Contains(said, words) {
			t.Errorf("no %q in %q", words, said)
		}
	}
	tab.Type("\x1b")
	if d := cmp.Diff("0", tab.Text(`document.querySelectorAll(":popover-open").length`)); d != "" {
		t.Error(d)
	}
}

func TestAMonthIsReadAloud(t *testing.T) {
	b := pagetest.Start(t)
	for lang, dark := range map[string]bool{"en": false, "ja": true} {
		tab := b.Open(t, monthPageOf(t, spentFleet(12), Options{Lang: lang}), pagetest.Look{Width: 1280, Height: 800, Dark: dark})
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		for rule, found := range map[string]string{
			"one first heading":                `document.querySelectorAll("h1").length == 1 ? [] : ["h1"]`,
			"no heading leaves a level out":    `[...document.querySelectorAll("h1,h2,h3")].filter((h, i, all) => i && Number(h.tagName[1]) > Number(all[i - 1].tagName[1]) + 1).map(h => h.outerHTML)`,
			"an identifier is there once":      `[...document.querySelectorAll("[id]")].filter(e => document.querySelectorAll("#" + CSS.escape(e.id)).length > 1).map(e => e.id)`,
			"what is referred to is there":     `[...document.querySelectorAll("[aria-labelledby],[popovertarget],a[href^='#']")].filter(e => !document.getElementById(e.getAttribute("aria-labelledby") || e.getAttribute("popovertarget") || e.getAttribute("href").slice(1))).map(e => e.outerHTML.slice(0, 80))`,
			"regions and groups have a name":   `[...document.querySelectorAll("[role=region],[role=group],nav,section")].filter(e => !e.ariaLabel && !e.getAttribute("aria-labelledby") && !e.querySelector("h3")).map(e => e.outerHTML.slice(0, 80))`,
			"drawings have a name or none":     `[...document.querySelectorAll("svg")].filter(e => e.ariaHidden != "true" && !(e.getAttribute("role") == "img" && e.ariaLabel)).map(e => e.outerHTML.slice(0, 80))`,
			"columns and rows have heads":      `[...document.querySelectorAll("table")].filter(e => e.querySelectorAll("thead th").length == 0 || [...e.querySelectorAll("th")].some(h => !h.scope)).map(e => e.outerHTML.slice(0, 80))`,
			"heads of columns say something":   `[...document.querySelectorAll("thead th")].filter(e => !e.textContent.trim()).map(e => e.closest("table").outerHTML.slice(0, 80))`,
			"what is pressed says what it is":  `[...document.querySelectorAll("a,button,summary")].filter(e => !e.textContent.trim() && !e.ariaLabel).map(e => e.outerHTML)`,
			"fields have labels":               `[...document.querySelectorAll("input,select")].filter(e => !e.labels.length).map(e => e.outerHTML)`,
			"links to the same are told apart": `[...document.querySelectorAll(".told a")].map(e => e.ariaLabel).filter((x, i, all) => all.indexOf(x) != i)`,
			"text stands out":                  faint,
		} {
			if list := tab.Texts(found); len(list) > 0 {
				t.Errorf("%s, dark %v: %s: %q", lang, dark, rule, list[:min(len(list), 3)])
			}
		}
	}
}

// faint finds text whose contrast is below the 4.5 of WCAG AA, with what it stands on.
const faint = `(() => {
	const rgb = (s) => s.match(/[\d.]+/g).map(Number), lum = (c) => c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((a, v, i) => a + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c } return [255, 255, 255] };
	return [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim()) && !["SCRIPT", "STYLE", "OPTION"].includes(e.tagName)).map(e => {
		const [a, b] = [lum(rgb(getComputedStyle(e).color)), lum(ground(e))];
		return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e];
	}).filter(([c]) => c < 4.5).map(([c, e]) => c.toFixed(2) + " " + e.outerHTML.slice(0, 80));
})()`

func TestPaperHoldsAMonth(t *testing.T) {
	b := pagetest.Start(t)
	for _, lang := range []string{"en", "ja"} {
		tab := b.Open(t, monthPageOf(t, spentFleet(40), Options{Lang: lang}), pagetest.Desktop())
		pdf := tab.PDF()
		if n := bytes.Count(pdf, []byte("/Type /Page\n")); !bytes.HasPrefix(pdf, []byte("%PDF")) || n < 4 || n > 9 {
			t.Errorf("%s: %d sheets in %d bytes", lang, n, len(pdf))
		}
		// A4 is 595.28 × 841.89 points; the browser rounds by less than one.
		if !bytes.Contains(pdf, []byte("/MediaBox [0 0 594.95996 841.91998]")) && !bytes.Contains(pdf, []byte("/MediaBox [0 0 595")) {
			t.Errorf("%s: the sheets are not A4", lang)
		}
		tab.Quiet()
	}
}

func TestNoNameOfAStrangerRunsInAMonth(t *testing.T) {
	b := pagetest.Start(t)
	lang := "en"
	for batch := range slices.Chunk(attacks(), 17) {
		// Each language shows half of them: what escapes is the same.
		lang = map[string]string{"en": "ja", "ja": "en"}[lang]
		m := NewMonth(spentFleet(2))
		fill(reflect.ValueOf(&m).Elem(), strings.Join(batch, " "))
		m.Axes.Service, m.Lines = nil, nil
		for _, attack := range batch {
			m.Axes.Service = append(m.Axes.Service, MonthSum{Name: attack, Actual: Money{money.New(5, "JPY")}})
			m.Axes.Site = append(m.Axes.Site, MonthSum{Name: attack})
			m.Cells = append(m.Cells, MonthCell{Team: m.Axes.Team[0].Name, Site: attack, Actual: Money{money.New(5, "JPY")}})
			m.Lines = append(m.Lines, MonthLine{Kind: attack, Service: attack, Team: attack, Part: attack, Unit: attack})
			m.Todo = append(m.Todo, MonthTodo{What: TodoMove, Name: attack, From: attack, To: attack, Words: attack}, MonthTodo{What: attack, Words: attack})
		}
		var page bytes.Buffer
		if err := WriteMonth(&page, Options{Format: HTML, Lang: lang}, m); err != nil {
			t.Fatal(err)
		}
		tab := b.Open(t, page.Bytes(), pagetest.Desktop())
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		tab.Text(`document.querySelectorAll("button,a").forEach(b => b.click())`)
		tab.Text(`document.querySelectorAll("*").forEach(e => { for (const k of ["mouseover", "focus", "error", "load"]) e.dispatchEvent(new Event(k)) })`)
		for _, foreign := range tab.Texts(`[...document.querySelectorAll("script,style,iframe,img,object,embed,link,base,form,video,audio,meta[http-equiv]")].map(e => e.outerHTML.slice(0, 60)).filter(x => !x.startsWith("<script>//") && !x.startsWith("<style>/*") && !x.startsWith("<form class=\"tools\"") && !x.startsWith("<meta http-equiv=\"Content-Sec"))`) {
			t.Errorf("an element of a stranger: %s", foreign)
		}
		tab.Quiet()
	}
}
