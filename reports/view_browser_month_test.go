package reports

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/reports/page"
)

// paged is a month as its page is filled, in a language.
func paged(t *testing.T, m Month, lang string) *monthPage {
	t.Helper()
	words, err := tongueOf(lang)
	if err != nil {
		t.Fatal(err)
	}
	return &monthPage{m: &m, t: words}
}

func TestTheTitleOfAMonthIsTheAnswer(t *testing.T) {
	plan := &MonthPlan{File: "p.json"}
	for _, c := range []struct {
		planned, actual string
		plan            *MonthPlan
		reconciled      bool
		en, ja          string
	}{
		{"1000", "1100", plan, true, "October 2026 cost 1,100 JPY: 100 JPY (10.0 %) more than planned", "2026年10月の費用は 1,100円、計画を 100円(10.0%)超過"},
		{"1000", "900", plan, true, "October 2026 cost 900 JPY: 100 JPY (10.0 %) less than planned", "2026年10月の費用は 900円、計画を 100円(10.0%)下回る"},
		{"1000", "1000", plan, true, "October 2026 cost 1,000 JPY, exactly as planned", "2026年10月の費用は 1,000円、計画どおり"},
		{"0", "900", nil, true, "October 2026 cost 900 JPY", "2026年10月の費用は 900円"},
		{"1000", "1100", plan, false, "So far, October 2026 cost 1,100 JPY: 100 JPY (10.0 %) more than planned", "現時点で、2026年10月の費用は 1,100円、計画を 100円(10.0%)超過"},
		// A plan of nothing has no share.
		{"0", "900", plan, true, "October 2026 cost 900 JPY: 900 JPY (–) more than planned", "2026年10月の費用は 900円、計画を 900円(–)超過"},
	} {
		m := Month{Month: "2026-10", Currency: "JPY", Plan: c.plan, Planned: Money{amount(c.planned)}, Actual: Money{amount(c.actual)}, State: MonthState{Reconciled: c.reconciled}}
		m.Delta = Money{m.Actual.Sub(m.Planned.Amount)}
		for lang, want := range map[string]string{"en": c.en, "ja": c.ja} {
			if d := cmp.Diff(want, strings.ReplaceAll(paged(t, m, lang).title(), "\u00a0", " ")); d != "" {
				t.Error(d)
			}
		}
	}
}

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	holes := regexp.MustCompile(`%\[\d\]`)
	of := func(v reflect.Value) []string {
		found := holes.FindAllString(v.String(), -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	en, ja := reflect.ValueOf(english()).Elem(), reflect.ValueOf(japanese()).Elem()
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		switch a, b := en.Field(i), ja.Field(i); a.Kind() {
		case reflect.String:
			if a.String() == "" || b.String() == "" {
				t.Errorf("%s is not said in both languages", name)
			}
			if d := cmp.Diff(of(a), of(b)); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		case reflect.Func:
			if a.IsNil() || b.IsNil() {
				t.Errorf("%s is not there in both languages", name)
			}
		case reflect.Map:
			// What the model says in English has no words here.
			if a.IsNil() {
				continue
			}
			if a.Len() != b.Len() {
				t.Errorf("%s: %d and %d words", name, a.Len(), b.Len())
			}
		}
	}
}

func TestEveryEffectKindAndActHasJapaneseWords(t *testing.T) {
	words := japanese()
	for _, e := range []string{
		month.EffectPrice, month.EffectVolume, month.EffectPlacement, month.EffectCommitment,
		month.EffectIdle, month.EffectUnallocated, month.EffectLate, month.EffectRounding,
	} {
		if words.effects[e] == "" || words.means[e] == "" {
			t.Errorf("effect %s has no words", e)
		}
	}
	for _, k := range ledger.Kinds() {
		if words.kinds[k] == "" {
			t.Errorf("kind %s has no words", k)
		}
	}
	for _, what := range []string{TodoMove, TodoAssign, TodoUse, TodoBudget, TodoMend, TodoPlan} {
		if words.todo[what] == "" {
			t.Errorf("%s has no words", what)
		}
		if strings.Contains(paged(t, Month{Currency: "JPY"}, "ja").act(MonthTodo{What: what, Words: "English"}), "%") {
			t.Errorf("%s is not filled in", what)
		}
	}
}

func TestAMoveThatDoesNotSaveIsNotSaidToSave(t *testing.T) {
	flip := MonthFlip{Service: "web", Was: "gke", Now: "tokyo", Months: 3, Waiting: Money{amount("0")}}
	less := Money{amount("-70")}
	for want, todo := range map[string]MonthTodo{
		"web を gke から tokyo へ移す。実績に基づくと移動が妥当ですが、月に 70.00円の費用増になります。": {What: TodoMove, Name: "web", From: "gke", To: "tokyo", Amount: &less},
		"web を gke から tokyo へ移す。実績に基づくと移動が妥当です。":                     {What: TodoMove, Name: "web", From: "gke", To: "tokyo"},
	} {
		if d := cmp.Diff(want, paged(t, Month{Currency: "JPY", Flips: []MonthFlip{flip}}, "ja").act(todo)); d != "" {
			t.Error(d)
		}
	}
}

func TestAMoveSaysWhichWayItChangesTheMoney(t *testing.T) {
	flips := []MonthFlip{
		{Saves: Money{amount("70")}, Waiting: Money{amount("210")}, Months: 3}, {Saves: Money{amount("-70")}, Waiting: Money{amount("0")}, Months: 3}, {},
	}
	var got []string
	for _, f := range paged(t, Month{Currency: "JPY", Flips: flips}, "en").flipRows() {
		got = append(got, strings.Join([]string{f.Saves.Text, f.Brings, f.Tone, f.Waiting.Text, f.Until}, "|"))
	}
	if d := cmp.Diff([]string{"70.00|saved|good|210|3\u00a0months", "70.00|more|bad|–|", "–|||–|"}, got); d != "" {
		t.Error(d)
	}
}

func TestAChangeThatNobodySeesHasNoSign(t *testing.T) {
	small := Money{amount("-0.0011")}
	if got := changed(small).Text + dearer(small); got != "0" {
		t.Error(got)
	}
}

func TestTheStateOfAMonthHasItsDaysInOneStyle(t *testing.T) {
	state := MonthState{Why: "until 2026-11-06 a bill may still grow, and this is the state of 2026-10-31", Last: "2026-10-31"}
	for lang, want := range map[string]string{
		"en": "Until 6 November 2026 a bill may still grow, and this is the state of 31 October 2026.",
		"ja": "2026年11月6日までは請求が増える可能性があります(2026年10月31日時点)。",
	} {
		if d := cmp.Diff(want, paged(t, Month{State: state}, lang).stateLine()[0].Text); d != "" {
			t.Error(d)
		}
	}
}

func TestDaysWithoutABillHaveTheirPlace(t *testing.T) {
	if d := cmp.Diff([]string{"2026-10-30", "2026-10-31", "2026-11-01"}, unbroken([]string{"2026-10-30", "2026-11-01"})); d != "" {
		t.Error(d)
	}
	var m Month
	for _, day := range []string{"2026-10-01", "2026-10-31"} {
		m.Days = append(m.Days, MonthDay{Site: "gke", Day: day})
	}
	if got := len(paged(t, m, "en").daysChart().Columns); got != 0 {
		t.Errorf("two days are drawn as %d", got)
	}
}

func TestALanguageThatNoPageSpeaksIsRefused(t *testing.T) {
	m := NewMonth(spentFleet(1))
	err := WriteMonth(&bytes.Buffer{}, Options{Format: HTML, Lang: "fr"}, m)
	if err == nil || err.Error() != `no page speaks "fr": choose en or ja` {
		t.Error(err)
	}
}

func TestOnlyWhatGoesTheSameWayIsNamedAsACause(t *testing.T) {
	m := Month{Causes: []MonthCause{
		{Effect: "price", Service: "web", Amount: Money{amount("-900")}}, {Effect: "price", Service: "api", Amount: Money{amount("100")}},
		{Effect: "price", Service: "db", Amount: Money{amount("300")}}, {Effect: "volume", Service: "db", Amount: Money{amount("9000")}},
	}}
	p := paged(t, m, "en")
	if d := cmp.Diff("mostly db +300, api +100.", p.behind(MonthEffect{Name: "price", Amount: Money{amount("1")}})); d != "" {
		t.Error(d)
	}
	// Nobody behind it: then what it consists of, else what it means.
	less := MonthEffect{Name: "volume", Amount: Money{amount("-1")}, Why: "more or less is used: team ads -1 JPY"}
	if d := cmp.Diff([]string{less.Why, "使用量の差：チーム ads -1円"}, []string{p.behind(less), paged(t, m, "ja").behind(less)}); d != "" {
		t.Error(d)
	}
	less.Why = ""
	if d := cmp.Diff(p.t.means["volume"], p.behind(less)); d != "" {
		t.Error(d)
	}
}

func TestTheTopOfThePageHasSomethingOfEachKindToDo(t *testing.T) {
	var m Month
	m.Currency = "JPY"
	for i := range 9 {
		m.Todo = append(m.Todo, MonthTodo{What: TodoMove, Words: fmt.Sprint("move ", i)})
	}
	m.Todo = append(m.Todo, MonthTodo{What: TodoBudget, Words: "budget"}, MonthTodo{What: TodoAssign, Words: "assign"})
	acts, more, none := paged(t, m, "en").acts()
	var words []string
	for _, a := range acts {
		words = append(words, a.Text+" "+a.Href)
	}
	if d := cmp.Diff([]string{"move 0 #flips", "move 1 #flips", "move 2 #flips", "budget #budgets", "assign #nobody"}, words); d != "" {
		t.Error(d)
	}
	if more != "6 more are below." || none != "" {
		t.Errorf("%q, %q", more, none)
	}
	m.Todo = nil
	if acts, more, none := paged(t, m, "en").acts(); len(acts) != 0 || more != "" || !strings.HasPrefix(none, "Nothing:") {
		t.Errorf("%v %q %q", acts, more, none)
	}
}

func TestEveryPlaceThatAnActPointsToIsOnThePage(t *testing.T) {
	content := string(monthPageOf(t, spentFleet(4), Options{}))
	for _, what := range []string{TodoMove, TodoAssign, TodoUse, TodoBudget, TodoMend, TodoPlan} {
		if !strings.Contains(content, ` id="`+actPlace(what)+`"`) {
			t.Errorf("%s points to %s, which is not there", what, actPlace(what))
		}
	}
}

func TestAMonthWithoutAPlanHidesWhatItWouldBeHeldAgainst(t *testing.T) {
	r := spentFleet(4)
	r.Plan, r.Bridge, r.Causes, r.Expected, r.Planned = nil, nil, nil, nil, money.Zero("JPY")
	content := string(monthPageOf(t, r, Options{}))
	body := content[strings.Index(content, "<body"):]
	for _, never := range []string{`class="fall"`, "held against plans", "JPY more than planned"} {
		if strings.Contains(body, never) {
			t.Errorf("%q is there", never)
		}
	}
	if !strings.Contains(content, "No plan was in force on the first day of the month") {
		t.Error("it does not say that there was none")
	}
}

func TestTheBillsOnThePageAddUpToTheLastDigit(t *testing.T) {
	m := NewMonth(spentFleet(33))
	rows := paged(t, m, "en").billRows()
	number := func(s string) money.Amount { return amount(strings.ReplaceAll(s, ",", "")) }
	sum := money.Zero("JPY")
	for _, b := range rows[:len(rows)-1] {
		sum = sum.Add(number(b.Amount))
	}
	if last := rows[len(rows)-1]; !last.Sum || sum.Cmp(number(last.Amount)) != 0 || sum.Cmp(m.Actual.Amount) != 0 {
		t.Errorf("%s, and the total is %s", sum, last.Amount)
	}
}

func TestEveryLineOfAServiceIsOnThePage(t *testing.T) {
	r := spentFleet(50)
	for _, s := range paged(t, NewMonth(r), "en").services() {
		lines := 0
		for _, l := range r.Lines {
			if l.Service == s.Name || s.Nobody && l.Service == "" {
				lines++
			}
		}
		if len(s.Lines) != lines {
			t.Errorf("%s has %d lines, want %d", s.Name, len(s.Lines), lines)
		}
		if planned := s.Lines[0].Planned != "–"; planned == s.Unplanned {
			t.Errorf("%s: planned %v, unplanned %v", s.Name, planned, s.Unplanned)
		}
	}
}

func TestManyLinesOfOneServiceAreCounted(t *testing.T) {
	l := &serviceLines{planned: map[lineKey]MonthLine{}, actual: map[lineKey]MonthLine{}}
	for i := range mostLines + 3 {
		k := lineKey{kind: "other", part: fmt.Sprintf("%03d", i)}
		l.keys, l.actual[k] = append(l.keys, k), MonthLine{}
	}
	var s page.Spent
	paged(t, Month{}, "en").open(&s, l)
	if got := s.Lines[len(s.Lines)-1].What; len(s.Lines) != mostLines+1 || got != "3 more lines are in --format csv and json" {
		t.Errorf("%d lines, the last %q", len(s.Lines), got)
	}
}

func TestTheChosenAxisStandsFirst(t *testing.T) {
	for by, want := range map[string]string{"": "team", "team": "team", "product": "product", "site": "site", "service": "team"} {
		p := paged(t, NewMonth(spentFleet(3)), "en")
		p.by = by
		if got := p.axes()[0].ID; got != want {
			t.Errorf("by %q: %s stands first, want %s", by, got, want)
		}
	}
}

func TestLargeAmountsAreShort(t *testing.T) {
	for v, want := range map[float64][2]string{
		0: {"0", "0"}, 999: {"999", "999"}, 1000: {"1k", "1000"}, 51174430: {"51.2M", "5,117万"}, 999960: {"1M", "100万"},
		-2500000: {"−2.5M", "−250万"}, 6e7: {"60M", "6,000万"}, 123456789: {"123M", "1.23億"}, 2e12: {"2,000bn", "2兆"}, 9999: {"10k", "1万"},
	} {
		if got := [2]string{english().large(v), japanese().large(v)}; got != want {
			t.Errorf("%g is %q, want %q", v, got, want)
		}
	}
}
