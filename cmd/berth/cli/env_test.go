package cli

import (
	"bytes"
	"testing"
)

func TestWidthIsColumnsThenTheTerminalsThenAHundred(t *testing.T) {
	for _, c := range []struct {
		columns  string
		terminal int
		want     int
	}{
		{"", 0, 120}, {"", 72, 72}, {"132", 72, 132}, {"wide", 72, 72}, {"-5", 0, 120}, {"0", 0, 120},
	} {
		e := Env{Columns: c.terminal, Getenv: func(name string) string {
			return map[string]string{"COLUMNS": c.columns}[name]
		}}
		if got := e.width(); got != c.want {
			t.Errorf("COLUMNS=%q, terminal %d: %d, want %d", c.columns, c.terminal, got, c.want)
		}
	}
}

func TestPaintIsForPeopleWhoWantIt(t *testing.T) {
	for _, c := range []struct {
		choice   string
		terminal bool
		env      map[string]string
		want     bool
	}{
		{"auto", true, nil, true},
		{"auto", false, nil, false},
		{"auto", true, map[string]string{"NO_COLOR": "1"}, false},
		{"auto", true, map[string]string{"TERM": "dumb"}, false},
		{"auto", true, map[string]string{"TERM": "xterm"}, true},
		{"always", false, map[string]string{"NO_COLOR": "1"}, true},
		{"never", true, nil, false},
	} {
		e := Env{Getenv: func(name string) string { return c.env[name] }}
		if got := e.color(c.choice, c.terminal); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestProgressIsOneLineThatGoesAway(t *testing.T) {
	var errs bytes.Buffer
	p := &progress{w: &errs, done: make(chan struct{})}
	p.draw() // nothing to say yet
	p.show("read %s of %s", "1,200", "2,000 files")
	p.draw()
	p.ended.Go(p.run)
	p.stop()
	p.stop()
	if got, want := errs.String(), "\r\x1b[Kread 1,200 of 2,000 files\r\x1b[K"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNobodyLookingMeansNoProgress(t *testing.T) {
	a := newApp(Env{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}})
	if p := a.progress(); p != nil {
		t.Fatal("progress without a terminal")
	} else {
		p.show("x")
		p.stop()
	}
	a.StderrTerminal, a.StdoutTerminal = true, true
	if p := a.decisionProgress(); p != nil {
		t.Error("progress between the lines of a report")
	}
}
