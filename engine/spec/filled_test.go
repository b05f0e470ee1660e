package spec

import (
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

// A fleet of a hundred thousand services keeps millions of quantities.
func TestAQuantityStaysSmall(t *testing.T) {
	if size := unsafe.Sizeof(Measure{}); size > 40 {
		t.Errorf("a Measure takes %d bytes, and 40 are enough", size)
	}
}

func TestAMeasuredQuantityIsSetWhereverItWasLeftOpen(t *testing.T) {
	for _, c := range []struct {
		name                 string
		m                    Measure
		set, known, measured bool
	}{
		{"unset", Measure{}, false, false, false},
		{"unknown", Measure{Unknown: true, Origin: Origin{file: 1}}, true, false, false},
		{"written", Measure{Lo: 2, Hi: 2, Origin: Origin{file: 1}}, true, true, false},
		{"measured where nothing was written", Measure{Lo: 2, Hi: 2, Evidence: 1}, true, true, true},
		{"measured in place of unknown", Measure{Lo: 0, Hi: 0, Evidence: 1, Origin: Origin{file: 1}}, true, true, true},
	} {
		got := []bool{c.m.Set(), c.m.Known(), c.m.Measured()}
		if diff := cmp.Diff([]bool{c.set, c.known, c.measured}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestAFilledWorkspaceLeavesTheWrittenOneAsItIs(t *testing.T) {
	w, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"a.hcl", []byte("service \"a\" {}\nservice \"b\" {}\n")}}, Options{})
	compare(t, diags, nil, nil)
	was := w.Service("a")
	now := *was
	now.Replica = &Replica{CPU: Measure{Lo: 1, Hi: 1, Evidence: 1}}
	day := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	evidence := []Evidence{{Source: "prod", From: day, To: day.AddDate(0, 1, 0), How: "mean"}}
	f := w.Filled([]*Service{&now, {Name: "stranger"}}, evidence)
	if f.Service("a") != &now || w.Service("a") != was || was.Replica != nil {
		t.Error("the service is not filled, or the written one is")
	}
	if f.Service("b") != w.Service("b") || f.Service("stranger") != nil || len(f.Services) != len(w.Services) {
		t.Error("other services changed")
	}
	if f.Written() != w || w.Written() != w || f.Vary(Variation{}).Written() != w || f.Filled(nil, nil).Written() != w {
		t.Error("what was written cannot be found again")
	}
	if got, want := f.By(now.Replica.CPU).String(), "prod, 2026-10-01 to 2026-11-01: mean"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (Evidence{}); w.By(Measure{Lo: 1, Hi: 1}) != got || w.By(now.Replica.CPU) != got {
		t.Error("a number of which nobody knows has evidence")
	}
}
