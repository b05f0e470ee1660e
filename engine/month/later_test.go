package month_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/bill"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/engine/month/bridge"
)

// moved is a workspace whose web runs at gke today, with a plan that moves it to tokyo.
// A core at gke costs 730 JPY a month, at tokyo 73 of power; see package small. Moving
// takes 10 hours of work at 1,000 JPY.
func moved(t testing.TB) month.Input {
	t.Helper()
	w := small.Load(t, small.Sites, billed, shop("web", `runs_on = "gke"`, "migration {\n hours = \"10h\"\n }"))
	return input(w, planned(t, w, nil), november, answer(t, w, november), used(map[string]float64{"web": 1440}, nil))
}

func TestAMovePaysBackWhatItWasToSaveLessWhatItCostsMore(t *testing.T) {
	in := moved(t)
	r := made(t, in)
	if len(r.Paybacks) != 1 {
		t.Fatalf("paybacks: %+v, unknown: %q", r.Paybacks, r.Unknown)
	}
	p := r.Paybacks[0]
	// The bill falls from 3,020 to 146, and work rises from an hour to two: 1,874 a
	// month. Used as planned, that is what the month saved.
	if got, want := []string{p.From, p.To, p.Since.String(), p.Once.Decimal(), p.Saved.Rounded(2), p.Left.Rounded(2)}, []string{"gke", "tokyo", "2026-11", "10000", "1,874.00", "8,126.00"}; !cmp.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
	if p.Months != 1 || math.Abs(p.Planned-10000/1874.) > 1e-6 || math.Abs(p.Ahead-10000/1874.) > 1e-4 {
		t.Errorf("months %d, planned %g, ahead %g", p.Months, p.Planned, p.Ahead)
	}
	// The next month goes on, under a plan that moves nothing any more, at twice the use:
	// then staying would have cost twice as much.
	next := in
	next.Month, next.Before = november.Plus(1), []*month.Report{r}
	next.Answers = answer(t, &small.World{Workspace: in.Workspace}, next.Month)
	next.Usage = used(map[string]float64{"web": 2880}, nil)
	next.Plan = nil
	later := made(t, next)
	if len(later.Paybacks) != 1 || later.Paybacks[0].Months != 2 || later.Paybacks[0].Since != november {
		t.Fatalf("paybacks: %+v", later.Paybacks)
	}
	stays, now := p.Stays.TimesInt(2), later.Axes[ledger.Service][0].Actual
	if got, want := later.Paybacks[0].Saved.Sub(p.Saved).Line().Decimal(), stays.Sub(now).Line().Decimal(); got != want {
		t.Errorf("the second month saved %s, want %s", got, want)
	}
	want := fmt.Sprintf("staying was planned at %s for 1,440 core-h; for this month's 2,880 core-h that is %s; it cost %s, so this month saved ", bridge.Say(p.Stays), bridge.Say(stays), bridge.Say(now))
	if why := later.Paybacks[0].Why; !strings.HasPrefix(why, want) {
		t.Errorf("the arithmetic is %q, want %q", why, want)
	}
}

func TestAMoveThatNobodyMadeHasNoPayback(t *testing.T) {
	in := moved(t)
	in.Usage = used(nil, map[string]float64{"web": 1440})
	in.Answers = answer(t, &small.World{Workspace: in.Workspace}, november, row(november, "web", bill.Compute, "2880"))
	r := made(t, in)
	if len(r.Paybacks) != 0 || !strings.Contains(strings.Join(r.Unknown, "\n"), "payback of the moves of web") {
		t.Errorf("paybacks %+v, unknown %q", r.Paybacks, r.Unknown)
	}
}

func TestADecisionFlipsWhenARentedCoreHourBecomesDear(t *testing.T) {
	// Alone, web belongs to gke by what it costs there: see the reference in the specs.
	text := small.Replaced(t, small.Sites, `purchase   = "600000 JPY"`, `purchase   = "1200000 JPY"`)
	w := small.Load(t, text, billed, shop("web"))
	f := planned(t, w, map[string]string{"web": "gke"})
	month := func(amount string) []string {
		r := made(t, input(w, f, november, answer(t, w, november, row(november, "web", bill.Compute, amount)), used(nil, map[string]float64{"web": 1440})))
		var out []string
		for _, f := range r.Flips {
			out = append(out, fmt.Sprintf("%s %s %s %g", f.Service, f.Was, f.Now, f.Months))
			if f.Saves.Sign() <= 0 || f.Waiting.Cmp(f.Saves.Times(f.Months).Line()) != 0 || !strings.Contains(f.Why, "a core-hour on gke cost +") {
				t.Errorf("%+v", f)
			}
		}
		return out
	}
	if got := month("2880"); got != nil {
		t.Errorf("as planned, and %q flip", got)
	}
	if diff := cmp.Diff([]string{"web gke tokyo 3"}, month("28800")); diff != "" {
		t.Errorf("ten times as dear: %s", diff)
	}
}

// past is a report of an earlier month with so much rented cost on each day.
func past(m bill.Month, perDay func(day int) int64) *month.Report {
	r := &month.Report{Format: month.Format, Month: m, Currency: "JPY", View: "amortised", Axes: map[ledger.Axis][]month.Sum{}}
	total := money.Zero("JPY")
	for day := m.Begin(time.UTC); day.Before(m.End(time.UTC)); day = day.AddDate(0, 0, 1) {
		a := money.New(perDay(day.Day()), "JPY")
		r.Days = append(r.Days, month.Day{Site: "gke", Day: day.Format(time.DateOnly), Amount: a})
		total = total.Add(a)
	}
	r.Actual, r.Planned = total, money.Zero("JPY")
	r.Axes[ledger.Site] = []month.Sum{{Name: "gke", Planned: money.Zero("JPY"), Actual: total, Delta: total}}
	return r
}

func TestTheNextMonthsAreDaysCarriedOnAndCapitalThatEnds(t *testing.T) {
	// The life of the machines ends on the last day of December: 30,000 a month until
	// then, and upkeep 3,000 and power by hours from then on.
	text := small.Replaced(t, small.Sites, `in_service = "2024-04-01"`, `in_service = "2022-01-01"`)
	w := small.Load(t, text, billed, shop("web"))
	var rows []bill.Row
	for day := 1; day <= 30; day++ {
		r := row(november, "web", bill.Compute, "100")
		r.Day = fmt.Sprintf("2026-11-%02d", day)
		rows = append(rows, r)
	}
	in := input(w, nil, november, answer(t, w, november, rows...), used(nil, nil))
	for n := 1; n <= 3; n++ {
		in.Before = append(in.Before, past(november.Plus(-n), func(int) int64 { return 100 }))
	}
	r := made(t, in)
	var got []string
	for _, a := range r.Ahead {
		got = append(got, a.Month.String()+" "+a.Mean.Rounded(1))
	}
	// 100 a day; power 4.464 and 4.032 thousand in months of 744 and 672 hours.
	want := []string{"2026-12 40,564.0", "2027-01 10,564.0", "2027-02 9,832.0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a := r.Ahead[0]; a.Low.Cmp(a.Mean) != 0 || a.High.Cmp(a.Mean) != 0 || !strings.Contains(a.How, "no band: 4 months are known and 11 are needed") {
		t.Errorf("%+v", a)
	}
	if len(r.Months) != 4 || r.Months[0].Month != november.Plus(-3) {
		t.Errorf("the months are %+v", r.Months)
	}
}

func TestOneMonthThatIsKnownIsToldAsOne(t *testing.T) {
	w := small.Load(t, small.Sites, billed, shop("web"))
	r := made(t, input(w, nil, november, answer(t, w, november, row(november, "web", bill.Compute, "3000")), used(nil, nil)))
	if want := "no band: 1 month is known and 11 are needed"; !strings.Contains(r.Ahead[0].How, want) {
		t.Errorf("%q lacks %q", r.Ahead[0].How, want)
	}
}

func TestWithAYearBehindItAForecastHasABand(t *testing.T) {
	w := small.Load(t, small.Sites, billed, shop("web"))
	in := input(w, nil, november, answer(t, w, november, row(november, "web", bill.Compute, "3000")), used(nil, nil))
	for n := 1; n <= 14; n++ {
		in.Before = append(in.Before, past(november.Plus(-n), func(int) int64 { return int64(90 + 20*(n%2)) }))
	}
	a := made(t, in).Ahead[0]
	if a.Low.Cmp(a.Mean) >= 0 || a.High.Cmp(a.Mean) <= 0 {
		t.Errorf("between %s and %s lies %s: %s", a.Low, a.High, a.Mean, a.How)
	}
}

func TestMonthsInAnotherViewAreNotPutBesideThisOne(t *testing.T) {
	w := small.Load(t, small.Sites, billed, shop("web"))
	in := input(w, nil, november, answer(t, w, november), used(nil, nil))
	other := past(november.Plus(-1), func(int) int64 { return 1 })
	other.View = "purchase"
	in.Before = []*month.Report{other, past(november.Plus(1), func(int) int64 { return 1 })}
	r := made(t, in)
	if len(r.Months) != 1 || !strings.Contains(strings.Join(r.Unknown, "\n"), "2026-10 beside this month") {
		t.Errorf("months %+v, unknown %q", r.Months, r.Unknown)
	}
}

func TestTwoMonthsAreComparedByTheSameEffects(t *testing.T) {
	in := hand(t)
	one := made(t, in)
	in.Month = november.Plus(1)
	in.Answers = answer(t, &small.World{Workspace: in.Workspace}, in.Month, row(in.Month, "web", bill.Compute, "4400"))
	in.Usage = used(map[string]float64{"api": 2232}, map[string]float64{"web": 2000})
	in.Before = []*month.Report{one}
	two := made(t, in)
	c, err := month.Compare(one, two)
	if err != nil {
		t.Fatal(err)
	}
	sum := money.Zero("JPY")
	for _, e := range c.Bridge {
		sum = sum.Add(e.Amount)
	}
	if sum.Cmp(c.Delta) != 0 || c.Delta.Cmp(two.Actual.Sub(one.Actual)) != 0 || c.Delta.IsZero() {
		t.Errorf("effects add up to %s, the delta is %s", sum, c.Delta)
	}
	if !strings.Contains(c.Causes[0].Why, "in 2026-11") {
		t.Errorf("the cause calls the months otherwise: %s", c.Causes[0].Why)
	}
	other := *two
	other.Currency = "USD"
	if _, err := month.Compare(one, &other); err == nil || !strings.Contains(err.Error(), "one currency") {
		t.Errorf("two currencies: %v", err)
	}
	other = *two
	other.View = "purchase"
	if _, err := month.Compare(one, &other); err == nil || !strings.Contains(err.Error(), "one view") {
		t.Errorf("two views: %v", err)
	}
}
