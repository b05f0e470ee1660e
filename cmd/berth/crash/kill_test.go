package crash

import (
	"testing"
	"time"
)

func TestTry(t *testing.T) {
	w := newWorld(t, 1)
	w.furnish(t)
	p := plan(t, w.targets(t, "planner"), "", wishes(t))
	for i, s := range p.Work.Stages {
		t.Log(i, s.Wave, s.What)
		for _, st := range s.Steps {
			t.Log("    ", st.ID, st.Kind, st.Site, st.Object, st.Copies)
		}
	}
	o := write(t, t.TempDir(), p)
	o.Config, o.State = w.config, t.TempDir()
	points := 0
	for i := 0; i < 10; i++ {
		began := time.Now()
		o.Name = "run"
		e := run(t, o)
		points += e.Points
		t.Logf("%s %+v", time.Since(began), e)
		o.Pass = e.Gate
		if e.Code == 0 {
			break
		}
	}
	t.Log(points, len(w.history.all()))
	for _, v := range w.judge(p.Digest, p) {
		t.Error(v)
	}
}
