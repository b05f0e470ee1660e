package query

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"berth.dev/engine/bill"
)

// A moment lies on the day that Go says it does, by shifts that are written into a query.
func TestTheDayOfAMomentIsThatOfItsZone(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Tokyo", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "America/Sao_Paulo"} {
		at, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		ask := bill.Ask{From: bill.Month{Year: 2026, Month: 3}, To: bill.Month{Year: 2026, Month: 11}, Zone: at}
		all := shifts(ask)
		begin, end := ask.From.Plus(-12*yearsBack).Begin(at).UnixMicro(), ask.To.Plus(2).Begin(at).UnixMicro()-1
		rapid.Check(t, func(t *rapid.T) {
			moment := rapid.Int64Range(begin, end).Draw(t, "moment")
			// Near a change of the clocks is where one could go wrong.
			if len(all) > 1 && rapid.Bool().Draw(t, "near") {
				s := all[rapid.IntRange(1, len(all)-1).Draw(t, "shift")]
				moment = s.from + rapid.Int64Range(-2, 2).Draw(t, "off")
			}
			by := all[0].by
			for _, s := range all[1:] {
				if moment >= s.from {
					by = s.by
				}
			}
			got := dayOf((moment + by) / microsecondsOfDay).Format(time.DateOnly)
			if want := time.UnixMicro(moment).In(at).Format(time.DateOnly); got != want {
				t.Fatalf("%s: %s lies on %s, not on %s", name, time.UnixMicro(moment).UTC(), want, got)
			}
		})
	}
}

func TestShiftsAreFewAndInOrder(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	october := bill.Month{Year: 2026, Month: 10}
	if n := len(shifts(bill.Ask{From: october, To: october})); n != 1 {
		t.Errorf("UTC has %d shifts", n)
	}
	all := shifts(bill.Ask{From: october, To: october, Zone: paris})
	for i := 1; i < len(all); i++ {
		if all[i].from <= all[i-1].from || all[i].by == all[i-1].by {
			t.Errorf("%+v follows %+v", all[i], all[i-1])
		}
	}
	// Twice a year over ten years, and what a month more has.
	if len(all) < 2*yearsBack || len(all) > 2*yearsBack+3 {
		t.Errorf("%d shifts", len(all))
	}
}

// A time that Go reads is read as the same moment, and nothing makes it panic.
func FuzzAMomentIsATimeOrAnError(f *testing.F) {
	for _, s := range []string{"2026-10-01", "2026-10-01T00:00:00Z", "2026-10-01 00:00:00 UTC", "10/1/26", "10/01/2026", "2026-10-01 00:00:00+09", "1969-12-31", "NULL", "", "9999-99-99", "2026-10-01T00:00:00.123456789123Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := moment(text)
		if err == nil && (got.Year() < 1969 || got.Location() != time.UTC) {
			t.Fatalf("%q is %v", text, got)
		}
		if want, known := time.Parse(time.RFC3339, text); known == nil && want.Year() >= 1970 && (err != nil || !got.Equal(want)) {
			t.Fatalf("%q is %v, %v", text, got, err)
		}
		if again, err := moment(got.UnixMicro()); err != nil || !again.Equal(got.Truncate(time.Microsecond)) && got.Year() >= 1970 {
			t.Fatalf("%v comes back as %v", got, again)
		}
	})
}
