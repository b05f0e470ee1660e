package reports

import (
	"fmt"
	"io"
)

// WriteStatus writes what runs where and what is not as it should be.
func WriteStatus(w io.Writer, o Options, s Status) error {
	return write(w, o, s, func() []block { return statusView(&s) })
}

// statusView begins with what a person must act on.
func statusView(s *Status) []block {
	blocks := []block{heading{1, []text{{s.title(), strong}}}}
	blocks = append(blocks, s.openView()...)
	blocks = append(blocks, heading{2, []text{{"Clusters", strong}}}, s.clustersView())
	blocks = append(blocks, groundStatusView(s.Ground)...)
	if len(s.Services) > 0 {
		blocks = append(blocks, heading{2, []text{{"What runs where", strong}}}, s.servicesView())
	}
	if len(s.Drift) > 0 {
		blocks = append(blocks, heading{2, []text{{"Not as the plan left it", strong}}}, s.driftView())
	}
	blocks = append(blocks, listView("What the plan counted with and that no longer holds", s.Assumptions)...)
	return append(blocks, listView("Not looked at", s.Notes)...)
}

// title says in one line how things are.
func (s *Status) title() string {
	names := map[string]bool{}
	for _, x := range s.Services {
		names[x.Service] = true
	}
	words := fmt.Sprintf("%s on %s", count(len(names), "service"), count(len(s.Clusters), "cluster"))
	open := 0
	for _, c := range s.Clusters {
		if c.Open != nil {
			open++
		}
	}
	if open > 0 {
		words += " · a plan is open"
	}
	switch {
	case s.Compared == 0 && len(s.Drift) == 0:
	case s.Compared == 0:
		words += " · " + count(len(s.Drift), "object") + " written to by others"
	case len(s.Drift) == 0:
		words += " · all as plan " + shortDigest(s.Plan) + " left it"
	default:
		words += " · " + count(len(s.Drift), "difference") + " from what plan " + shortDigest(s.Plan) + " left"
	}
	if s.Compared > 0 && s.Uncompared > 0 {
		words += " · " + count(s.Uncompared, "object") + " not compared"
	}
	if len(s.Assumptions) > 0 {
		words += " · " + count(len(s.Assumptions), "assumption") + " outdated"
	}
	return words
}

// openView tells of open plans, each once.
func (s *Status) openView() (blocks []block) {
	told := map[string]bool{}
	for _, c := range s.Clusters {
		if c.Open == nil || told[c.Open.Plan] {
			continue
		}
		told[c.Open.Plan] = true
		var sites []string
		open := *c.Open
		for _, other := range s.Clusters {
			if other.Open != nil && other.Open.Plan == open.Plan {
				sites = append(sites, other.Site)
				open.Done = max(open.Done, other.Open.Done)
			}
		}
		blocks = append(blocks, open.view(listed(sites))...)
	}
	return blocks
}

// view tells of a plan that is open on sites.
func (o *StatusOpen) view(sites string) []block {
	far := count(o.Done, "stage") + " done"
	if o.Stages > 0 {
		far = fmt.Sprintf("%d of %s done", o.Done, count(o.Stages, "stage"))
	}
	words := fmt.Sprintf("%s: plan %s is open since %s, %s.", sites, shortDigest(o.Plan), o.Since, far)
	if o.Stage != "" {
		words += " Next: " + o.Stage + "."
	}
	if o.Gate != "" {
		words += " It waits for a person at gate " + o.Gate
		if o.Asks != "" {
			words += ": " + o.Asks
		}
		words += "."
	}
	then := "Go on with: "
	if len(o.Lost) > 0 {
		words += " Berth's record on " + listed(o.Lost) + " is gone, so the plan cannot go on."
		then = "Give it up, and plan again: "
	}
	return []block{
		paragraph{parts: []text{{words, doubtful}}},
		paragraph{parts: []text{say(then), {o.Next, strong}}, indent: 2},
	}
}

func (s *Status) clustersView() table {
	t := table{columns: []column{{name: "site"}, {name: "context"}, {name: "plans", right: true}, {name: "last plan"}, {name: "at work", wraps: true}}, indent: 2}
	for _, c := range s.Clusters {
		last := "–"
		if c.Last != "" {
			last = shortDigest(c.Last)
		}
		holder := "nobody"
		if c.Holder != "" {
			holder = c.Holder + ", last heard of at " + c.Renewed
		}
		t.rows = append(t.rows, row{cells: []text{{c.Site, strong}, say(c.Context), say(fmt.Sprint(c.Generation)), say(last), say(holder)}})
	}
	return t
}

func (s *Status) servicesView() table {
	t := table{columns: []column{{name: "service"}, {name: "site"}, {name: "namespace", drop: 1}, {name: "product", drop: 2}, {name: "objects", right: true}, {name: "ready", right: true}}, indent: 2}
	for _, x := range s.Services {
		ready := text{"–", dim}
		if x.Copies > 0 {
			ready = text{fmt.Sprintf("%d/%d", x.Ready, x.Copies), good}
			if x.Ready < x.Copies {
				ready.tone = bad
			}
		}
		t.rows = append(t.rows, row{cells: []text{say(x.Service), say(x.Site), say(x.Namespace), say(x.Product), say(fmt.Sprint(x.Objects)), ready}})
	}
	return t
}

func (s *Status) driftView() table {
	t := table{columns: []column{{name: "site"}, {name: "object"}, {name: "what", wraps: true}}, indent: 2}
	for _, d := range s.Drift {
		t.rows = append(t.rows, row{cells: []text{say(d.Site), {d.Object, strong}, say(d.words())}})
	}
	return t
}

// words say a drift to a person.
func (d *StatusDrift) words() string {
	if d.What != "" {
		return d.What
	}
	by := ""
	if d.Manager != "" {
		by = ", set by " + d.Manager
	}
	switch {
	case d.Live == "":
		return fmt.Sprintf("%s: is not there, the plan left %s%s", d.Field, d.Want, by)
	case d.Want == "":
		return fmt.Sprintf("%s: is %s, the plan took it out%s", d.Field, d.Live, by)
	}
	return fmt.Sprintf("%s: is %s, the plan left %s%s", d.Field, d.Live, d.Want, by)
}

// listView is a heading with a list, nothing for an empty one.
func listView(title string, words []string) []block {
	if len(words) == 0 {
		return nil
	}
	var list items
	for _, w := range words {
		list.entries = append(list.entries, []text{say(w)})
	}
	return []block{heading{2, []text{{title, strong}}}, list}
}
