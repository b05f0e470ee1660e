package reports

import (
	"time"

	"berth.dev/engine/allot/survey"
	"berth.dev/engine/bill"
)

// SurveyedBill is what one bill of a workspace has.
type SurveyedBill struct {
	Name, Kind, Site string
	Answer           *bill.Answer
	Survey           survey.Survey
	// Refused tells that too many of its rows are bad.
	Refused bool
}

// NewBills makes the model of what bills have in a month, by a zone's days.
func NewBills(m bill.Month, zone *time.Location, view string, bills []SurveyedBill) Bills {
	return Bills{
		Schema: BillsSchema, Month: m.String(), Zone: zone.String(), View: view,
		Bills: each(bills, func(b SurveyedBill) BillRead { return newBillRead(b, zone) }),
	}
}

func newBillRead(b SurveyedBill, zone *time.Location) BillRead {
	a := b.Answer
	return BillRead{
		Name: b.Name, Kind: b.Kind, Site: b.Site, Rows: a.Count, Bad: a.Bad, Duplicates: a.Duplicates, Refused: b.Refused,
		Files:  each(a.Files, func(f bill.File) BillFile { return BillFile{f.Path, f.Digest, f.Rows} }),
		Faults: each(a.Faults, bill.Fault.String), Notes: list(a.Notes), First: dayIn(a.First, zone), Last: lastDayIn(a.Last, zone),
		Totals: each(b.Survey.Totals, newBillTotal), Rest: each(b.Survey.Rest, newBillTotal),
		Keys: each(b.Survey.Keys, func(k survey.Key) BillKey {
			return BillKey{k.Name, k.Ruled, each(k.Values, newBillValue), k.More}
		}),
		Left: each(b.Survey.Left, func(l survey.Left) BillLeft {
			return BillLeft{l.What, l.Amount.Currency(), Money{l.Amount}, l.Rows, l.Advice}
		}),
	}
}

func newBillTotal(t survey.Total) BillTotal {
	return BillTotal{t.Amount.Currency(), Money{t.Amount}, Money{t.Nobodys}, t.Rows}
}

func newBillValue(v survey.Value) BillValue {
	return BillValue{v.Value, v.Amount.Currency(), Money{v.Amount}, v.Rows, list(v.Owners)}
}

// lastDayIn is the last day of what ends at a moment: the moment itself is no longer
// part of it.
func lastDayIn(end time.Time, zone *time.Location) string {
	if end.IsZero() {
		return ""
	}
	return dayIn(end.Add(-1), zone)
}

// dayIn is a moment's day in a zone, "" for no moment.
func dayIn(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}
