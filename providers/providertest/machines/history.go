package machines

import (
	"io/fs"
	"slices"
	"time"
)

// Event is one thing that was asked of a machine, or done to it.
type Event struct {
	At time.Time
	// Run is the run of k0sctl that did it, 0 for whoever else.
	Run  int
	Host string
	// What is a word: "ssh" for a command of berth's, "http" for a request to the
	// machine's API server that asks for its health, "refused" for a command that is
	// not known; of k0sctl "upload", "binary", "write config", "install", "start",
	// "stop", "reset", "cordon", "uncordon", "drain", "delete node", "backup" and others
	// by their names.
	What string
	// Detail is the command, the path, the version, the node.
	Detail string
	// Pods are those that stood on the node when its service was stopped or the node was
	// deleted, without those of DaemonSets, as namespace/name.
	Pods []string
}

// Run is one run of k0sctl.
type Run struct {
	// ID counts from 1.
	ID int
	// Args are the words after the program's name, the first of them the command.
	Args []string
	// Env are its variables, Dir its working folder.
	Env []string
	Dir string
	// PID is its process; Leader says that it led a process group of its own.
	PID    int
	Leader bool
	// Descriptors are the files it was given beside its three streams, by number, and
	// its standard input as number 0.
	Descriptors map[int]string
	// Configs are the contents of --config, Modes the modes of those files.
	Configs []string
	Modes   []fs.FileMode
	// Phases are those that began, by title.
	Phases []string
	// Interrupted says that it was asked to stop.
	Interrupted bool
	// Began and Ended bound it; Ended is zero while it runs.
	Began, Ended time.Time
	// Code is what it exited with, -1 where it was killed or runs still.
	Code int
}

// Command is the word that says what the run was to do.
func (r *Run) Command() string {
	if len(r.Args) == 0 {
		return ""
	}
	return r.Args[0]
}

// Runs are the runs of k0sctl so far, in the order in which they began. `k0sctl
// version` is none.
func (w *World) Runs() []Run {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]Run, len(w.runs))
	for i, r := range w.runs {
		out[i] = *r
		out[i].Phases = slices.Clone(r.Phases)
	}
	return out
}

// History are the events so far, in order.
func (w *World) History() []Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.events)
}

// Done are the events of a host that changed something, as "what detail", in order: all
// but those of "ssh", "http" and "refused". An empty list is a host untouched.
func (w *World) Done(host string) (out []string) {
	for _, e := range w.History() {
		if e.Host == host && !slices.Contains([]string{"ssh", "http", "refused"}, e.What) {
			out = append(out, e.What+" "+e.Detail)
		}
	}
	return out
}

// Wrongs are sentences about what must never happen and did: two runs of k0sctl at
// once, a worker stopped or deleted under its pods, all controllers down together, versions that
// may not meet, an etcd without a quorum, a key that nobody pinned and was trusted. A
// test of berth wants none.
func (w *World) Wrongs() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.wrongs)
}

// note writes an event down.
func (w *World) note(e Event) {
	e.At = time.Now()
	w.events = append(w.events, e)
}

// wrong writes down what must never happen, once.
func (w *World) wrong(sentence string) {
	if !slices.Contains(w.wrongs, sentence) {
		w.wrongs = append(w.wrongs, sentence)
	}
}
