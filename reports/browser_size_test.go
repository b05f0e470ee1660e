package reports

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/money"
	"berth.dev/reports/page"
	"berth.dev/reports/page/pagetest"
)

// large is a page of n services, each as large as a real one: three options, seven
// criteria with a sentence each, six lines a bill, and a measured week of which no
// two hours are alike.
func large(t testing.TB, n int) []byte {
	t.Helper()
	h := browserHeader(n)
	h.Criteria = nil
	for i := range 7 {
		h.Criteria = append(h.Criteria, CriterionInfo{fmt.Sprintf("criterion_%d", i), 3, "What it means."})
	}
	var b bytes.Buffer
	e, err := NewEvaluation(&b, Options{Format: HTML}, h)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range n {
		if err := e.Service(heavy(r, fmt.Sprintf("service-%05d", i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.End(Summary{Settle: Settle{Enough: true}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// heavy is one service of a large page.
func heavy(r *rand.Rand, name string) Service {
	s := detailed(name, 41434)
	for i := range s.Options {
		o := &s.Options[i]
		o.Criteria, o.Cost = nil, &Cost{Amount: money.New(int64(r.IntN(1e6)), "JPY"), Basis: "fully_loaded"}
		for k := range 7 {
			o.Criteria = append(o.Criteria, Criterion{
				Name: fmt.Sprintf("criterion_%d", k), Weight: 3, Score: Score(r.Float64()), Applies: true,
				Policies: []Policy{{"near-onprem-systems", 0.5, fmt.Sprintf("%d GiB a month with on-prem systems would cross between sites; 500 are comfortable", r.IntN(9000))}},
			})
		}
		for range 6 {
			o.Cost.Lines = append(o.Cost.Lines, Line{
				What: "traffic to user-db", Site: "tokyo", Quantity: 100 * r.Float64(), Unit: "GiB",
				Price: money.New(int64(r.IntN(4000)), "JPY"), Amount: money.New(int64(r.IntN(1e6)), "JPY"), Origin: "pool general, at least 2 cores",
			})
		}
	}
	for h := range s.Detail.Load.Mean {
		s.Detail.Load.Mean[h] = 1000 * r.Float64()
		s.Detail.Load.P95 = append(s.Detail.Load.P95[:h:h], 1000+1000*r.Float64())
	}
	return s
}

func TestAThousandServicesFitAnAttachment(t *testing.T) {
	if testing.Short() {
		t.Skip("writes megabytes")
	}
	const most = 15 << 20
	for _, n := range []int{page.MostDrawn, page.MostDetailed, page.MostServices} {
		if size := len(large(t, n)); size > most*max(1, n/page.MostDrawn) {
			t.Errorf("%d services take %d bytes", n, size)
		} else {
			t.Logf("%d services take %.1f MB", n, float64(size)/1e6)
		}
	}
}

// BenchmarkPage measures how large pages are and how long a browser takes from
// asking for one until it is painted, as ms/open, and how much work that is, as
// cpu-ms/open.
func BenchmarkPage(b *testing.B) {
	browser := pagetest.Start(b)
	for _, n := range []int{100, page.MostDrawn, page.MostDetailed, page.MostServices} {
		content := large(b, n)
		b.Run(fmt.Sprintf("services-%d", n), func(b *testing.B) {
			var took, worked float64
			for b.Loop() {
				tab := browser.Open(b, content, pagetest.Desktop())
				took, worked = took+tab.Took.Seconds(), worked+tab.Worked.Seconds()
			}
			b.ReportMetric(1000*took/float64(b.N), "ms/open")
			b.ReportMetric(1000*worked/float64(b.N), "cpu-ms/open")
			b.ReportMetric(float64(len(content))/1e6, "MB")
		})
	}
}
