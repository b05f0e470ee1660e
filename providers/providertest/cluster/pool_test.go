package cluster

import (
	"fmt"
	"regexp"
	"testing"
)

// witness is a test that writes down how it ended.
type witness struct {
	testing.TB
	ended string
}

// over is what a witness panics with where a test would end.
type over struct{}

func (w *witness) Helper() {}

func (w *witness) Skip(args ...any) { w.end("skipped: " + fmt.Sprint(args...)) }

func (w *witness) Fatalf(format string, args ...any) {
	w.end("failed: " + fmt.Sprintf(format, args...))
}

func (w *witness) end(how string) {
	w.ended = how
	panic(over{})
}

func TestATestWithoutTheProgramIsSkippedAndFailsInCI(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // where nothing was built
	tests := []struct{ ci, want string }{
		{"", "skipped: " + errMissing.Error()},
		{"true", "failed: CI must run this: " + errMissing.Error()},
	}
	for _, test := range tests {
		t.Run("CI="+test.ci, func(t *testing.T) {
			t.Setenv("CI", test.ci)
			w := &witness{TB: t}
			func() {
				defer func() {
					if p := recover(); p != (over{}) {
						t.Errorf("the test went on: %v", p)
					}
				}()
				Need(w)
			}()
			want := test.want
			if testing.Short() {
				want = "skipped: starts a cluster"
			}
			if w.ended != want {
				t.Errorf("got %q, want %q", w.ended, want)
			}
		})
	}
}

func TestATestsNamespaceTellsItsName(t *testing.T) {
	t.Run("Of_40 letters/and_more_than_fit_into_a_name", func(t *testing.T) {
		first, second := Name(t), Name(t)
		if ok, err := regexp.MatchString(`^atestsnamespacetellsitsname-of-40-letter-[0-9a-f]{8}$`, first); !ok || err != nil {
			t.Error(first)
		}
		if first == second {
			t.Error("two are the same:", first)
		}
	})
}
