package pool_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/engine/usage"
)

// uses draws use of both pools, of services that are known and of others.
func uses(t *rapid.T) []usage.Use {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) usage.Use {
		return usage.Use{
			Site:      "tokyo",
			Pool:      rapid.SampledFrom([]string{"", "general", "batch"}).Draw(t, "pool"),
			Service:   rapid.SampledFrom([]string{"", "web", "mail", "etl", "old"}).Draw(t, "service"),
			CoreHours: rapid.Float64Range(0, 60000).Draw(t, "core-hours"),
			GiBHours:  rapid.Float64Range(0, 200000).Draw(t, "GiB-hours"),
		}
	}), 0, 12).Draw(t, "uses")
}

func TestAMonthAddsUpToTheLastDigitHoweverItIsUsed(t *testing.T) {
	zone := tokyo(t)
	rapid.Check(t, func(r *rapid.T) {
		since := fmt.Sprintf(`in_service = "20%02d-%02d-%02d"`, rapid.IntRange(19, 27).Draw(r, "year"), rapid.IntRange(1, 12).Draw(r, "month"), rapid.IntRange(1, 28).Draw(r, "day"))
		in := input(t, uses(r), `in_service     = "2024-04-01"`, since, `"21000 JPY/mo"`, fmt.Sprintf(`"%d.77 JPY/mo"`, rapid.IntRange(0, 30000).Draw(r, "upkeep")))
		in.Zone, in.View = zone, rapid.SampledFrom([]string{"amortised", pool.Purchase}).Draw(r, "view")
		in.Month = bill.Month{Year: 2026, Month: 1}.Plus(rapid.IntRange(0, 11).Draw(r, "in month"))
		got := month(t, in)
		pools, all := money.Zero("JPY"), money.Zero("JPY")
		for _, p := range got.Pools {
			pools = pools.Add(p.Cost)
			for what, sum := range map[string]money.Amount{
				"parts": p.Capital.Add(p.Power).Add(p.Upkeep).Add(p.Administration), "users": p.Used.Add(p.Idle).Add(p.Spare),
			} {
				if sum.Cmp(p.Cost) != 0 {
					r.Fatalf("%s of %s are %s, the cost is %s", what, p.Name, sum, p.Cost)
				}
			}
		}
		for _, l := range got.Lines {
			all = all.Add(l.Amount)
			if l.Amount.Sign() < 0 {
				r.Fatalf("somebody is paid: %+v", l)
			}
		}
		if all.Cmp(pools) != 0 {
			r.Fatalf("lines are %s, pools %s", all, pools)
		}
		in.Uses = rapid.Permutation(in.Uses).Draw(r, "another order")
		if d := cmp.Diff(got, month(t, in), cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() })); d != "" {
			r.Fatalf("the order of uses leaves a trace:\n%s", d)
		}
	})
}

func TestOverTheirLifeMachinesCostWhatWasPaidForThem(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		life := rapid.IntRange(1, 84).Draw(r, "months")
		price := rapid.IntRange(1, 3000000).Draw(r, "price")
		first := bill.Month{Year: 2024, Month: 1}.Plus(rapid.IntRange(0, 24).Draw(r, "first month"))
		in := input(t, nil, `"60mo"`, fmt.Sprintf(`"%dmo"`, life), `"10000 USD"`, fmt.Sprintf(`"%d JPY"`, price), `"1000 USD"`, `"0 JPY"`,
			`in_service     = "2024-04-01"`, fmt.Sprintf(`in_service = "%s-01"`, first))
		sums := map[string]money.Amount{}
		for i := -1; i <= life; i++ {
			in.Month = first.Plus(i)
			for _, in.View = range []string{"amortised", pool.Purchase} {
				sums[in.View] = sums[in.View].Add(general(month(t, in)).Capital)
			}
		}
		paid := money.New(int64(4*price), "JPY")
		if sums[pool.Purchase].Cmp(paid) != 0 {
			r.Fatalf("paid %s, counted %s", paid, sums[pool.Purchase])
		}
		// Each month is rounded once, to four digits.
		if off := sums["amortised"].Sub(paid).Float(); off > 0.00005*float64(life) || off < -0.00005*float64(life) {
			r.Fatalf("paid %s, written off %s", paid, sums["amortised"])
		}
	})
}

func TestTwiceTheUseCostsTwiceAsMuchWhileThereIsRoom(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		cores := rapid.Float64Range(1, 30000).Draw(r, "core-hours")
		paid := func(factor float64) float64 {
			got := month(t, input(t, []usage.Use{{Site: "tokyo", Pool: "general", Service: "web", CoreHours: factor * cores}}))
			return general(got).Used.Float()
		}
		if once, twice := paid(1), paid(2); twice-2*once > 3e-6 || 2*once-twice > 3e-6 {
			r.Fatalf("%g core-h cost %g, twice as many %g", cores, once, twice)
		}
	})
}
