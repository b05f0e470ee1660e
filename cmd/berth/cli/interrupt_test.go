package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/cmd/berth/cli"
)

// fuse is a context that is cancelled after it was asked a number of times.
type fuse struct {
	context.Context
	mu   sync.Mutex
	left int
	stop context.CancelFunc
}

func newFuse(left int) *fuse {
	ctx, stop := context.WithCancel(context.Background())
	return &fuse{Context: ctx, left: left, stop: stop}
}

func (f *fuse) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left--; f.left < 0 {
		f.stop()
	}
	return f.Context.Err()
}

// interrupted runs berth with an interrupt that comes after so many looks at it.
func interrupted(left int, args ...string) (code int, out, problems string) {
	var stdout, stderr bytes.Buffer
	f := newFuse(left)
	defer f.stop()
	code = cli.Main(cli.Env{Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Context: f})
	return code, stdout.String(), stderr.String()
}

func TestAnInterruptEndsInAPlanOrInNothing(t *testing.T) {
	talk, err := filepath.Abs("../../../testdata/pixiv")
	if err != nil {
		t.Fatal(err)
	}
	ends := map[string]int{}
	for left := 0; left < 4000; left += 1 + left/2 {
		file := filepath.Join(t.TempDir(), "plan.json")
		code, out, problems := interrupted(left, "plan", talk, "--out", file, "--gap", "0")
		_, missing := os.Stat(file)
		switch {
		case code == 1:
			ends["nothing"]++
			if diff := cmp.Diff([]any{"", "interrupted\n", true}, []any{out, problems, os.IsNotExist(missing)}); diff != "" {
				t.Fatalf("interrupted at the %dth look (-want +got):\n%s", left, diff)
			}
		case code == 0 && missing == nil:
			if strings.Contains(out, "interrupted") {
				ends["interrupted"]++
			} else {
				ends["whole"]++
			}
			if code, _, problems := interrupted(1<<30, "verify", file); code != 0 {
				t.Fatalf("interrupted at the %dth look, and the plan does not hold: %s", left, problems)
			}
		default:
			t.Fatalf("interrupted at the %dth look: exit code %d, %v\n%s%s", left, code, missing, out, problems)
		}
	}
	if ends["interrupted"] == 0 || ends["whole"] == 0 {
		t.Errorf("interrupts ended in %v", ends)
	}
}
