package reports

import (
	"cmp"
	"fmt"
	"slices"
)

// Owner is what the services of a product or a team cost a month: their own bills,
// without traffic between services, use above commitments and what is paid anyway,
// which belong to nobody alone.
type Owner struct {
	// Kind is "product" or "team"; Name is "" for services that have none.
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Services int    `json:"services"`
	// Today is nil where it is not known for one of them.
	Today *Cost `json:"today"`
	Plan  Cost  `json:"plan"`
}

// owners adds up the services by product and by team; a kind that no service states is
// left out.
func (b planBuilder) owners() []Owner {
	out := []Owner{}
	for _, kind := range []string{"product", "team"} {
		sums := b.ownersOf(kind)
		if len(sums) > 1 || len(sums) == 1 && sums[0].Name != "" {
			out = append(out, sums...)
		}
	}
	return out
}

func (b planBuilder) ownersOf(kind string) (out []Owner) {
	f := b.File
	for i := range f.Services {
		s := &f.Services[i]
		name := s.Product
		if kind == "team" {
			name = s.Team
		}
		at := slices.IndexFunc(out, func(o Owner) bool { return o.Name == name })
		if at < 0 {
			at = len(out)
			nothing := b.cost(0)
			out = append(out, Owner{Kind: kind, Name: name, Today: &nothing, Plan: b.cost(0)})
		}
		o := &out[at]
		o.Services++
		o.Plan.Amount = o.Plan.Amount.Add(b.cost(s.Options[f.Placement[s.Group]].Money).Amount)
		if today := f.Problem.Groups[s.Group].Today; today < 0 {
			o.Today = nil
		} else if o.Today != nil {
			o.Today.Amount = o.Today.Amount.Add(b.cost(s.Options[today].Money).Amount)
		}
	}
	slices.SortFunc(out, func(x, y Owner) int { return cmp.Compare(x.Name, y.Name) })
	return out
}

// mostOwners is how many products and teams a text lists.
const mostOwners = 20

// ownersView is a short table of whose money it is.
func (p *Plan) ownersView() []block {
	if len(p.Owners) == 0 || p.Objective == byScore {
		return nil
	}
	t := table{columns: []column{{name: "whose, " + p.Currency + "/mo", wraps: true}, {name: "services", right: true, drop: 2}, {name: "today", right: true}, {name: "plan", right: true}, {name: "change", right: true, drop: 1}}, indent: 2}
	for i := range p.Owners[:min(len(p.Owners), mostOwners)] {
		o := &p.Owners[i]
		today, change := o.was()
		t.rows = append(t.rows, row{cells: []text{say(o.words()), say(Number(o.Services).String()), say(today), say(rounded(o.Plan.Amount)), say(change)}})
	}
	note := ownersNote
	if more := len(p.Owners) - mostOwners; more > 0 {
		note += fmt.Sprintf(" %d more are in --format json and html.", more)
	}
	return []block{t, paragraph{parts: []text{{note, dim}}, indent: 2}}
}

// ownersNote says what the sums of owners leave out.
const ownersNote = "By product and team: the services' own bills, without traffic between services, use above commitments and what is paid anyway."

func (o *Owner) words() string {
	if o.Name == "" {
		return "no " + o.Kind
	}
	return o.Kind + " " + o.Name
}

// was is today's money and the change, for a person.
func (o *Owner) was() (today, change string) {
	if o.Today == nil {
		return "–", "–"
	}
	return rounded(o.Today.Amount), signed(o.Plan.Amount.Sub(o.Today.Amount))
}
