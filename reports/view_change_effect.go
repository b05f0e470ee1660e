package reports

import (
	"cmp"
	"fmt"
	"strings"
)

// table lists what the rules do to services and findings.
func (e *ChangeEffect) table() table {
	t := table{columns: []column{{name: "service"}, {name: "under the rules before"}, {name: "under those now"}}, indent: 2}
	for _, m := range e.Moves {
		t.rows = append(t.rows, row{cells: []text{{m.Service, strong}, say(cmp.Or(m.From, "nowhere")), say(cmp.Or(m.To, "nowhere"))}})
	}
	return t
}

// note counts it, and names first what it may do to others.
func (e *ChangeEffect) note() string {
	if len(e.Moves)+len(e.New)+len(e.Fixed) > 0 {
		return e.weaker() + fmt.Sprintf("Of %s, each judged by itself as it is now, %s decided otherwise. Findings by the rules alone: %s new, %s gone%s.",
			count(e.Services, "service"), isAre(len(e.Moves)), Number(len(e.New)), Number(len(e.Fixed)), e.gone())
	}
	nothing := "Nothing"
	if len(e.Weaker) > 0 {
		nothing = "Nothing else today"
	}
	return e.weaker() + fmt.Sprintf("%s: %s, each judged by itself, are decided as before, and as much is found.", nothing, count(e.Services, "service"))
}

// mostGone is how many findings are named that edited rules find no more.
const mostGone = 5

// gone names what the rules before would find and those now do not: a change that breaks
// a rule may have weakened it.
func (e *ChangeEffect) gone() string {
	var names []string
	for _, f := range e.Fixed[:min(len(e.Fixed), mostGone)] {
		names = append(names, f.Rule+" of "+f.Subject.String())
	}
	if more := len(e.Fixed) - mostGone; more > 0 {
		names = append(names, Number(more).String()+" more")
	}
	if len(names) == 0 {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}

func isAre(n int) string {
	if n == 1 {
		return "1 is"
	}
	return Number(n).String() + " are"
}

// weaker is a sentence on the rules that refuse less than before, "" where none does.
func (e *ChangeEffect) weaker() string {
	if len(e.Weaker) == 0 {
		return ""
	}
	return fmt.Sprintf("Less is refused from now on: %s. ", strings.Join(e.Weaker, ", "))
}
