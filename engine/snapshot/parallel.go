package snapshot

import (
	"errors"
	"sync"
)

// job is a series on its way to its row.
type job struct {
	ref    Ref
	times  []int64
	values []float64
	row    chan Row
}

// errStopped ends a walk whose rows nobody wants any more.
var errStopped = errors.New("the walk was stopped")

// measureAll measures the series of a walk that want chooses, several at once, and
// hands out their rows in the order of the walk. It holds a few series for each that
// is measured at once, and so does not grow with the snapshot.
func measureAll(walk func(put func(Ref, []int64, []float64) error) error, want func(Ref) bool, o Options, put func(Row) error) error {
	parallel := max(1, o.Parallel)
	todo := make(chan *job)
	ordered := make(chan *job, 2*parallel)
	stop := make(chan struct{})
	free := make(chan *job, 4*parallel)
	var workers sync.WaitGroup
	for range parallel {
		workers.Go(func() {
			for j := range todo {
				j.row <- measureRow(j.ref, j.times, j.values, o.zone(j.ref.Service))
			}
		})
	}
	walked := make(chan error, 1)
	go func() {
		err := walk(func(r Ref, times []int64, values []float64) error {
			if !want(r) {
				return nil
			}
			j := take(free)
			j.ref, j.times, j.values = r, append(j.times[:0], times...), append(j.values[:0], values...)
			select {
			case ordered <- j:
			case <-stop:
				return errStopped
			}
			todo <- j // a worker takes it in any case
			return nil
		})
		close(todo)
		close(ordered)
		walked <- err
	}()
	failed := collect(ordered, free, stop, put)
	workers.Wait()
	if err := <-walked; failed == nil {
		return err
	}
	return failed
}

// collect hands out the rows in order. After a failure it stops the walk, and waits for
// what is under way.
func collect(ordered <-chan *job, free chan<- *job, stop chan<- struct{}, put func(Row) error) (failed error) {
	for j := range ordered {
		row := <-j.row
		select {
		case free <- j:
		default:
		}
		if failed != nil {
			continue
		}
		if failed = put(row); failed != nil {
			close(stop)
		}
	}
	return failed
}

// take reuses a job that is through, or makes one.
func take(free <-chan *job) *job {
	select {
	case j := <-free:
		return j
	default:
		return &job{row: make(chan Row, 1)}
	}
}
