package cli

import (
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"
)

const (
	// progressAfter is how long work may take before it says how far it is.
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// progress tells a person at a terminal how far long work is, on one line of
// stderr that disappears when it is done. A nil progress says nothing.
type progress struct {
	w    io.Writer
	mu   sync.Mutex
	line string
	// drawn tells whether something stands on the terminal.
	drawn bool
	done  chan struct{}
	once  sync.Once
	ended sync.WaitGroup
}

// progress starts telling, or returns nil where nobody looks.
func (a *app) progress() *progress {
	if !a.StderrTerminal {
		return nil
	}
	p := &progress{w: a.Stderr, done: make(chan struct{})}
	p.ended.Go(p.run)
	return p
}

// run draws the line again and again until stop.
func (p *progress) run() {
	wait := time.NewTimer(progressAfter)
	defer wait.Stop()
	for {
		select {
		case <-p.done:
			if p.drawn {
				fmt.Fprint(p.w, "\r\x1b[K")
			}
			return
		case <-wait.C:
			p.draw()
			wait.Reset(progressEvery)
		}
	}
}

func (p *progress) draw() {
	p.mu.Lock()
	line := p.line
	p.mu.Unlock()
	if line != "" {
		fmt.Fprintf(p.w, "\r\x1b[K%s", line)
		p.drawn = true
	}
}

// show sets the line, as in show("read %s of %s", "1,200", "2,000 files").
func (p *progress) show(format string, args ...any) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.line = fmt.Sprintf(format, args...)
	p.mu.Unlock()
}

// stop takes the line away. It may be called again.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.once.Do(func() { close(p.done) })
	p.ended.Wait()
}

// grouped writes a count with thousands separated by commas.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
