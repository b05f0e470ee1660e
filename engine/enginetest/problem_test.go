package enginetest

import "testing"

func TestAGeneratedProblemPassesItsOwnCheck(t *testing.T) {
	for _, c := range []Coupling{Loose, Tight} {
		p := Problem(200, 1, c)
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		if len(p.Pairs) < 1400 {
			t.Errorf("%d pairs of 200 services, want about eight a service", len(p.Pairs))
		}
	}
}
