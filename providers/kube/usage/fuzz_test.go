package usage

import (
	"strings"
	"testing"
)

// Whatever a server answers, reading it ends without a panic, and what is read of
// amounts is an amount.
func FuzzStream(f *testing.F) {
	for _, text := range []string{
		`{"metadata":{"continue":"two"},"items":[{"metadata":{"namespace":"a","name":"b"},"containers":[{"usage":{"cpu":"1500n","memory":"20Mi"}}]}]}`,
		`{"items":null}`, `{"items":[]}`, `{"items":{}}`, `[]`, ``, `{"items":[{"containers":null}]`, `{"items":[{"containers":[{"usage":{"cpu":"-1"}}]}]}`,
		`{"kind":{"a":[1,2]},"items":[{"metadata":{"ownerReferences":[{"kind":"Job","name":"x-1234567","controller":true}]}}]}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = stream(strings.NewReader(text), func(p podMetrics) error {
			cpu, memory, err := p.usage()
			if err == nil && !(cpu >= 0 && memory >= 0) {
				t.Errorf("%g cores and %g bytes", cpu, memory)
			}
			return nil
		})
		_, _ = stream(strings.NewReader(text), func(p pod) error {
			_ = p.workload()
			return nil
		})
	})
}
