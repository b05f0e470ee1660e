package live

import (
	"fmt"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"berth.dev/engine/diag"
)

// Size is what a terminal has room for.
type Size struct {
	// Width is in columns. No line is wider.
	Width int
	// Rows are how many lines there are at most; 0 means 24.
	Rows int
	// Color paints lines with ANSI codes.
	Color bool
}

const (
	usualRows = 24
	// around is how many stages are shown before and after the one under way.
	around = 2
	// mostRunning and mostTold are how many steps and messages are shown.
	mostRunning = 8
	mostTold    = 3
	narrowest   = 20
	barWidth    = 24
)

// The ways of painting a line.
const (
	plain  = ""
	strong = "\x1b[1m"
	good   = "\x1b[32m"
	bad    = "\x1b[31m"
	dim    = "\x1b[2m"
)

// Lines draws the view as it is now.
func (v *View) Lines(now time.Time, size Size) []string {
	c := &canvas{width: max(size.Width, narrowest) - 1, color: size.Color}
	rows := size.Rows
	if rows <= 0 {
		rows = usualRows
	}
	v.head(c, now)
	v.bars(c)
	v.steps(c, now)
	v.last(c)
	if len(c.lines) >= rows {
		c.lines = c.lines[:max(rows-1, 1)]
	}
	return c.lines
}

// head says in one line how far the whole plan has come.
func (v *View) head(c *canvas, now time.Time) {
	words := v.name + " · " + lasted(now.Sub(v.began))
	if len(v.stages) > 0 {
		done, all := 0, 0
		for _, s := range v.stages {
			all += s.steps
			done += s.finished()
		}
		words += fmt.Sprintf(" · %d of %d steps %s", done, all, bar(done, all, barWidth))
	}
	c.line(strong, "%s", words)
}

// finished is how many steps of a stage are done; those of an earlier run count.
func (s *stage) finished() int {
	if s.over {
		return s.steps
	}
	return min(s.done, s.steps)
}

// bars shows the stages around the one under way.
func (v *View) bars(c *canvas) {
	if v.at < 0 || v.stages[v.at].over {
		c.line(plain, "  %s", v.doing)
	}
	from, to := max(v.at-around, 0), min(max(v.at, 0)+around+1, len(v.stages))
	if from > 0 {
		c.line(dim, "  ✓ %d stages before", from)
	}
	for i := from; i < to; i++ {
		s := &v.stages[i]
		mark, paint := " ", dim
		switch {
		case s.over:
			mark, paint = "✓", good
		case i == v.at:
			mark, paint = "▸", strong
		}
		wave := "in place"
		if s.wave > 0 {
			wave = fmt.Sprintf("wave %d", s.wave)
		}
		c.line(paint, "  %s %2d. %-8s %4d/%-4d %s", mark, i+1, wave, s.finished(), s.steps, s.what)
	}
	if rest := len(v.stages) - to; rest > 0 {
		c.line(dim, "    %d stages to come", rest)
	}
}

// steps shows what is under way: those that wait first, because they take longest.
func (v *View) steps(c *canvas, now time.Time) {
	shown := 0
	for _, waiting := range []bool{true, false} {
		for i := range v.running {
			r := &v.running[i]
			if (r.waits != "") != waiting || shown == mostRunning {
				continue
			}
			shown++
			words := fmt.Sprintf("      %s %s %s, %s", r.id, r.kind, r.subject, lasted(now.Sub(r.since)))
			if r.waits != "" {
				words += ": " + r.waits
			}
			c.line(plain, "%s", words)
		}
	}
	if more := len(v.running) - shown; more > 0 {
		c.line(dim, "      and %d more", more)
	}
}

// last shows the last messages.
func (v *View) last(c *canvas) {
	for _, s := range v.said[max(len(v.said)-mostTold, 0):] {
		paint := dim
		if s.bad {
			paint = bad
		}
		c.line(paint, "  %s  %s", lasted(s.at.Sub(v.began)), s.words)
	}
}

// canvas collects lines that fit.
type canvas struct {
	width int
	color bool
	lines []string
}

func (c *canvas) line(paint, format string, args ...any) {
	text := diag.Clean(fmt.Sprintf(format, args...))
	text = strings.NewReplacer("\n", " ", "\t", " ").Replace(text)
	ruler := runewidth.Condition{StrictEmojiNeutral: true}
	text = ruler.Truncate(text, c.width, "…")
	if c.color && paint != plain {
		text = paint + text + "\x1b[0m"
	}
	c.lines = append(c.lines, text)
}

// bar is a share as a picture.
func bar(done, all, width int) string {
	full := width
	if all > 0 {
		full = done * width / all
	}
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

// lasted writes a time as a clock does: 4s, 2m05s, 1h02m.
func lasted(d time.Duration) string {
	s := int(max(d, 0).Seconds())
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%dm%02ds", s/60, s%60)
	}
	return fmt.Sprintf("%dh%02dm", s/3600, s%3600/60)
}
