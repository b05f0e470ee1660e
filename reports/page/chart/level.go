package chart

import (
	"html/template"
	"math"
)

// Level is how a whole divides into parts, as thin as a line of text: used, idle and
// spare of machines, or what of a budget is spent.
type Level struct {
	// Name says what is shown, for those who do not see the drawing; "" where the numbers
	// stand beside it.
	Name  string
	Parts []LevelPart
	// Mark is where a line stands across it, as a share of the whole, below zero for
	// none: what was planned, or all of a budget.
	Mark float64
}

// LevelPart is one part of a level, from where the one before ends.
type LevelPart struct {
	// Share is the part's share of the whole width; what leaves it is cut.
	Share float64
	// Tone is "", "a", "b", "c", "good", "doubtful" or "bad".
	Tone string
}

// levelWidth is how many units wide the drawing of a level is.
const levelWidth = 1000

// levelView is what the template of a level reads.
type levelView struct {
	Name  string
	Wide  int
	Parts []levelPart
	Mark  int
}

type levelPart struct {
	Tone     string
	X, Width int
}

// Level draws the parts one beside the other.
func (p *Pen) Level(l Level) (template.HTML, error) {
	v := levelView{Name: l.Name, Wide: levelWidth, Mark: -1}
	at := 0.0
	place := func(share float64) int { return int(math.Round(min(share, 1) * levelWidth)) }
	for _, part := range l.Parts {
		from := at
		if at += finite(part.Share); place(at) > place(from) {
			v.Parts = append(v.Parts, levelPart{part.Tone, place(from), place(at) - place(from)})
		}
	}
	if l.Mark >= 0 && !math.IsInf(l.Mark, 0) {
		v.Mark = place(l.Mark)
	}
	return p.draw("level", v)
}
