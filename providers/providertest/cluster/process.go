package cluster

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// process is one part of a control plane.
type process struct {
	name string
	log  string
	cmd  *exec.Cmd
	// ended is closed when the process is gone.
	ended chan struct{}
}

// launch starts a part; its output goes to a file.
func launch(program, log, name string, args ...string) (*process, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &process{name: name, log: log, cmd: exec.Command(program, append([]string{name}, args...)...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.SysProcAttr = attributes()
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

// kill ends the process at once: what it holds is thrown away, and an API server takes
// seconds to end by itself.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// answers waits until a URL of the process answers with 200.
func (p *process) answers(ctx context.Context, client *http.Client, url string) error {
	for {
		said := ""
		answer, err := client.Get(url)
		switch {
		case err != nil:
			said = err.Error()
		default:
			said = answer.Status
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.ended:
			return fmt.Errorf("%s ended: %s", p.name, logged(p.log))
		case <-ctx.Done():
			return fmt.Errorf("%s: %w; it says %q", p.name, ctx.Err(), said)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// ports finds some that are free.
func ports(n int) ([]int, error) {
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
