package money

import (
	"fmt"
	"slices"
	"strings"
)

// Per is what a rate counts.
type Per string

// What rates count. A month is 730 hours, a GiB 2^30 bytes.
const (
	Hour  Per = "h"
	Month Per = "mo"
	GiB   Per = "GiB"
	KWh   Per = "kWh"
)

// Rate is an amount of money for one of something, as in "6000 JPY/h".
type Rate struct {
	Amount Amount
	Per    Per
}

// ParseRate reads a rate that must count one of the given things, as in
// "21000 JPY/mo".
func ParseRate(s string, allowed ...Per) (Rate, error) {
	amount, per, ok := strings.Cut(s, "/")
	if !ok || !slices.Contains(allowed, Per(per)) {
		forms := make([]string, len(allowed))
		for i, p := range allowed {
			forms[i] = fmt.Sprintf("%q", "1900 JPY/"+string(p))
		}
		return Rate{}, fmt.Errorf("%q is not such a rate: write it as in %s", clip(s), strings.Join(forms, " or "))
	}
	a, err := Parse(amount)
	if err != nil {
		return Rate{}, err
	}
	return Rate{a, Per(per)}, nil
}

// String returns the rate as it is written, as in "6000 JPY/h".
func (r Rate) String() string { return r.Amount.String() + "/" + string(r.Per) }
