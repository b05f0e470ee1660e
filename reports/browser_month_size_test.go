package reports

import (
	"fmt"
	"testing"

	"berth.dev/reports/page/pagetest"
)

// mostMonthBytes is how large the page of a thousand services may be: it goes to people
// as an attachment.
const mostMonthBytes = 8 << 20

func TestAMonthOfAThousandServicesFitsAnAttachment(t *testing.T) {
	content := monthPageOf(t, spentFleet(1000), Options{})
	t.Logf("1,000 services take %.1f MB", float64(len(content))/1e6)
	if len(content) > mostMonthBytes {
		t.Errorf("%d bytes", len(content))
	}
}

// BenchmarkMonthPage measures how long a page takes to be made from its model, as ns/op,
// how large it is, and how long a browser takes until it is painted, as ms/open.
func BenchmarkMonthPage(b *testing.B) {
	browser := pagetest.Start(b)
	for _, n := range []int{40, 1000} {
		r := spentFleet(n)
		b.Run(fmt.Sprintf("services-%d", n), func(b *testing.B) {
			var content []byte
			for b.Loop() {
				content = monthPageOf(b, r, Options{})
			}
			tab := browser.Open(b, content, pagetest.Desktop())
			b.ReportMetric(1000*tab.Took.Seconds(), "ms/open")
			b.ReportMetric(1000*tab.Worked.Seconds(), "cpu-ms/open")
			b.ReportMetric(float64(len(content))/1e6, "MB")
		})
	}
}
