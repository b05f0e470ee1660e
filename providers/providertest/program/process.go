package program

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"runtime"
)

// Process is a child that runs.
type Process struct {
	log string
	cmd *exec.Cmd
	// ended is closed when the process is gone.
	ended chan struct{}
}

// Launch starts a program; what it says goes to a file.
func Launch(path, log string, args ...string) (*Process, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &Process{log: log, cmd: exec.Command(path, args...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr, p.cmd.SysProcAttr = out, out, attributes()
	started := make(chan error, 1)
	go func() {
		defer close(p.ended)
		// A child is told of the end of the thread that made it, not of the process:
		// the thread must last as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait()
		}
	}()
	return p, <-started
}

// Kill ends the process at once, and what it holds is thrown away.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// Ended is closed when the process is gone.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Logged is the end of what the process said, or why that cannot be read.
func (p *Process) Logged() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return Tail(text)
}

// Tail is the end of what a program wrote.
func Tail(out []byte) string {
	const most = 3000
	return string(out[max(0, len(out)-most):])
}

// Ports finds some that are free.
func Ports(n int) ([]int, error) {
	const lowest, span, tries = 10000, 22000, 1000
	var free []int
	for range tries {
		port := lowest + rand.IntN(span)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		// Kept open until all are found, so that none is found twice.
		defer l.Close()
		if free = append(free, port); len(free) == n {
			return free, nil
		}
	}
	return nil, fmt.Errorf("no %d free ports between %d and %d", n, lowest, lowest+span)
}
