package money

import (
	"fmt"
	"strings"
)

// longestText is how many digits a number may have that berth wrote itself: an exact
// sum of a bill, converted, has more than a person would write.
const longestText = 400

// MarshalText writes an amount as [Amount.String] does, and so does JSON. Nothing in no
// currency is "0".
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Amount) UnmarshalText(b []byte) error {
	number, currency, named := strings.Cut(string(b), " ")
	if named && !IsCurrency(currency) || len(number) > longestText || number == "" || strings.Trim(number, "0123456789.-") != "" {
		return fmt.Errorf("%q is not an amount of money", clip(string(b)))
	}
	read := Amount{currency: currency}
	if _, _, err := read.value.SetString(number); err != nil {
		return fmt.Errorf("%q is not an amount of money", clip(string(b)))
	}
	*a = read
	return nil
}
