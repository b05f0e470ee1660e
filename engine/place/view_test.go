package place

import "testing"

func TestLevelsOfAViewAreTheMembersOfASet(t *testing.T) {
	for _, c := range []struct {
		level uint8
		ok    bool
	}{{0, true}, {MaxOptions - 1, true}, {MaxOptions, false}, {255, false}} {
		p := &Problem{
			Services: []Service{{Name: "a", Options: []Option{{Name: "here"}}}},
			Views:    []View{{Name: "site", Level: [][]uint8{{c.level}}}},
		}
		if err := p.Check(); (err == nil) != c.ok {
			t.Errorf("level %d: %v", c.level, err)
		}
	}
}
