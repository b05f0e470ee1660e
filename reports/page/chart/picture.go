package chart

import (
	"html/template"
	"strconv"
)

// Where things stand in a picture, in its own units.
const (
	pictureLeft   = 70
	pictureTop    = 78
	pictureWide   = 1100
	pictureHeight = 400
)

// tick is a word below a picture.
type tick struct {
	X      int
	Anchor string
	Words  string
}

// pictureView is what the template of a picture reads.
type pictureView struct {
	timelineView
	Title        string
	Facts        string
	Words        []tick
	ScaleX       string
	Left, Above  int
	PictureWide  int
	Bottom, Full int
	Right        int
}

// Picture draws a timeline as an SVG file that stands alone: with its words, and with
// colours for light and dark screens.
func (p *Pen) Picture(title string, facts []string, t Timeline) (template.HTML, error) {
	v := pictureView{
		timelineView: t.view(), Title: title, Left: pictureLeft, Above: pictureTop, PictureWide: pictureWide,
		Bottom: pictureTop + pictureHeight, Full: pictureLeft + pictureWide + 30, Right: pictureLeft + pictureWide,
		// The drawing is wider in its own units than in the picture.
		ScaleX: strconv.FormatFloat(float64(pictureWide)/timelineWide, 'f', 6, 64),
	}
	for i, f := range facts {
		if i > 0 {
			v.Facts += " · "
		}
		v.Facts += f
	}
	for i, words := range t.Ticks {
		at := tick{X: pictureLeft, Anchor: "start", Words: words}
		if last := len(t.Ticks) - 1; i > 0 {
			at.X, at.Anchor = pictureLeft+i*pictureWide/last, "middle"
			if i == last {
				at.Anchor = "end"
			}
		}
		v.Words = append(v.Words, at)
	}
	return p.draw("picture", v)
}
