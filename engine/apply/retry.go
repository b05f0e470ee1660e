package apply

import (
	"context"
	"fmt"
	"time"

	"berth.dev/engine/target"
)

// The bounds within which a request is asked again.
const (
	maxTries   = 5
	firstPause = 100 * time.Millisecond
	longPause  = 10 * time.Second
)

// tries counts how often one thing was asked of a cluster. Whoever asks decides
// what an answer means; tries only says whether one more is allowed, and waits
// before it.
type tries struct {
	site *site
	what string
	n    int
	// renewed is set once new credentials were tried.
	renewed bool
}

func (s *site) tries(what string) *tries { return &tries{site: s, what: what} }

// again waits before the next try, or returns an error where there is none: the one
// of the last try, with how often it was asked.
func (t *tries) again(ctx context.Context, last error) error {
	t.n++
	if t.n >= maxTries {
		return fmt.Errorf("%s: asked %d times: %w", t.site.name, t.n, last)
	}
	pause := t.pause(last)
	if words := t.words(last); words != "" {
		t.site.run.tell(Event{
			What: Retried, Site: t.site.name, Stage: t.site.run.at + 1, Took: pause,
			Words: fmt.Sprintf("%s: %s; once more in %s", t.what, words, pause.Round(time.Millisecond)),
		})
	}
	return t.site.run.job.Clock.Sleep(ctx, pause)
}

// calm is how many conflicts in a row are nothing to tell anybody. Controllers write the
// status of what they keep all the time; whoever reads afresh before each try gets
// through sooner or later.
const calm = 3

// words say to a person why something is asked again, "" where that is nothing special.
func (t *tries) words(last error) string {
	if target.ClassOf(last) != target.Conflict {
		return last.Error()
	}
	if t.n < calm {
		return ""
	}
	return "somebody writes to it again and again"
}

// pause is as long as the cluster asks for, and otherwise a random time that may
// double with each try (full jitter, so that clients refused together do not come
// back together).
func (t *tries) pause(last error) time.Duration {
	if after := asked(last); after > 0 {
		return min(after, longPause)
	}
	most := min(firstPause<<t.n, longPause)
	return time.Duration(t.site.run.job.Rand() * float64(most))
}

// refused tells whether nothing has happened and the same request may be sent once
// more as it is.
func (t *tries) refused(err error) bool {
	switch target.ClassOf(err) {
	case target.Busy:
		return true
	case target.Unauthorized:
		first := !t.renewed
		t.renewed = true
		return first
	}
	return false
}

// ask reads something from a cluster, within the bounds. Reads change nothing, so an
// unclear answer is asked again like a refused one.
func ask[T any](ctx context.Context, s *site, what string, read func(context.Context) (T, error)) (T, error) {
	for t := s.tries(what); ; {
		v, err := once(ctx, read)
		if err == nil {
			return v, nil
		}
		class := target.ClassOf(err)
		if !t.refused(err) && class != target.Unclear && class != target.Expired || ctx.Err() != nil {
			return v, fmt.Errorf("%s: %w", s.name, err)
		}
		if err := t.again(ctx, err); err != nil {
			return v, err
		}
	}
}

// readTime is how long one answer may take.
const readTime = 60 * time.Second

func once[T any](ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	return read(ctx)
}
