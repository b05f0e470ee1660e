package machines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"path/filepath"
	"slices"
	"time"

	"berth.dev/providers/providertest/machines/wire"
)

// listen opens the socket on which the double says what it does.
func (w *World) listen() error {
	l, err := net.Listen("unix", filepath.Join(w.folder, "world"))
	if err != nil {
		return err
	}
	w.socket = l
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go w.follow(conn)
		}
	}()
	return w.place()
}

// follow hears one run of the double to its end: the connection closes with the process.
func (w *World) follow(conn net.Conn) {
	defer conn.Close()
	var run *Run
	var here *lease
	lines := bufio.NewScanner(conn)
	const most = 16 << 20
	lines.Buffer(nil, most)
	for lines.Scan() {
		var l wire.Line
		if json.Unmarshal(lines.Bytes(), &l) != nil {
			break
		}
		switch {
		case l.Began != nil:
			run, here = w.begin(l.Began)
			go w.answer(conn, run, "began")
		case run == nil:
			return
		case l.Interrupted:
			w.interrupted(run, here)
		case l.Phase != "":
			w.mu.Lock()
			run.Phases = append(run.Phases, l.Phase)
			w.mu.Unlock()
			go w.answer(conn, run, "phase "+l.Phase)
		default:
			w.mu.Lock()
			if l.Code != nil {
				run.Code = *l.Code
			}
			if l.Trusted != "" {
				w.wrong("k0sctl trusted a key that nobody had pinned: " + l.Trusted)
			}
			w.mu.Unlock()
			go w.answer(conn, run, "")
		}
	}
	if run != nil {
		w.mu.Lock()
		run.Ended = time.Now()
		w.expire()
		w.mu.Unlock()
		close(here.over)
	}
}

// expire gives back the locks that a run has left on machines: the real ones expire half
// a minute after it ended, and the next k0sctl waits for that.
func (w *World) expire() {
	for _, r := range w.runs {
		if r.Ended.IsZero() {
			return
		}
	}
	for _, m := range w.machines {
		m.state.Locked = false
	}
}

// answer meets the faults of a point and says what the double has to do about them.
func (w *World) answer(conn io.Writer, run *Run, point string) {
	a := wire.Answer{Run: run.ID}
	if f := w.meet(run.ID, point, ""); f != nil {
		switch f.Kind {
		case Fails:
			a.Fail = f.Text
			if a.Fail == "" {
				a.Fail = "planted by the test"
			}
		case Lies:
			a.Lie = true
		case Says:
			a.Say = f.Text
		}
	}
	text, err := json.Marshal(a)
	if err == nil {
		_, _ = conn.Write(append(text, '\n'))
	}
}

// begin writes a run down. No two that change something may be under way together.
func (w *World) begin(b *wire.Began) (*Run, *lease) {
	w.mu.Lock()
	defer w.mu.Unlock()
	run := &Run{
		ID: len(w.runs) + 1, Args: b.Args, Env: b.Env, Dir: b.Dir, PID: b.PID, Leader: b.Leader,
		Descriptors: b.Descriptors, Configs: b.Configs, Began: time.Now(), Code: -1,
	}
	for _, m := range b.Modes {
		run.Modes = append(run.Modes, fs.FileMode(m))
	}
	changes := []string{"apply", "backup", "reset"}
	for _, other := range w.runs {
		if other.Ended.IsZero() && slices.Contains(changes, other.Command()) && slices.Contains(changes, run.Command()) {
			w.wrong(fmt.Sprintf("two runs of k0sctl at once: %s (%d) and %s (%d)", other.Command(), other.ID, run.Command(), run.ID))
		}
	}
	w.runs = append(w.runs, run)
	w.leases[run.ID] = &lease{interrupted: make(chan struct{}), over: make(chan struct{})}
	return run, w.leases[run.ID]
}

func (w *World) interrupted(run *Run, here *lease) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !run.Interrupted {
		run.Interrupted = true
		close(here.interrupted)
	}
}

// quiet is a log that nobody reads: clients that hang up are what tests do.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
