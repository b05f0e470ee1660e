package assign

import "strings"

// pattern is a value in which "*" stands for any characters.
type pattern struct {
	// first must begin the value and last must end it; middle must come between, in
	// this order. A pattern without stars has whole alone.
	whole       string
	stars       bool
	first, last string
	middle      []string
}

func newPattern(s string) pattern {
	parts := strings.Split(s, "*")
	if len(parts) == 1 {
		return pattern{whole: s}
	}
	return pattern{stars: true, first: parts[0], middle: parts[1 : len(parts)-1], last: parts[len(parts)-1]}
}

// matches takes the leftmost place for each part in turn, which leaves most for those
// after it: so it never has to go back, and hostile patterns cost no more than others.
func (p pattern) matches(s string) bool {
	if !p.stars {
		return s == p.whole
	}
	s, begins := strings.CutPrefix(s, p.first)
	if !begins {
		return false
	}
	s, ends := strings.CutSuffix(s, p.last)
	if !ends {
		return false
	}
	for _, part := range p.middle {
		at := strings.Index(s, part)
		if at < 0 {
			return false
		}
		s = s[at+len(part):]
	}
	return true
}
