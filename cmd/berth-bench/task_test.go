package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/optimise"
)

func TestTimeIsUpWhenTheClockThatIsGivenSaysSo(t *testing.T) {
	looked := 0
	slow := func() time.Duration {
		looked++
		return time.Duration(looked) * 10 * time.Millisecond
	}
	ctx, stop := until(30*time.Millisecond, slow)
	defer stop()
	<-ctx.Done()
	if looked != 3 {
		t.Errorf("up after %d looks at a clock that goes 10 ms a look, want 3", looked)
	}
}

func TestASearchThatIsInterruptedWasStoppedByItsTime(t *testing.T) {
	got := []string{stopped(optimise.Interrupted), stopped(optimise.Time), stopped(optimise.Near), stopped(optimise.Optimal)}
	if diff := cmp.Diff([]string{"time", "time", "gap", "optimal"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestATaskThatHasNoTimeSaysThatTheTimeWasUp(t *testing.T) {
	o := solve(task{Services: 200, Seed: 1, Timeout: time.Nanosecond, Processor: true})
	if o.Stop != "time" || o.closed() {
		t.Errorf("stopped by %q, closed %t", o.Stop, o.closed())
	}
}
