package verify

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Words of expected lines, written down a second time on purpose.
var (
	expectedKinds = []string{"compute", "storage", "network", "fee", "other", "committed", "unused", "idle", "spare", "shared", "unallocated", "late"}
	expectedViews = []string{"", "amortised", "purchase"}
)

// longestDecimal is how many characters a number of an expected line may have.
const longestDecimal = 60

// expected proves that what a month is expected to cost can be read: amounts and
// quantities are decimal numbers, the words are known ones, and services and sites
// exist. What it adds up to is for the month's bills to say.
func (s *subject) expected(c *findings) string {
	e := s.f.Expected
	services := make(map[string]bool, len(s.f.Services))
	for k := range s.f.Services {
		services[s.f.Services[k].Name] = true
	}
	sites := make(map[string]bool, len(s.f.Sites))
	for _, one := range s.f.Sites {
		sites[one.Name] = true
	}
	if !s.meter.spend(len(e.Lines) + len(e.Requests)) {
		return ""
	}
	for k := range e.Lines {
		l := &e.Lines[k]
		if l.Site != "" && !sites[l.Site] || l.Service != "" && !services[l.Service] {
			c.add("expected line %d is of %q on %q, and one of them does not exist", k+1, l.Service, l.Site)
		}
		if why := l.wrong(); why != "" {
			c.add("expected line %d: %s", k+1, why)
		}
	}
	for k, one := range e.Requests {
		if !services[one.Service] || !isDecimal(one.Requests) || strings.HasPrefix(one.Requests, "-") {
			c.add("expected requests %d: %q of %q", k+1, one.Requests, one.Service)
		}
		if k > 0 && e.Requests[k-1].Service >= one.Service {
			c.add("expected requests of %q and %q are out of order, or the same", e.Requests[k-1].Service, one.Service)
		}
	}
	if !slices.IsSortedFunc(e.Lines, bySite) {
		c.add("the expected lines are out of order")
	}
	return count(len(e.Lines), "line", "lines")
}

// wrong says what is wrong with the words and numbers of a line, "" for nothing.
func (l *expectedLine) wrong() string {
	switch {
	case !isDecimal(l.Amount):
		return "its amount is no decimal number"
	case l.Quantity != "" && (!isDecimal(l.Quantity) || strings.HasPrefix(l.Quantity, "-") || l.Unit == ""):
		return "its quantity is no decimal number from 0 on, or has no unit"
	case !slices.Contains(expectedKinds, l.Kind):
		return "its kind is not a known one"
	case l.By != "hours" && l.By != "month":
		return "it goes neither by hours nor by the month"
	case !slices.Contains(expectedViews, l.View):
		return "its view is not a known one"
	case !isDay(l.From) || !isDay(l.Until):
		return "it is paid from or until what is no day"
	}
	return ""
}

// bySite is the order of lines, as far as it is told.
func bySite(a, b expectedLine) int {
	return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Service, b.Service))
}

// isDay tells whether a text is a day or nothing.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return s == "" || err == nil
}

// isDecimal tells whether a text is the one way to write a decimal number: no plus, no
// exponent, no zero that could be left out.
func isDecimal(s string) bool {
	if len(s) > longestDecimal || s == "-0" {
		return false
	}
	whole, part, pointed := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(t string) bool { return t != "" && strings.Trim(t, "0123456789") == "" }
	if !digits(whole) || len(whole) > 1 && whole[0] == '0' {
		return false
	}
	return !pointed || digits(part) && !strings.HasSuffix(part, "0")
}
