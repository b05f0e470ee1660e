package bill

import (
	"fmt"
	"time"
)

// Month is a calendar month.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads "2026-10".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < 1970 {
		return Month{}, fmt.Errorf("%.20q is not a month: write year and month, as in 2026-10", s)
	}
	return Month{t.Year(), t.Month()}, nil
}

// MonthOf is the month of a moment by a zone's calendar.
func MonthOf(t time.Time, zone *time.Location) Month {
	t = t.In(zone)
	return Month{t.Year(), t.Month()}
}

// String is the month as "2026-10".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// MarshalText writes "2026-10".
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "2026-10".
func (m *Month) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMonth(string(b))
	return err
}

// Plus is the month n months later, or earlier where n is negative.
func (m Month) Plus(n int) Month {
	t := time.Date(m.Year, m.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return Month{t.Year(), t.Month()}
}

// Compare is -1, 0 or 1, the earlier month first.
func (m Month) Compare(o Month) int { return m.Begin(time.UTC).Compare(o.Begin(time.UTC)) }

// Begin is the first moment of the month in a zone; its end is the Begin of the next.
func (m Month) Begin(zone *time.Location) time.Time {
	return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, zone)
}

// End is the first moment after the month.
func (m Month) End(zone *time.Location) time.Time { return m.Plus(1).Begin(zone) }

// Hours is how long the month is in a zone: 744 for most, one more or less where clocks
// change.
func (m Month) Hours(zone *time.Location) float64 { return m.End(zone).Sub(m.Begin(zone)).Hours() }
