package reports

import (
	"berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/engine/money"
)

// NewChange turns a comparison with a base into the model.
func NewChange(c *change.Change, run CheckRun, base string) Change {
	if run.FailOn == "" {
		run.FailOn = check.LeastSeverities()[0]
	}
	out := Change{
		Schema: "berth.change/1", Version: run.Version, Verdict: checkPassed, FailOn: run.FailOn, Base: base, Unread: c.Unread,
		Nothing: c.Unread == "" && len(c.Edits) == 0, Before: day(c.Before), After: day(c.After),
		Placed: c.Placed, NoPlanBefore: c.NoPlanBefore, NoPlanAfter: c.NoPlanAfter, Stay: c.Stay,
		New: run.changed(c.New), Refusing: run.changed(c.Refusing), Fixed: run.changed(c.Fixed),
		Services: []ChangeService{}, Resplit: append([]string{}, c.Resplit...), Nowhere: append([]string{}, c.Nowhere...), Money: []ChangeMoney{}, Edits: []ChangeEdit{}, Exceptions: []ChangeException{},
	}
	if c.Refuses(run.FailOn) {
		out.Verdict = checkRefused
	}
	for _, s := range c.Services {
		own := newChangeMoney(s.Money)
		if !s.Placed() {
			own.Change = nil
		}
		out.Services = append(out.Services, ChangeService{
			s.Name, s.Product, s.How, s.From, s.To, s.Why, append([]string{}, s.Edited...), own.Before, own.After, own.Change,
		})
	}
	for _, m := range c.Money {
		out.Money = append(out.Money, newChangeMoney(m))
	}
	if c.Total != nil {
		total := newChangeMoney(*c.Total)
		out.Total = &total
	}
	if c.Effect != nil {
		out.Effect = run.effect(c.Effect)
	}
	for i := range c.Exceptions {
		out.Exceptions = append(out.Exceptions, ChangeException{run.exception(&c.Exceptions[i].Exception), c.Exceptions[i].How})
	}
	for _, e := range c.Edits {
		edit := ChangeEdit{e.Kind, e.Name, e.How, []ChangeField{}}
		for _, f := range e.Fields {
			edit.Fields = append(edit.Fields, ChangeField(f))
		}
		out.Edits = append(out.Edits, edit)
	}
	return out
}

// changed turns findings into the model.
func (run *CheckRun) changed(findings []change.Finding) []ChangeFinding {
	out, twins := []ChangeFinding{}, map[string]int{}
	for i := range findings {
		f := run.finding(&findings[i].Finding)
		f.Fingerprint = run.fingerprint(&f, twins)
		out = append(out, ChangeFinding{f, findings[i].Was, findings[i].Doc})
	}
	return out
}

func (run *CheckRun) effect(e *change.Effect) *ChangeEffect {
	out := &ChangeEffect{Services: e.Services, Moves: []ChangeMoved{}, New: run.changed(e.New), Fixed: run.changed(e.Fixed), Weaker: append([]string{}, e.Weaker...)}
	for _, m := range e.Moves {
		out.Moves = append(out.Moves, ChangeMoved(m))
	}
	return out
}

func newChangeMoney(m change.Money) ChangeMoney {
	before, after := alike(m.Before, m.After)
	out := ChangeMoney{Product: m.Product, What: m.What, Before: Cost{Amount: before}, After: Cost{Amount: after}}
	if m.Comparable() {
		out.Change = &Cost{Amount: after.Sub(before)}
	}
	return out
}

// alike gives nothing the currency of the other amount.
func alike(a, b money.Amount) (money.Amount, money.Amount) {
	if a.Currency() == "" {
		a = zeroOf(b.Currency())
	}
	if b.Currency() == "" {
		b = zeroOf(a.Currency())
	}
	return a, b
}
