package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// logger writes as k0sctl does without a terminal: to its standard output, and to a file
// below XDG_CACHE_HOME.
type logger struct {
	mu     sync.Mutex
	file   string
	silent bool
}

func newLog() *logger {
	cache := os.Getenv("XDG_CACHE_HOME")
	if cache == "" {
		cache = filepath.Join(os.Getenv("HOME"), ".cache")
	}
	l := &logger{file: filepath.Join(cache, "k0sctl", "k0sctl.log")}
	if err := os.MkdirAll(filepath.Dir(l.file), 0o700); err != nil {
		l.file = ""
	}
	return l
}

// line writes one message. A silent command shows only what ends it.
func (l *logger) line(level, message string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.silent || level == "fatal" {
		fmt.Printf("level=%s msg=%q\n", level, message)
	}
	f, err := os.OpenFile(l.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "time=%q level=%s msg=%q\n", time.Now().Format(time.RFC822), level, message)
}

func (l *logger) info(format string, args ...any) { l.line("info", fmt.Sprintf(format, args...)) }
func (l *logger) warn(format string, args ...any) { l.line("warning", fmt.Sprintf(format, args...)) }

// trap hears interrupts: the first ends the run where it can, the second at once.
func trap(out *logger, world *world, cancel context.CancelFunc) {
	const forced = 130
	heard := make(chan os.Signal, 2)
	signal.Notify(heard, syscall.SIGINT, syscall.SIGTERM)
	<-heard
	out.warn("Aborting... Press Ctrl-C again to exit now.")
	cancel()
	world.interrupted()
	<-heard
	out.line("error", "Forced exit")
	os.Exit(forced)
}
