package price

import (
	"berth.dev/engine/money"
)

// Line is one line of a bill.
type Line struct {
	// What is charged, as in "CPU kept".
	What string
	// Site charges it.
	Site string
	// Quantity is in Unit; Price is for one of it.
	Quantity float64
	Unit     string
	Price    money.Amount
	// Amount is Quantity × Price as the bill counts it, rounded once.
	Amount money.Amount
	// Origin says where quantity and price come from.
	Origin string
}

func newLine(site, what string, quantity float64, unit string, price money.Amount) Line {
	return Line{What: what, Site: site, Quantity: quantity, Unit: unit, Price: price, Amount: price.Times(quantity).Line()}
}

// Bill is what one service costs a month in one place.
type Bill struct {
	Lines []Line
	// Total is the exact sum of the lines.
	Total money.Amount
}

// add appends a line; lines of nothing are left out.
func (b *Bill) add(l Line) {
	if l.Amount.IsZero() {
		return
	}
	b.Lines = append(b.Lines, l)
	b.Total = b.Total.Add(l.Amount)
}
