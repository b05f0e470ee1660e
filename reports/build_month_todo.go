package reports

import (
	"fmt"
	"slices"

	"berth.dev/engine/money"
)

// todo is what should be done about the month, by kind and then by money: what brings
// money first, what only makes the report clearer last. A list in the report keeps its
// order where amounts are equal.
func (m *Month) todo() []MonthTodo {
	out := slices.Concat(m.moveTodo(), m.useTodo(), m.budgetTodo(), m.assignTodo())
	if m.State.Bad > 0 {
		out = append(out, MonthTodo{What: TodoMend, Count: m.State.Bad,
			Words: fmt.Sprintf("Mend %s of the bills that could not be read: their cost is missing here.", count(int(m.State.Bad), "row"))})
	}
	if m.Plan == nil {
		out = append(out, MonthTodo{What: TodoPlan,
			Words: `Make a plan, so that the next month has something to be held against: "berth plan DIR", and its file under plans in the report block.`})
	}
	if out == nil {
		return []MonthTodo{}
	}
	return out
}

// dearest sorts by amount, the largest first; what nobody knows the amount of is worth
// nothing there.
func dearest(list []MonthTodo) []MonthTodo {
	worth := func(t MonthTodo) money.Amount {
		if t.Amount == nil {
			return money.Amount{}
		}
		return t.Amount.Amount
	}
	slices.SortStableFunc(list, func(a, b MonthTodo) int { return worth(b).Cmp(worth(a)) })
	return list
}

func (m *Month) moveTodo() (out []MonthTodo) {
	for _, f := range m.Flips {
		t := MonthTodo{What: TodoMove, Name: f.Service, Team: f.Team, From: f.Was, To: f.Now, Words: m.moveWords(&f)}
		if !f.Saves.IsZero() {
			t.Amount = &f.Saves
		}
		out = append(out, t)
	}
	return dearest(out)
}

// moveWords say what a move brings: rules decide besides money, so it may cost more, and
// where a price is missing nobody can tell.
func (m *Month) moveWords(f *MonthFlip) string {
	move := fmt.Sprintf("Move %s from %s to %s", f.Service, orNowhere(f.Was), orNowhere(f.Now))
	switch f.Saves.Sign() {
	case 1:
		return fmt.Sprintf("%s: that saves %s a month.", move, m.money(f.Saves))
	case -1:
		return fmt.Sprintf("%s: by this month's numbers it belongs there, though that costs %s more a month.", move, m.money(Money{size(f.Saves)}))
	}
	return move + ": by this month's numbers it belongs there."
}

// orNowhere names where a service runs.
func orNowhere(name string) string {
	if name == "" {
		return "nowhere"
	}
	return name
}

func (m *Month) useTodo() (out []MonthTodo) {
	for _, c := range m.Commitments {
		if c.Unused.Sign() > 0 {
			out = append(out, MonthTodo{What: TodoUse, Name: c.Name, Team: c.Owner, To: c.Site, Amount: &c.Unused,
				Words: fmt.Sprintf("Use commitment %s, or let it end: %s of it went unused.", c.Name, m.money(c.Unused))})
		}
	}
	return dearest(out)
}

func (m *Month) budgetTodo() (out []MonthTodo) {
	for _, b := range m.Budgets {
		if b.Left.Sign() < 0 {
			over := Money{b.Actual.Sub(b.Monthly.Amount)}
			out = append(out, MonthTodo{What: TodoBudget, Name: b.Product, Team: b.Team, Amount: &over,
				Words: fmt.Sprintf("Bring product %s back into its budget, or raise that: it is over by %s.", b.Product, m.money(over))})
		}
	}
	return dearest(out)
}

func (m *Month) assignTodo() (out []MonthTodo) {
	for _, n := range m.Nobody {
		if n.Amount.Sign() > 0 {
			out = append(out, MonthTodo{What: TodoAssign, Name: n.What, From: n.Bill, To: n.Site, Amount: &n.Amount,
				Words: fmt.Sprintf("Assign %s of bill %s that belong to nobody: %s.", m.money(n.Amount), n.Bill, n.What)})
		}
	}
	return dearest(out)
}

// money is an amount with its currency, for a person.
func (m *Month) money(a Money) string { return rounded(a.Amount) + " " + m.Currency }
