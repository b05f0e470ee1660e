package reports

import (
	"fmt"
	"math"
	"strings"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/month"
	"berth.dev/engine/unit"
	"berth.dev/reports/page"
)

// tongue is the language of a month's page: its sentences, which fmt fills in by the
// number of the argument, and how it writes months, days and money.
type tongue struct {
	lang string
	// month is written out; brief is as short as a column of a drawing; day is a day.
	month, brief func(bill.Month) string
	day          func(time.Time) string
	// sum is an amount with its currency, large one in a few letters, share a part of one.
	sum   func(amount, currency string) string
	large func(float64) string
	share func(float64) string
	// unit is what a currency is called where it heads a column.
	unit func(currency string) string
	// join puts names into a row.
	join string
	// stop ends a sentence.
	stop string

	name, soFar string
	// more, less, same and alone are the title: month, sum, difference, share of it.
	more, less, same, alone        string
	reconciled, provisional, until string
	amortised, purchase, zone      string
	plan, noPlan, asOf, madeBy     string
	actual, spent, planned         string
	delta, ahead                   string
	between, nobodyOf              string
	// mostly introduces causes, cause is one: service, amount.
	mostly, cause string
	// ofProduct and ofTeam are what a product or a team has besides its services.
	ofProduct, ofTeam string
	noDelta           string
	todo              map[string]string
	waiting           string
	doneNone, andMo   string
	bad               string
	fall, begins      string
	stack, days       string
	expected, band    string
	none, never       string
	// saves and dearer stand below what a move changes a month.
	saves, dearer   string
	by              map[string]string
	noTeam, noName  string
	noSite          string
	all, total      string
	dearest, moreOf string
	months          string
	nobodyMore      string
	rows, rowsBad   string
	twice           string
	effects, means  map[string]string
	kinds           map[ledger.Kind]string
	// phrases are sentences of the engine, parts what stands inside of them; none where
	// the page speaks the engine's language.
	phrases, parts []phrase
}

// tongueOf returns a language of pages.
func tongueOf(lang string) (*tongue, error) {
	switch lang {
	case "", page.English:
		return english(), nil
	case page.Japanese:
		return japanese(), nil
	}
	return nil, fmt.Errorf("no page speaks %.20q: choose %s", lang, strings.Join(page.Languages(), " or "))
}

func english() *tongue {
	return &tongue{
		lang:  page.English,
		month: func(m bill.Month) string { return fmt.Sprintf("%s %d", m.Month, m.Year) },
		brief: func(m bill.Month) string { return fmt.Sprintf("%.3s %d", m.Month, m.Year) },
		day:   func(t time.Time) string { return t.Format("2 January 2006") },
		sum:   func(amount, currency string) string { return amount + "\u00a0" + currency },
		unit:  func(currency string) string { return currency },
		large: func(v float64) string {
			return scaled(v, []scale{{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}})
		},
		share: func(v float64) string { return fmt.Sprintf("%.1f\u00a0%%", 100*v) },
		join:  ", ", stop: ".",

		name: "Cost of %[1]s", soFar: "So far, ",
		more: "%[1]s cost %[2]s: %[3]s (%[4]s) more than planned", less: "%[1]s cost %[2]s: %[3]s (%[4]s) less than planned",
		same: "%[1]s cost %[2]s, exactly as planned", alone: "%[1]s cost %[2]s",
		reconciled: "reconciled", provisional: "provisional", until: "Rows up to %[1]s.",
		amortised: "amortised: what was bought for a term counts where it is used", purchase: "as purchased: what was bought counts when it is paid",
		zone: "months by %[1]s", plan: "held against %[1]s of %[2]s", noPlan: "No plan was in force on the first day of the month, so there is nothing to hold it against.",
		asOf: "as of %[1]s", madeBy: "berth %[1]s",
		actual: "actual, %[1]s", spent: "actual", planned: "planned", delta: "delta, %[1]s of planned", ahead: "expected for %[1]s",
		between: "%[1]s to %[2]s", nobodyOf: "no team, %[1]s of all",
		mostly: "mostly %[1]s.", cause: "%[1]s %[2]s", noDelta: "Nothing differs from the plan.",
		todo:      nil, // the model's own words are English
		waiting:   " Waiting %[1]s costs %[2]s.",
		ofProduct: "product %[1]s", ofTeam: "team %[1]s",
		doneNone: "Nothing: no decision would change, every row belongs to somebody, and budgets are kept.", andMo: "%[1]d more are below.",
		bad:  "%[1]s rows could not be read and are left out: their cost is missing here.",
		fall: "From planned to actual cost of %[1]s", begins: "The drawing begins at %[1]s, not at 0: so the steps can be seen.",
		stack: "Cost by month and site", days: "Bills of %[1]s by day and site", expected: "expected", band: "four of five months",
		none: "–", saves: "saved", dearer: "more", never: "never", by: map[string]string{"team": "By team", "product": "By product", "site": "By site"},
		noTeam: "no team", noName: "nobody", noSite: "no site", all: "all teams", total: "total",
		dearest: "The %[1]d dearest; %[2]d more are in --format csv and json.", moreOf: "%[1]d more lines are in --format csv and json",
		months: "%[1]s\u00a0months", nobodyMore: "The %[1]d dearest; %[2]d more are in --format csv and json.",
		rows: "%[1]s rows of bills were read.", rowsBad: "%[1]s could not be read and are left out.", twice: "%[1]s are there twice or more.",
		effects: map[string]string{
			month.EffectPrice: "price", month.EffectVolume: "volume", month.EffectPlacement: "placement", month.EffectCommitment: "commitment",
			month.EffectIdle: "idle", month.EffectUnallocated: "unallocated", month.EffectLate: "late", month.EffectRounding: "rounding",
		},
		means: map[string]string{
			month.EffectPrice:       "other prices than planned, at the planned volume",
			month.EffectVolume:      "more or less use than planned, on the planned sites",
			month.EffectPlacement:   "use on other sites than planned",
			month.EffectCommitment:  "what was bought for a term, and what of it went unused",
			month.EffectIdle:        "owned machines that nobody used, or that were kept free",
			month.EffectUnallocated: "money that no rule gives to anybody",
			month.EffectLate:        "charges of earlier months on this month's invoice",
			month.EffectRounding:    "what the steps above lose by rounding",
		},
		kinds: nil, // a ledger's own words are English
	}
}

// scale is a size with its name.
type scale struct {
	size float64
	name string
}

// scaled writes an amount with three digits and the name of its size.
func scaled(v float64, scales []scale) string {
	for _, s := range scales {
		// What rounds up to the next size has its name: 999.96k is 1.00M.
		if math.Abs(v) >= 0.9995*s.size {
			digits := 2
			for size := math.Abs(v) / s.size; size >= 9.995 && digits > 0; size /= 10 {
				digits--
			}
			number := fmt.Sprintf("%.*f", digits, v/s.size)
			if digits > 0 {
				number = strings.TrimSuffix(strings.TrimRight(number, "0"), ".")
			} else {
				number = unit.Number(math.Round(v / s.size))
			}
			return strings.Replace(number+s.name, "-", "−", 1)
		}
	}
	return strings.Replace(fmt.Sprintf("%.0f", v), "-", "−", 1)
}

// date reads a day of the model; one that is none stays as it is.
func (t *tongue) date(s string) string {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return t.day(day)
}

// named writes a month of the model; one that is none stays as it is.
func named(s string, write func(bill.Month) string) string {
	m, err := bill.ParseMonth(s)
	if err != nil {
		return s
	}
	return write(m)
}
