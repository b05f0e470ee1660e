package reports

import (
	"encoding/json"
	"io"

	"berth.dev/engine/apply"
)

// NewDestroy turns what goes and what stays into the model.
func NewDestroy(where string, goes, stays []apply.Gone) Destroy {
	return Destroy{Schema: "berth.destroy/1", What: "result", Where: where, Goes: gone(goes), Stays: gone(stays)}
}

func gone(all []apply.Gone) []DestroyObject {
	out := []DestroyObject{}
	for _, g := range all {
		out = append(out, DestroyObject{g.Site, g.Object.String(), g.Why})
	}
	return out
}

// WriteDestroy writes what a removal is about.
func WriteDestroy(w io.Writer, o Options, d Destroy) error {
	return write(w, o, d, func() []block { return destroyView(&d) })
}

// WriteDestroyLine writes a removal as one line of JSON.
func WriteDestroyLine(w io.Writer, d Destroy) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	_, err = w.Write(append(escapeSteering(raw), '\n'))
	return err
}

func destroyView(d *Destroy) []block {
	goes, stays := "would be removed", "would stay"
	if d.Over {
		goes, stays = "removed", "left"
	}
	title := heading{1, []text{{"From " + d.Where + ": " + count(len(d.Goes), "object") + " " + goes + ", " + count(len(d.Stays), "object") + " " + stays, strong}}}
	blocks := []block{title}
	if len(d.Goes) > 0 && !d.Over {
		blocks = append(blocks, heading{2, []text{{"What goes", strong}}}, destroyTable(d.Goes))
	}
	if len(d.Stays) > 0 {
		blocks = append(blocks, heading{2, []text{{"What stays", strong}}}, destroyTable(d.Stays))
	}
	return blocks
}

func destroyTable(all []DestroyObject) table {
	t := table{columns: []column{{name: "site"}, {name: "object"}, {name: "why", wraps: true}}, indent: 2}
	for _, x := range all {
		t.rows = append(t.rows, row{cells: []text{say(x.Site), say(x.Object), say(x.Why)}})
	}
	return t
}
