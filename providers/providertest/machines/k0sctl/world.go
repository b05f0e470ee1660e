package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"

	"berth.dev/providers/providertest/machines/wire"
)

// world is the line to the world that the double works on. It is open as long as the
// process lives: its end is how the world learns of a kill.
type world struct {
	version string
	run     int
	out     *logger

	conn  net.Conn
	lines *bufio.Scanner
	// writing keeps lines whole, asking keeps questions and answers together.
	writing, asking sync.Mutex
}

// meetWorld finds the world by the file beside the program.
func meetWorld([]string) (*world, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(program), wire.Beside))
	if err != nil {
		return nil, err
	}
	var place wire.Place
	if err := json.Unmarshal(text, &place); err != nil {
		return nil, err
	}
	conn, err := net.Dial("unix", place.Socket)
	if err != nil {
		return nil, err
	}
	return &world{version: place.Version, conn: conn, lines: bufio.NewScanner(conn)}, nil
}

// begin tells what surrounds the run.
func (w *world) begin(args, configs []string, out *logger) error {
	w.out = out
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	b := &wire.Began{Args: args, Env: os.Environ(), Dir: dir, PID: os.Getpid(), Leader: syscall.Getpgrp() == os.Getpid(), Descriptors: descriptors()}
	for _, name := range configs {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // what cannot be read fails later, as in the real one
		}
		b.Configs = append(b.Configs, string(text))
		if info, err := os.Stat(name); err == nil {
			b.Modes = append(b.Modes, uint32(info.Mode().Perm()))
		}
	}
	_, err = w.ask(wire.Line{Began: b})
	return err
}

// descriptors are the files that the process was given: its standard input, and what is
// not a standard stream.
func descriptors() map[int]string {
	const most = 64
	given := map[int]string{}
	for n := range most {
		if n == 1 || n == 2 {
			continue
		}
		name, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(n))
		if err == nil && (n == 0 || name[0] == '/') {
			given[n] = name
		}
	}
	return given
}

// ask sends a line and does what the answer says: prints, fails, or lies.
func (w *world) ask(l wire.Line) (wire.Answer, error) {
	w.asking.Lock()
	defer w.asking.Unlock()
	if err := w.send(l); err != nil {
		return wire.Answer{}, err
	}
	if !w.lines.Scan() {
		return wire.Answer{}, errors.New("the world has ended")
	}
	var a wire.Answer
	if err := json.Unmarshal(w.lines.Bytes(), &a); err != nil {
		return a, err
	}
	w.run = a.Run
	if a.Say != "" {
		w.out.info("%s", a.Say)
	}
	switch {
	case a.Lie:
		return a, errLie
	case a.Fail != "":
		return a, errors.New(a.Fail)
	}
	return a, nil
}

func (w *world) send(l wire.Line) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	w.writing.Lock()
	defer w.writing.Unlock()
	_, err = fmt.Fprintf(w.conn, "%s\n", text)
	return err
}

// interrupted tells that the run was asked to stop.
func (w *world) interrupted() { _ = w.send(wire.Line{Interrupted: true}) }

// trusted tells of a key that nobody had pinned.
func (w *world) trusted(host string) { _, _ = w.ask(wire.Line{Trusted: host}) }

// end tells the exit code.
func (w *world) end(code int) {
	if w.run > 0 {
		_, _ = w.ask(wire.Line{Code: &code})
	}
}
