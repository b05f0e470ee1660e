package k0sctl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// command is the program with all that surrounds it.
func (p *Program) command(j *Job, r *room, args []string) *exec.Cmd {
	cmd := exec.Command(p.File, args...) // #nosec G204 -- the operator's own k0sctl
	cmd.Env = p.environment(r.path)
	cmd.Dir = r.path
	cmd.ExtraFiles = []*os.File{j.Lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

// follow runs a command that changes something. It writes to a file, which is read while
// it grows: with a pipe, the program would end by a signal when berth is killed, in the
// middle of what it does. Nothing but its time ends it: who has lost a lease must wait for
// it all the same.
func (p *Program) follow(j *Job, r *room, args ...string) error {
	out, err := os.OpenFile(r.output(), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("k0sctl %s: %w", args[0], err)
	}
	defer func() { _ = out.Close() }() // the program has written it
	in, err := os.Open(r.output())
	if err != nil {
		return fmt.Errorf("k0sctl %s: %w", args[0], err)
	}
	defer func() { _ = in.Close() }() // only read
	cmd := p.command(j, r, args)
	cmd.Stdout, cmd.Stderr = out, out
	heard := &lines{say: j.Say}
	late, err := p.wait(context.Background(), cmd, j.Limit, func() { heard.read(in) })
	heard.read(in)
	heard.end()
	return failure(args[0], err, late, heard.complaint())
}

// collect runs a command that changes nothing and answers on its standard output, which
// stays in memory. The context ends it.
func (p *Program) collect(ctx context.Context, j *Job, r *room, args ...string) ([]byte, error) {
	cmd := p.command(j, r, args)
	out, complaint := &limited{most: longestAnswer}, &limited{most: longestAnswer}
	cmd.Stdout, cmd.Stderr = out, complaint
	cmd.WaitDelay = time.Second
	late, err := p.wait(ctx, cmd, j.Limit, func() {})
	if err == nil {
		return out.text.Bytes(), nil
	}
	heard := &lines{}
	heard.read(&complaint.text)
	heard.read(&out.text) // in a failure there is no answer, only words
	heard.end()
	return nil, errors.Join(ctx.Err(), failure(args[0], err, late, heard.complaint()))
}

// pace is how often the output is looked at.
const pace = 100 * time.Millisecond

// wait starts a command and waits for its end. k0sctl has the limit itself; past it, its
// whole group is asked to stop, and killed when that does not help. A context that ends
// has it killed at once.
func (p *Program) wait(ctx context.Context, cmd *exec.Cmd, limit time.Duration, look func()) (late bool, err error) {
	if err := cmd.Start(); err != nil {
		return false, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	interrupt := time.NewTimer(limit + orElse(p.machine.Interrupt, 30*time.Second))
	defer interrupt.Stop()
	kill := time.NewTimer(limit + orElse(p.machine.Interrupt, 30*time.Second) + orElse(p.machine.Kill, 2*time.Minute))
	defer kill.Stop()
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	cut := ctx.Done()
	for {
		select {
		case <-cut:
			cut = nil
			signal(cmd, syscall.SIGKILL)
		case err := <-ended:
			return late, err
		case <-ticker.C:
			look()
		case <-interrupt.C:
			late = true
			signal(cmd, syscall.SIGINT)
		case <-kill.C:
			signal(cmd, syscall.SIGKILL)
		}
	}
}

// signal reaches the program and all that it has started.
func signal(cmd *exec.Cmd, s syscall.Signal) {
	_ = syscall.Kill(-cmd.Process.Pid, s) // it may have ended meanwhile
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// failure says how a run has ended, nil for well.
func failure(command string, err error, late bool, says string) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return &Failed{Command: command, Code: exit.ExitCode(), Late: late, Says: says}
	}
	return fmt.Errorf("k0sctl %s: %w", command, err)
}

// longestAnswer is the most that is kept of an answer.
const longestAnswer = 1 << 20

// limited keeps the beginning of what is written to it.
type limited struct {
	text bytes.Buffer
	most int
}

// Write keeps what there is room for.
func (l *limited) Write(p []byte) (int, error) {
	l.text.Write(p[:min(len(p), l.most-l.text.Len())])
	return len(p), nil
}
