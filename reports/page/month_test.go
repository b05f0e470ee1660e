package page

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/reports/page/chart"
)

// monthOf is the page of a month.
func monthOf(t *testing.T, m Month) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMonth(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestThePolicyOfAMonthAllowsItsOwnStyleToo(t *testing.T) {
	page := monthOf(t, Month{Lang: Japanese, Name: "x"})
	policy := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(between(t, page, `http-equiv="Content-Security-Policy" content="`, `">`))
	want := fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		digest(between(t, page, "<style>", "</style>")), digest(between(t, page, "<script>", "</script>")))
	if d := cmp.Diff(want, policy); d != "" {
		t.Error(d)
	}
	if !strings.Contains(page, `<html lang="ja">`) {
		t.Error("it does not say what language it is in")
	}
}

func TestNoPageHoldsMoreServicesThanABrowserScrolls(t *testing.T) {
	err := WriteMonth(&bytes.Buffer{}, Month{Services: make([]Spent, MostServices+1)})
	if err == nil || !strings.Contains(err.Error(), "10000 services, and these are 10001") {
		t.Error(err)
	}
}

func TestEveryWordOfAMonthIsSaidInEveryLanguageAndShown(t *testing.T) {
	var templates strings.Builder
	for _, name := range []string{"month.gohtml", "month_decide.gohtml", "month_how.gohtml"} {
		templates.WriteString(asset(name))
	}
	// The drawing of the bridge takes its heads from here.
	used := templates.String() + ".W.Step .W.Drawn}"
	for _, lang := range Languages() {
		words := reflect.ValueOf(wordsOf(lang))
		for i := range words.NumField() {
			name := words.Type().Field(i).Name
			if words.Field(i).String() == "" {
				t.Errorf("%s: %s is empty", lang, name)
			}
			if !strings.Contains(used, ".W."+name+"}") && !strings.Contains(used, ".W."+name+" ") {
				t.Errorf("nothing shows %s", name)
			}
		}
	}
}

func TestAnEmptyMonthIsAPage(t *testing.T) {
	page := monthOf(t, Month{Lang: English, WhyNone: "No plan was in force.", DoNone: "Nothing."})
	for _, want := range []string{"No plan was in force.", "Nothing.", "None: every row of every bill belongs to somebody."} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, never := range []string{`id="pools"`, `id="commitments"`, `id="paybacks"`, `id="budgets"`, `class="fall"`} {
		if strings.Contains(page, never) {
			t.Errorf("an empty part is there: %s", never)
		}
	}
}

func TestServicesStandFirstWhereTheyAreAskedFor(t *testing.T) {
	for _, first := range []bool{false, true} {
		page := monthOf(t, Month{Lang: English, ServicesFirst: first})
		if got := strings.Index(page, `id="all"`) < strings.Index(page, `id="who"`); got != first {
			t.Errorf("services first: %v, want %v", got, first)
		}
	}
}

// drawn are the least contrast of what is drawn: WCAG's 3 for graphics.
const drawnContrast = 3

func TestWhatIsDrawnStandsOutFromItsGround(t *testing.T) {
	css, common := asset("month.css"), asset("page.css")
	for name, from := range map[string][2]string{
		"light": {":root {", ":root {"}, "dark": {"dark) { :root {", "dark) {\n  :root {"}, "paper": {"@media print {\n  :root {", "@media print {\n  :root {"},
	} {
		colours, ground := palette(t, css, from[0]), palette(t, common, from[1])["ground"]
		for i := range chart.Kinds {
			kind := fmt.Sprintf("k%d", i)
			if c := contrast(colours[kind], ground); c < drawnContrast {
				t.Errorf("%s: %s has a contrast of %.2f, less than %d", name, kind, c, drawnContrast)
			}
		}
		if c := contrast(colours["la"], ground); c < drawnContrast {
			t.Errorf("%s: used has a contrast of %.2f", name, c)
		}
	}
}
