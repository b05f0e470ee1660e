package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/step"
	"berth.dev/reports"
	"berth.dev/reports/live"
)

// listener hears what happens during a run.
type listener interface {
	hear(apply.Event)
	// end is called once, when no event comes any more.
	end()
}

// listen makes the listener for a run: a live view where a person looks, lines of
// JSON where they are asked for, else lines of text.
func (a *app) listen(format, name string, work *step.Work) listener {
	began := a.Clock.Now()
	switch {
	case format == reports.JSON:
		return &lines{app: a, write: func(e apply.Event) error { return reports.WriteEventLine(a.out, reports.NewEvent(e, began)) }}
	case a.StdoutTerminal && a.StderrTerminal && a.Getenv("TERM") != "dumb":
		return a.show(live.New(name, work, began))
	}
	tell := reports.NewTeller(a.out)
	return &lines{app: a, write: func(e apply.Event) error { return tell.Hear(reports.NewEvent(e, began)) }, last: tell.End}
}

// lines writes each event at once.
type lines struct {
	app   *app
	write func(apply.Event) error
	// last writes what was held back, nil for nothing.
	last func() error
}

func (l *lines) hear(e apply.Event) {
	// A stdout that cannot be written ends no run half way; flushing at the end
	// reports it.
	_ = l.write(e)
	_ = l.app.out.Flush()
}

func (l *lines) end() {
	if l.last != nil {
		_ = l.last()
		_ = l.app.out.Flush()
	}
}

// redrawEvery is how often the screen is drawn.
const redrawEvery = 125 * time.Millisecond

// screen draws a block of lines over and over in the same place.
type screen struct {
	app *app
	// below is the true stderr: while the screen is there, what others write to stderr
	// goes through the screen and ends up above the block.
	below io.Writer
	size  live.Size

	// mu guards the view and what stands on the terminal.
	mu    sync.Mutex
	view  *live.View
	drawn int

	done  chan struct{}
	once  sync.Once
	ended sync.WaitGroup
}

// show begins to draw a view.
func (a *app) show(v *live.View) *screen {
	s := &screen{app: a, below: a.Stderr, view: v, done: make(chan struct{}), size: live.Size{
		Width: a.width(), Rows: a.Rows, Color: a.color(a.colorFlag, a.StderrTerminal),
	}}
	a.Stderr = s
	s.ended.Go(s.run)
	return s
}

func (s *screen) hear(e apply.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view.Hear(e)
}

func (s *screen) run() {
	tick := time.NewTicker(redrawEvery)
	defer tick.Stop()
	for {
		s.draw()
		select {
		case <-s.done:
			return
		case <-tick.C:
		}
	}
}

// A terminal that knows these shows what is between them at once, so nothing
// flickers; others ignore them.
const (
	holdPicture = "\x1b[?2026h"
	showPicture = "\x1b[?2026l"
)

// draw writes the lines over those of before, in one write.
func (s *screen) draw() {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := s.view.Lines(s.app.Clock.Now(), s.size)
	var b strings.Builder
	b.WriteString(holdPicture + s.back())
	for _, line := range lines {
		b.WriteString(line + "\x1b[K\n")
	}
	b.WriteString("\x1b[J" + showPicture)
	s.drawn = len(lines)
	_, _ = io.WriteString(s.below, b.String()) // nobody could be told
}

// Write puts text above the block.
func (s *screen) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := io.WriteString(s.below, s.back()+"\x1b[J"+string(text))
	s.drawn = 0
	return len(text), err
}

// back goes to the first of the lines drawn before.
func (s *screen) back() string {
	if s.drawn == 0 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA\r", s.drawn)
}

// end takes the block away: what counts is written by the command itself.
func (s *screen) end() {
	s.once.Do(func() {
		close(s.done)
		s.ended.Wait()
		_, _ = io.WriteString(s.below, s.back()+"\x1b[J") // nobody could be told
		s.app.Stderr = s.below
	})
}
