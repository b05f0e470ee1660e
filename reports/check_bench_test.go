package reports_test

import (
	"io"
	"testing"

	"berth.dev/reports"
)

// BenchmarkCheckOfTenThousandFindings writes a run in which each of 10,000 services
// breaks a rule.
func BenchmarkCheckOfTenThousandFindings(b *testing.B) {
	model := reports.NewCheck(many(10_000, "would run in US, but its data may be kept in JP only"), ofRun())
	for _, format := range reports.CheckFormats() {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				if err := reports.WriteCheck(io.Discard, reports.Options{Format: format, Verbose: true}, model); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
