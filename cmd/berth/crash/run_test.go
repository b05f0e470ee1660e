package crash

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// process is a run that was started.
type process struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	words bytes.Buffer
	last  report
}

// ended is how a run ended.
type ended struct {
	report
	// Code is the exit code, -1 for one that was killed.
	Code int
}

// started counts the runs of this process, for names of files.
var started atomic.Int64

// start begins a run.
func start(t testing.TB, o orders) *process {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(filepath.Dir(o.Work), fmt.Sprintf("orders-%d.json", started.Add(1)))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), childVariable+"="+file, "GOMAXPROCS=2", "GOGC=400")
	p.cmd.Stderr = &p.words
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewScanner(out)
	p.lines.Buffer(nil, 1<<20)
	return p
}

// says reads the next report of a run, io.EOF where it has ended.
func (p *process) says() (report, error) {
	if !p.lines.Scan() {
		return report{}, errors.Join(io.EOF, p.lines.Err())
	}
	r := report{}
	err := json.Unmarshal(p.lines.Bytes(), &r)
	p.last = r
	return r, err
}

// wait returns when the run has ended.
func (p *process) wait(t testing.TB) ended {
	t.Helper()
	for {
		if _, err := p.says(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Errorf("a run says what no run says: %v: %s", err, p.lines.Text())
		}
	}
	var exit *exec.ExitError
	if err := p.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Error(err)
	}
	if p.words.Len() > 0 {
		t.Errorf("a run panicked: %s", p.words.String())
	}
	return ended{p.last, p.cmd.ProcessState.ExitCode()}
}

// run carries orders out in a process of its own.
func run(t testing.TB, o orders) ended {
	t.Helper()
	return start(t, o).wait(t)
}
