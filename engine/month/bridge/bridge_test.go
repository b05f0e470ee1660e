package bridge

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

func jpy(t testing.TB, s string) money.Amount {
	t.Helper()
	a, err := money.ParseNumber(s, "JPY")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// core is a line of machines of one service.
func core(t testing.TB, service, site string, hours float64, amount string) ledger.Line {
	t.Helper()
	return ledger.Line{Kind: ledger.Compute, Site: site, Service: service, Team: "t", Quantity: hours, Unit: "core-h", Amount: jpy(t, amount)}
}

func plain(t testing.TB, kind ledger.Kind, service, site, amount string) ledger.Line {
	t.Helper()
	return ledger.Line{Kind: kind, Site: site, Service: service, Amount: jpy(t, amount)}
}

func book(lines ...ledger.Line) *ledger.Ledger { return ledger.New("JPY", lines) }

// told are the effects that are not nothing.
func told(b *Bridge) map[string]string {
	out := map[string]string{}
	for _, e := range b.Effects {
		if !e.Amount.IsZero() {
			out[e.Name] = e.Amount.Decimal()
		}
	}
	return out
}

func TestABridgeSplitsTheDifferenceByHand(t *testing.T) {
	// Each want is worked out by the formulas of the package doc.
	for _, one := range []struct {
		name          string
		before, after *ledger.Ledger
		want          map[string]string
	}{
		{
			"nothing changes", book(core(t, "a", "gke", 100, "1000")), book(core(t, "a", "gke", 100, "1000")), map[string]string{},
		}, {
			"a unit costs more", book(core(t, "a", "gke", 100, "1000")), book(core(t, "a", "gke", 100, "1200")),
			map[string]string{"price": "200"},
		}, {
			"more is used", book(core(t, "a", "gke", 100, "1000")), book(core(t, "a", "gke", 150, "1500")),
			map[string]string{"volume": "500"},
		}, {
			"more is used and a unit costs more", book(core(t, "a", "gke", 100, "1000")), book(core(t, "a", "gke", 150, "1800")),
			// p0 10, p1 12: price 100·2, volume 50·12
			map[string]string{"price": "200", "volume": "600"},
		}, {
			"a half runs elsewhere", book(core(t, "a", "gke", 100, "1000")), book(core(t, "a", "gke", 50, "500"), core(t, "a", "tokyo", 50, "200")),
			// placement 100·(−½·10 + ½·4)
			map[string]string{"placement": "-300"},
		}, {
			"all moves to a site that was not used", book(core(t, "a", "gke", 100, "1000")), book(core(t, "a", "tokyo", 200, "800")),
			// p1 on gke stays 10: volume 100·10, placement 200·(4 − 10)
			map[string]string{"volume": "1000", "placement": "-1200"},
		}, {
			"an unplanned service is volume", book(), book(core(t, "a", "gke", 100, "1000"), plain(t, ledger.Fee, "a", "gke", "70")),
			map[string]string{"volume": "1070"},
		}, {
			"a planned service that does not run is volume", book(core(t, "a", "gke", 100, "1000")), book(),
			map[string]string{"volume": "-1000"},
		}, {
			"what nobody counts is price", book(core(t, "a", "gke", 100, "1000")), book(plain(t, ledger.Compute, "a", "gke", "1500")),
			map[string]string{"price": "500"},
		}, {
			"a fee is price", book(plain(t, ledger.Fee, "a", "gke", "10")), book(plain(t, ledger.Fee, "a", "gke", "12")),
			map[string]string{"price": "2"},
		}, {
			"kinds with an effect of their own",
			book(plain(t, ledger.Idle, "", "tokyo", "100"), plain(t, ledger.Spare, "", "tokyo", "10"), plain(t, ledger.Unused, "", "gke", "5")),
			book(plain(t, ledger.Idle, "", "tokyo", "80"), plain(t, ledger.Spare, "", "tokyo", "10"), plain(t, ledger.Committed, "a", "gke", "7"),
				plain(t, ledger.Unallocated, "", "gke", "3"), plain(t, ledger.Late, "a", "gke", "1")),
			map[string]string{"idle": "-20", "commitment": "2", "unallocated": "3", "late": "1"},
		}, {
			"thirds are rounded, and the rest is told", book(core(t, "a", "gke", 3, "10")), book(core(t, "a", "gke", 1, "1"), core(t, "a", "tokyo", 6, "7")),
			// price 3·(1 − 10/3) = −7; volume 4·1 = 4; placement 7·(−6/7·1 + 6/7·7/6) = 1
			map[string]string{"price": "-7", "volume": "4", "placement": "1"},
		}, {
			"a seventh", book(core(t, "a", "gke", 7, "10")), book(core(t, "a", "gke", 8, "10")),
			// price 7·(10/8 − 10/7) = −1.25; volume 1·1.25
			map[string]string{"price": "-1.25", "volume": "1.25"},
		}, {
			"digits beyond the sixth", book(core(t, "a", "gke", 3, "1.00000001")), book(core(t, "a", "gke", 7, "2")),
			// price 6/7 − 1.00000001 = −0.142857152857…, volume 4·2/7 = 1.142857142857…
			map[string]string{"price": "-0.142857", "volume": "1.142857", "rounding": "-0.00000001"},
		},
	} {
		t.Run(one.name, func(t *testing.T) {
			b := Make(one.before, one.after, Words{"planned", "in fact"})
			if diff := cmp.Diff(one.want, told(b)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCausesAreNamedByServiceTheLargestFirst(t *testing.T) {
	b := Make(
		book(core(t, "a", "gke", 100, "1000"), core(t, "b", "gke", 10, "100"), plain(t, ledger.Fee, "b", "gke", "50")),
		book(core(t, "a", "gke", 110, "1100"), core(t, "b", "gke", 10, "400"), plain(t, ledger.Fee, "b", "gke", "60")),
		Words{"planned", "in fact"})
	var got []string
	for _, c := range b.Causes {
		got = append(got, c.Effect+" "+c.Service+" "+c.Amount.Decimal()+": "+c.Why)
	}
	want := []string{
		"price b 310: a core-h on gke: 10.00 JPY planned, 40.00 JPY in fact; fee: 50 JPY planned, 60 JPY in fact",
		"volume a 100: 100.0 core-h planned, 110.0 core-h in fact (+10.0 %)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAServiceThatNobodyCountsIsTold(t *testing.T) {
	b := Make(book(core(t, "a", "gke", 1, "10")), book(plain(t, ledger.Compute, "a", "gke", "20")), Words{"planned", "in fact"})
	if diff := cmp.Diff([]string{"a"}, b.Uncounted); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(b.Causes[0].Why, "nobody counted") {
		t.Errorf("the cause does not say so: %s", b.Causes[0].Why)
	}
}

func TestAServiceThatChangedTeamIsOneService(t *testing.T) {
	was, is := core(t, "a", "gke", 1, "10"), core(t, "a", "gke", 1, "10")
	is.Team = "other"
	if got := told(Make(book(was), book(is), Words{"planned", "in fact"})); len(got) > 0 {
		t.Errorf("the same use at the same price has effects: %v", got)
	}
}

// drawLedger draws lines of few services, sites and kinds.
func drawLedger(r *rapid.T, name string) *ledger.Ledger {
	lines := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) ledger.Line {
		l := ledger.Line{
			Kind:    rapid.SampledFrom(ledger.Kinds()).Draw(r, "kind"),
			Service: rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(r, "service"),
			Product: rapid.SampledFrom([]string{"", "p"}).Draw(r, "product"),
			Site:    rapid.SampledFrom([]string{"", "gke", "tokyo", "osaka"}).Draw(r, "site"),
			Amount:  money.FromWhole(rapid.Int64Range(-1e9, 1e12).Draw(r, "amount"), rapid.IntRange(0, 12).Draw(r, "digits"), "JPY"),
		}
		if rapid.IntRange(0, 3).Draw(r, "counted") > 0 {
			l.Unit = rapid.SampledFrom([]string{"core-h", "core-h", "core-h", "GiB"}).Draw(r, "unit")
			l.Quantity = float64(rapid.IntRange(0, 1e6).Draw(r, "quantity")) / 8
		}
		return l
	}), 0, 30).Draw(r, name)
	return ledger.New("JPY", lines)
}

func TestEffectsAddUpToTheDifferenceToTheLastDigit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, after := drawLedger(r, "before"), drawLedger(r, "after")
		b := Make(before, after, Words{"planned", "in fact"})
		sum := money.Zero("JPY")
		for i, e := range b.Effects {
			if e.Name != Names()[i] {
				r.Fatalf("effect %d is %s", i, e.Name)
			}
			sum = sum.Add(e.Amount)
		}
		if delta := after.Total().Sub(before.Total()); sum.Cmp(delta) != 0 {
			r.Fatalf("effects add up to %s, the difference is %s", sum, delta)
		}
		// Half a unit of the last digit for each amount that was rounded.
		limit := new(big.Rat).SetFrac64(int64(b.Terms), 2_000_000)
		rounding, _ := new(big.Rat).SetString(absolute(b.Effects[len(b.Effects)-1].Amount).Decimal())
		if rounding.Cmp(limit) > 0 {
			r.Fatalf("rounding is %s with %d terms", rounding.FloatString(9), b.Terms)
		}
		causes := map[string]money.Amount{}
		for _, c := range b.Causes {
			causes[c.Effect] = causes[c.Effect].Add(c.Amount)
		}
		for _, e := range b.Effects[:len(b.Effects)-1] {
			if causes[e.Name].Cmp(e.Amount) != 0 {
				r.Fatalf("causes of %s add up to %s, the effect is %s", e.Name, causes[e.Name], e.Amount)
			}
		}
	})
}

func TestTheSameLedgersGiveTheSameBridge(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, after := drawLedger(r, "before"), drawLedger(r, "after")
		one, two := Make(before, after, Words{"a", "b"}), Make(before, after, Words{"a", "b"})
		if diff := cmp.Diff(one, two, cmp.Comparer(func(x, y money.Amount) bool { return x.String() == y.String() })); diff != "" {
			r.Fatal(diff)
		}
	})
}
