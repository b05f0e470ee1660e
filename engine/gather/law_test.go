package gather_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
)

// Whatever happened before, a run in which nothing fails leaves the files that it would
// have left in an empty folder.
func TestNoHistoryLeavesATrace(t *testing.T) {
	causes := []measure.Cause{measure.Down, measure.Slow, measure.Nonsense, measure.Incomplete}
	rapid.Check(t, func(t *rapid.T) {
		m, at := newMemory(), now
		source := &double{names: []string{"cart", "frontend"}, begins: now.Add(-30 * time.Hour)}
		for range rapid.IntRange(0, 4).Draw(t, "runs") {
			at = at.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "hours")) * time.Hour)
			bad := rapid.IntRange(0, 31).Draw(t, "bad day")
			cause := rapid.SampledFrom(causes).Draw(t, "cause")
			source.fails = func(r measure.Request) error {
				if r.From.Day() == bad {
					return measure.Fail(cause, "because")
				}
				return nil
			}
			m.left = rapid.IntRange(-1, 40).Draw(t, "killed at")
			o := options(m, prod(source))
			o.Now, o.Again = at, rapid.Bool().Draw(t, "again")
			if _, err := gather.Gather(t.Context(), o); err != nil && !errors.Is(err, errDisk) {
				t.Fatal(err)
			}
		}
		source.fails, m.left = nil, -1
		fresh := newMemory()
		for _, folder := range []*memory{m, fresh} {
			o := options(folder, prod(source))
			o.Now = at
			if _, err := gather.Gather(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(fresh.files, m.files); diff != "" {
			t.Fatalf("(-fresh +after all that):\n%s", diff)
		}
	})
}
