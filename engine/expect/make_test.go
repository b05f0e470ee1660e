package expect_test

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/allot"
	"berth.dev/engine/allot/pool"
	"berth.dev/engine/bill"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/expect"
	"berth.dev/engine/fleet"
	"berth.dev/engine/ledger"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
	"berth.dev/engine/verify"
)

// solve plans a workspace with services pinned to places.
func solve(t testing.TB, w *small.World, pins map[string]string) *plan.Solved {
	t.Helper()
	o := fleet.DefaultOptions()
	o.Pins = pins
	s, err := plan.Solve(context.Background(), w.Build(t, o), optimise.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lines are what is expected, a line each.
func lines(e *plan.Expected) (out []string) {
	for _, l := range e.Lines {
		out = append(out, strings.Join(strings.Fields(fmt.Sprintln(l.Site, l.Service, l.Kind, l.Part, l.Quantity, l.Unit, l.Amount, l.By, l.From, l.Until, l.View)), " "))
	}
	return out
}

func made(t testing.TB, w *small.World, s *plan.Solved) *plan.Expected {
	t.Helper()
	e, err := expect.Make(w.Workspace, s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestWhatIsExpectedByHand(t *testing.T) {
	// The numbers of the small workspace stand in the doc of package small. The pool:
	// power 3 × 200 W × 730 h × 10 JPY = 4,380, a third of everything is spare; web at
	// tokyo uses 2 cores and 16 GiB of 2 × 9 cores and 2 × 36 GiB, at 8 GiB a core:
	// 4 units of 27.
	for _, one := range []struct {
		place string
		want  []string
	}{
		{"gke", []string{
			"gke web compute 1460 core-h 2920 hours",
			"gke web fee per service 100 month",
			"gke network link tokyo–gke 500 month",
			"tokyo idle general 2920 hours 2024-04-01",
			"tokyo idle general 2000 month 2024-04-01",
			"tokyo idle general 20000 month 2024-04-01 2029-04-01 amortised",
			"tokyo spare general 1460 hours 2024-04-01",
			"tokyo spare general 1000 month 2024-04-01",
			"tokyo spare general 10000 month 2024-04-01 2029-04-01 amortised",
		}},
		{"tokyo", []string{
			"gke network link tokyo–gke 500 month",
			"tokyo idle general 2487.4074 hours 2024-04-01",
			"tokyo idle general 1703.7037 month 2024-04-01",
			"tokyo idle general 17037.037 month 2024-04-01 2029-04-01 amortised",
			"tokyo spare general 1460 hours 2024-04-01",
			"tokyo spare general 1000 month 2024-04-01",
			"tokyo spare general 10000 month 2024-04-01 2029-04-01 amortised",
			"tokyo web compute general 1460 core-h 432.5926 hours 2024-04-01",
			"tokyo web compute general core-h 296.2963 month 2024-04-01",
			"tokyo web compute general core-h 2962.963 month 2024-04-01 2029-04-01 amortised",
		}},
	} {
		t.Run(one.place, func(t *testing.T) {
			w := small.Load(t, small.Sites, small.Service("web"))
			got := lines(made(t, w, solve(t, w, map[string]string{"web": one.place})))
			if diff := cmp.Diff(sorted(one.want), sorted(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func sorted(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

func TestTrafficBetweenSitesStandsWithWhoSendsIt(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("web", small.Call("api", "100Gi", "10Gi")), small.Service("api"))
	got := lines(made(t, w, solve(t, w, map[string]string{"web": "tokyo", "api": "gke"})))
	// A GiB that leaves gke costs 10 JPY, one that leaves tokyo nothing.
	for _, want := range []string{"gke api network 10 GiB 100 month", "tokyo web network 100 GiB 0 month"} {
		if !sorted(got)[want] {
			t.Errorf("%q is not among\n%s", want, strings.Join(got, "\n"))
		}
	}
}

// sum adds up the lines of a view that are taken, without the months they hold for.
func sum(t testing.TB, e *plan.Expected, take func(plan.ExpectedLine) bool) *big.Rat {
	t.Helper()
	out := new(big.Rat)
	for _, l := range e.Lines {
		if l.View == allot.Purchase || !take(l) {
			continue
		}
		one, ok := new(big.Rat).SetString(l.Amount)
		if !ok {
			t.Fatalf("%q is no number", l.Amount)
		}
		out.Add(out, one)
	}
	return out
}

// TestWhatIsRentedIsThePlansOwnBill holds everything but owned machines against the
// plan's own total.
func TestWhatIsRentedIsThePlansOwnBill(t *testing.T) {
	for _, one := range []struct {
		name string
		text []string
		pins map[string]string
	}{
		{"a commitment that covers a part", []string{small.Service("a"), small.Service("b")}, map[string]string{"a": "gke", "b": "gke"}},
		{"one in each place", []string{small.Service("a"), small.Service("b", small.Call("a", "100Gi", "10Gi"))}, map[string]string{"a": "gke", "b": "tokyo"}},
		{"traffic to visitors", []string{small.Service("a", small.Call("internet", "500Gi", "0"))}, map[string]string{"a": "gke"}},
		{"a disk and a licence", []string{small.Service("a", "licence {\n per = \"core\"\n price = \"70 JPY/mo\"\n}")}, map[string]string{"a": "gke"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			sites := small.Sites
			if strings.HasPrefix(one.name, "a commitment") {
				sites = small.Replaced(t, sites, `per_service = "100 JPY/mo"`, "per_service = \"100 JPY/mo\"\n commitment \"c\" {\n cpu = \"3\"\n memory = \"12Gi\"\n start = \"2026-01-01\"\n term = \"36mo\"\n price = \"1500 JPY/mo\"\n owner = \"a\"\n }")
			}
			w := small.Load(t, append([]string{sites}, one.text...)...)
			s := solve(t, w, one.pins)
			e := made(t, w, s)
			owned := func(l plan.ExpectedLine) bool { return l.Site == "tokyo" && l.Part == "general" }
			got := sum(t, e, func(l plan.ExpectedLine) bool { return !owned(l) })
			total := s.Fleet.Total(s.Result.Placement)
			want, _ := new(big.Rat).SetString(total.Bill.Decimal())
			for _, l := range s.Fleet.Standing {
				if strings.HasPrefix(l.What, "general: ") {
					n, _ := new(big.Rat).SetString(l.Amount.Decimal())
					want.Sub(want, n)
				}
			}
			for i := range s.Fleet.Services {
				d, err := s.Fleet.Describe(i, s.Result.Placement[i])
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range d.Members {
					for _, l := range m.Bill.Lines {
						if l.What == "power for CPU used" {
							n, _ := new(big.Rat).SetString(l.Amount.Decimal())
							want.Sub(want, n)
						}
					}
				}
			}
			if apart := new(big.Rat).Sub(got, want); apart.Abs(apart).Cmp(big.NewRat(1, 1000)) > 0 {
				t.Errorf("expected is %s, the plan's bill without owned machines %s\n%s", got.FloatString(4), want.FloatString(4), strings.Join(lines(e), "\n"))
			}
		})
	}
}

// pixiv is the workspace of the talk without its series: loads are then unknown, and
// services keep their place.
func pixiv(t testing.TB) *small.World {
	t.Helper()
	sources, err := spec.ReadFolder(os.DirFS("../../testdata/pixiv"), spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return small.Files(t, nil, sources...)
}

// TestOwnedMachinesCostWhatTheirBillSays holds the planned ledger of a month against
// the month's own bill of machines, used as planned.
func TestOwnedMachinesCostWhatTheirBillSays(t *testing.T) {
	w := pixiv(t)
	s := solve(t, w, nil)
	e := made(t, w, s)
	f := &plan.File{Expected: e, Unit: plan.Unit{Currency: "JPY"}}
	zone, err := allot.Zone(w.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"2026-11", "2027-02", "2029-03", "2029-04"} {
		m, err := bill.ParseMonth(text)
		if err != nil {
			t.Fatal(err)
		}
		var uses, today []usage.Use
		for _, u := range s.Fleet.UsesToday() {
			today = append(today, usage.Use{Site: u.Site, Service: u.Service, CoreHours: u.Cores * m.Hours(zone), GiBHours: u.GiB * m.Hours(zone)})
		}
		uses = append(uses, usage.Others(w.Workspace.Site("tokyo"), today, m.Hours(zone))...)
		for _, u := range s.Fleet.Uses(s.Result.Placement) {
			if u.Site == "tokyo" {
				uses = append(uses, usage.Use{Site: u.Site, Service: u.Service, CoreHours: u.Cores * m.Hours(zone), GiBHours: u.GiB * m.Hours(zone)})
			}
		}
		want, err := pool.Month(pool.Input{Workspace: w.Workspace, Month: m, Zone: zone, View: allot.Amortised, Uses: uses})
		if err != nil {
			t.Fatal(err)
		}
		got, err := expect.Month(f, m, zone, allot.Amortised)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range want.Lines {
			is := got.Sum(func(x ledger.Line) bool {
				return x.Kind == l.Kind && x.Service == l.Service && x.Site == l.Site && x.Part == l.Part
			})
			if apart := is.Sub(l.Amount).Float(); apart > 0.001 || apart < -0.001 {
				t.Errorf("%s: %s of %q: %s is expected, the bill of machines says %s", text, l.Kind, l.Service, is, l.Amount)
			}
		}
	}
}

func TestWhatIsExpectedIsKeptInTheFileAndChecked(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("web", small.Call("internet", "500Gi", "0")))
	s := solve(t, w, map[string]string{"web": "gke"})
	f, err := plan.Make(plan.Order{Workspace: w.Workspace, Solved: s, Berth: "test"})
	if err != nil {
		t.Fatal(err)
	}
	f.Expected = made(t, w, s)
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(raw, verify.DefaultOptions()); err != nil {
		t.Fatal(err)
	}
	read, err := plan.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f.Expected, read.Expected); diff != "" {
		t.Error(diff)
	}
	l, err := expect.Month(read, bill.Month{Year: 2026, Month: time.November}, time.UTC, allot.Amortised)
	if err != nil {
		t.Fatal(err)
	}
	// 30 days have 720 hours: 2,920 and 4,380 × 720 ÷ 730, then 100, 500, 10,000 of
	// traffic, upkeep 3,000 and capital 30,000 as they are.
	if got, want := l.Total().Decimal(), "50800"; got != want {
		t.Errorf("the month costs %s, by hand %s", got, want)
	}
}
