package ledger

import (
	"cmp"
	"slices"

	"berth.dev/engine/money"
)

// Axis is along what a ledger is told.
type Axis string

// The axes.
const (
	Team    Axis = "team"
	Product Axis = "product"
	Service Axis = "service"
	Site    Axis = "site"
)

// Axes are all axes.
func Axes() []Axis { return []Axis{Team, Product, Service, Site} }

// Name is where a line stands along an axis, "" for nobody.
func (l Line) Name(a Axis) string {
	switch a {
	case Team:
		return l.Team
	case Product:
		return l.Product
	case Service:
		return l.Service
	case Site:
		return l.Site
	}
	panic("ledger: no axis " + string(a)) // a bug of ours: the axes are constants
}

// Sum is what one name along an axis costs.
type Sum struct {
	Name   string       `json:"name"`
	Amount money.Amount `json:"amount"`
}

// By adds up along an axis, by name. What belongs to nobody there has the name "" and
// comes last, so that the sums always add up to the total.
func (l *Ledger) By(a Axis) []Sum {
	at := map[string]int{}
	var out []Sum
	for _, line := range l.Lines {
		name := line.Name(a)
		i, known := at[name]
		if !known {
			i = len(out)
			at[name] = i
			out = append(out, Sum{name, money.Zero(l.Currency)})
		}
		out[i].Amount = out[i].Amount.Add(line.Amount)
	}
	slices.SortFunc(out, func(x, y Sum) int {
		if (x.Name == "") != (y.Name == "") {
			return cmp.Compare(y.Name, x.Name)
		}
		return cmp.Compare(x.Name, y.Name)
	})
	return out
}
