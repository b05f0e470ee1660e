package ground

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/gke"
	"berth.dev/providers/providertest/gkefake"
)

// orders are what a run of berth is told.
type orders struct {
	Args []string
	// Dir is the folder of specs, Vars are all variables that there are.
	Dir  string
	Vars map[string]string
	// Reach is how Google is reached.
	Reach gkefake.Reach
	Clock hurried
	// Kill is the point at which it kills itself, from 1; 0 is never.
	Kill int
	// Points is a file that gets their names.
	Points string
}

// env is all that berth takes from outside.
func (o orders) env(out, errs *bytes.Buffer) cli.Env {
	return cli.Env{
		Args: o.Args, Stdin: strings.NewReader(""), Stdout: out, Stderr: errs, Dir: o.Dir, Clock: o.Clock, Boot: leaseClock{},
		Getenv: func(name string) string { return o.Vars[name] },
		GKE: gke.Options{
			ClientOptions: o.Reach.ClientOptions(), Roots: o.Reach.Authority, Clock: o.Clock,
			Token: func(context.Context) (string, error) { return o.Reach.Token, nil },
		},
	}
}

// child is the main of a run.
func child(file string) int {
	text, err := os.ReadFile(file)
	o := orders{}
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var out, errs bytes.Buffer
	env := o.env(&out, &errs)
	p := &points{kill: o.Kill, file: o.Points}
	env.Point = p.pass
	code := cli.Main(env)
	_, _ = os.Stdout.Write(out.Bytes())
	_, _ = os.Stderr.Write(errs.Bytes())
	return code
}

// points count what a crash may fall between, and kill the process at one of them.
type points struct {
	mu    sync.Mutex
	kill  int
	n     int
	file  string
	names bytes.Buffer
}

// pass counts a point.
func (p *points) pass(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	fmt.Fprintln(&p.names, name)
	// A file that cannot be written is one that the test does not find.
	_ = os.WriteFile(p.file, p.names.Bytes(), 0o600)
	if p.n == p.kill {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// answer is how a run of berth ended; the code is -1 for one that was killed.
type answer struct {
	code     int
	out, err string
	// points are those that it passed.
	points []string
}

// spawn runs berth in a process of its own, and tells its number when it has begun.
func spawn(t testing.TB, o orders, began func(pid int)) answer {
	t.Helper()
	folder := t.TempDir()
	o.Points = filepath.Join(folder, "points")
	text, err := json.Marshal(o)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "orders"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childVariable+"="+filepath.Join(folder, "orders"))
	c.Stdout, c.Stderr = &out, &errs
	// What it has started may go on with its pipes; whoever killed it does not wait for that.
	c.WaitDelay = 1
	var exit *exec.ExitError
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	began(c.Process.Pid)
	if err := c.Wait(); err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		t.Fatal(err)
	}
	a := answer{code: c.ProcessState.ExitCode(), out: out.String(), err: errs.String()}
	if names, err := os.ReadFile(o.Points); err == nil {
		a.points = strings.Split(strings.TrimSpace(string(names)), "\n")
	}
	return a
}
