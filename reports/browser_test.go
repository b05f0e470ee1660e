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
	"berth.dev/reports/page/pagetest"
)

// detailed is a service with everything that a page shows. Its hybrid is
// forbidden, and so has a button with the reasons.
func detailed(name string, amount int64) Service {
	s := sample()
	s.Name, s.Product = name, "shop"
	s.Options[0].Cost = &Cost{Amount: money.New(amount, "JPY"), Basis: "fully_loaded", Lines: []Line{
		{What: "CPU kept", Site: "tokyo", Quantity: 2, Unit: "core", Price: money.New(amount/2, "JPY"), Amount: money.New(amount, "JPY"), Origin: "pool general"},
	}}
	week := make([]float64, 168)
	for i := range week {
		week[i] = float64(i % 24)
	}
	s.Detail = &Detail{
		RunsOn: []string{"gke"}, Unknown: []Input{{ID: "load.trend", Unit: "1/mo", Low: -0.05, Typical: 0.01, High: 0.2, Measurement: "traffic of " + name}},
		Load: &Load{Unit: "requests/s", Mean: week, P95: week, Features: []Feature{{Name: "idle_share", Value: new(Number)}}},
	}
	return s
}

func browserHeader(n int) Header {
	h := sampleHeader()
	h.Count, h.Options = n, []OptionName{{"tokyo", "onprem"}, {"gke", "cloud"}, {"tokyo+gke", "hybrid"}}
	return h
}

// shop is the page of three services; the second needs data, the third may run
// nowhere.
func shop(t *testing.T) []byte {
	t.Helper()
	web, orders, search := detailed("web", 41434), detailed("orders", 900), detailed("search-2", 70000)
	orders.Firm, orders.Missing, orders.Possible = false, []Missing{{Name: "calls of orders"}}, []string{"tokyo", "gke"}
	search.Placement = Placement{Kind: none, Sites: []string{}}
	return []byte(evaluated(t, Options{Format: HTML}, browserHeader(3), Summary{
		Rules:  []Rule{{Name: "cheap", Kind: "policy", Criterion: "cost", Origin: "standard"}},
		Notes:  []string{"The prices are old."},
		Settle: Settle{Services: 3, Firm: 3, Measurements: []string{"calls of orders"}, Exact: true, Enough: true},
	}, web, orders, search))
}

func TestAPageOpensQuietlyOnEveryScreen(t *testing.T) {
	b := pagetest.Start(t)
	for name, look := range map[string]pagetest.Look{
		"desktop": pagetest.Desktop(), "phone": pagetest.Phone(), "dark": {Width: 1400, Height: 900, Dark: true},
	} {
		t.Run(name, func(t *testing.T) {
			tab := b.Open(t, shop(t), look)
			tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			// A body wider than the screen scrolls sideways.
			if d := cmp.Diff(fmt.Sprint(look.Width), tab.Text("document.documentElement.scrollWidth")); d != "" {
				t.Error(d)
			}
			outside := tab.Texts(fmt.Sprintf(`[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > %d && !e.closest(".scroll")).map(e => e.outerHTML.slice(0, 80))`, look.Width+1))
			if len(outside) > 0 {
				t.Errorf("beyond the screen: %q", outside)
			}
			tab.Quiet()
		})
	}
}

// rows are the names in the matrix as it stands, without those hidden.
const rows = `[...document.querySelectorAll("#rows tbody tr:not([hidden]) th a")].map(a => a.textContent)`

func TestColumnsSortAndTextIsSearched(t *testing.T) {
	tab := pagetest.Start(t).Open(t, shop(t), pagetest.Desktop())
	expect := func(what string, want ...string) {
		t.Helper()
		if d := cmp.Diff(want, tab.Texts(rows)); d != "" {
			t.Errorf("%s: %s", what, d)
		}
		// The details follow the rows.
		folds := tab.Texts(`[...document.querySelectorAll(".svc:not([hidden]) .name")].map(e => e.textContent)`)
		if d := cmp.Diff(want, folds); d != "" {
			t.Errorf("%s, details: %s", what, d)
		}
	}
	expect("as written", "web", "orders", "search-2")
	tab.Click("#rows th:nth-child(1) button")
	expect("by name", "orders", "search-2", "web")
	tab.Click("#rows th:nth-child(1) button")
	expect("by name, turned", "web", "search-2", "orders")
	// search-2 runs nowhere and so costs nothing: 41,434, 900, nothing.
	tab.Click("#rows th:nth-child(6) button")
	expect("by money, largest first", "web", "orders", "search-2")
	if d := cmp.Diff("descending", tab.Text(`document.querySelector("#rows th:nth-child(6)").ariaSort`)); d != "" {
		t.Error(d)
	}
	tab.Click("#search")
	tab.Type("ORD shop\r")
	expect("searched", "orders")
	if d := cmp.Diff("1 of 3", tab.Text(`document.querySelector("#found").textContent`)); d != "" {
		t.Error(d)
	}
	tab.Type("nothing")
	expect("nothing found", []string{}...)
	tab.Text(`(() => { const s = document.querySelector("#search"); s.value = ""; s.dispatchEvent(new Event("input")) })()`)
	for state, want := range map[string][]string{"needs data": {"orders"}, "nowhere": {"search-2"}, "firm": {"web", "search-2"}, "": {"web", "orders", "search-2"}} {
		tab.Text(fmt.Sprintf(`(() => { const s = document.querySelector("#state"); s.value = %q; s.dispatchEvent(new Event("change")) })()`, state))
		expect("shown "+state, want...)
	}
	tab.Quiet()
}

func TestALinkInTheMatrixOpensTheService(t *testing.T) {
	tab := pagetest.Start(t).Open(t, shop(t), pagetest.Desktop())
	tab.Click(`a[href="#svc-orders"]`)
	tab.Text(`new Promise(r => setTimeout(r, 50))`)
	if d := cmp.Diff([]string{"orders"}, tab.Texts(`[...document.querySelectorAll(".svc[open] .name")].map(e => e.textContent)`)); d != "" {
		t.Error(d)
	}
	tab.Click("#unfold")
	if d := cmp.Diff("3", tab.Text(`document.querySelectorAll(".svc[open]").length`)); d != "" {
		t.Error(d)
	}
}

// reachable is what a keyboard must be able to reach, told by what it says.
const reachable = `[...document.querySelectorAll("a[href],button,summary,input,select,[tabindex='0']")].filter(e => e.checkVisibility()).map(e => (e.id || e.className || e.tagName) + ": " + e.textContent.trim().slice(0, 40))`

func TestTheKeyboardReachesEverything(t *testing.T) {
	tab := pagetest.Start(t).Open(t, shop(t), pagetest.Desktop())
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
	if len(want) < 20 {
		t.Errorf("only %d things can be reached: is the page empty?", len(want))
	}
	// The reasons against an option open with Enter and close with Escape.
	tab.Text(`document.querySelector("td.no button").focus()`)
	shown := `document.querySelectorAll(":popover-open").length`
	tab.Type("\r")
	if d := cmp.Diff("1", tab.Text(shown)); d != "" {
		t.Error(d)
	}
	if said := tab.Text(`document.querySelector(":popover-open").innerText`); !strings.Contains(said, "web may not run on tokyo+gke") || !strings.Contains(said, "one") || !strings.Contains(said, "two") {
		t.Error(said)
	}
	tab.Type("\x1b")
	if d := cmp.Diff("0", tab.Text(shown)); d != "" {
		t.Error(d)
	}
}

func TestAPageIsWholeWithoutItsScript(t *testing.T) {
	look := pagetest.Desktop()
	look.Unscripted = true
	tab := pagetest.Start(t).Open(t, shop(t), look)
	// What only the script can do is not offered.
	if d := cmp.Diff([]string{"hidden", "hidden"}, tab.Texts(`["#tools", "#unfold"].map(q => document.querySelector(q).checkVisibility() ? "shown" : "hidden")`)); d != "" {
		t.Error(d)
	}
	tab.Click(".svc summary")
	said := tab.Text("document.body.innerText")
	for _, want := range []string{"web", "orders", "search-2", "41,434", "costs tokyo", "CPU kept", "load.trend", "calls of orders", "The prices are old."} {
		if !strings.Contains(said, want) {
			t.Errorf("%q cannot be read", want)
		}
	}
	tab.Click("td.no button")
	if d := cmp.Diff("1", tab.Text(`document.querySelectorAll(":popover-open").length`)); d != "" {
		t.Error(d)
	}
}

func TestPaperHoldsTheDetails(t *testing.T) {
	tab := pagetest.Start(t).Open(t, shop(t), pagetest.Desktop())
	pdf := tab.PDF()
	// One sheet for the matrix, one for each service, which also says that closed
	// details are opened.
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); !bytes.HasPrefix(pdf, []byte("%PDF")) || n < 4 || n > 6 {
		t.Errorf("%d sheets in %d bytes", n, len(pdf))
	}
	if d := cmp.Diff("0", tab.Text(`document.querySelectorAll(".svc[open]").length`)); d != "" {
		t.Error("paper changed the screen: " + d)
	}
	tab.Quiet()
}

// fill puts a text into every field that holds one, however deep.
func fill(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), s)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			// Money holds no text of a stranger: currencies are checked words.
			if v.Field(i).CanSet() && v.Field(i).Type() != reflect.TypeFor[money.Amount]() {
				fill(v.Field(i), s)
			}
		}
	}
}

func TestNoNameOfAStrangerRuns(t *testing.T) {
	if n := len(attacks()); n < 60 {
		t.Fatalf("%d attacks, want 60", n)
	}
	b := pagetest.Start(t)
	// Several pages, since one that breaks hides what the next would do.
	for batch := range slices.Chunk(attacks(), 6) {
		var services []Service
		for _, attack := range batch {
			s := detailed("x", 100)
			s.Missing = []Missing{{Name: "x", Inputs: []Input{{ID: "x"}}}}
			fill(reflect.ValueOf(&s).Elem(), attack)
			services = append(services, s)
		}
		h := browserHeader(len(services))
		// What is there once holds all of them, one after another.
		fill(reflect.ValueOf(&h).Elem(), strings.Join(batch, " "))
		h.Currency = "JPY"
		summary := Summary{
			Rules: []Rule{{}}, Notes: []string{""}, Errors: []Failure{{}}, Settle: Settle{Measurements: []string{""}},
		}
		fill(reflect.ValueOf(&summary).Elem(), strings.Join(batch, " "))
		// Each option's column has another attack's name, as its service's.
		for i := range h.Options {
			h.Options[i].ID = batch[i]
		}
		tab := b.Open(t, []byte(evaluated(t, Options{Format: HTML}, h, summary, services...)), pagetest.Desktop())
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		tab.Text(`document.querySelectorAll("button").forEach(b => b.click())`)
		tab.Text(`document.querySelectorAll("a").forEach(a => a.click())`)
		tab.Text(`document.querySelectorAll("*").forEach(e => { e.dispatchEvent(new Event("mouseover")); e.dispatchEvent(new Event("focus")); e.dispatchEvent(new Event("error")); e.dispatchEvent(new Event("load")) })`)
		for _, foreign := range tab.Texts(`[...document.querySelectorAll("script,style,iframe,img,object,embed,link,base,form,video,audio,meta[http-equiv]")].map(e => e.outerHTML.slice(0, 60)).filter(x => !x.startsWith("<script>//") && !x.startsWith("<style>/*") && !x.startsWith("<form class=\"tools\"") && !x.startsWith("<meta http-equiv=\"Content-Sec"))`) {
			t.Errorf("an element of a stranger: %s", foreign)
		}
		tab.Quiet()
	}
}
