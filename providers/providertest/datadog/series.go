package datadog

import (
	"regexp"
	"strconv"
	"strings"
)

// Type is what a metric's points are.
type Type int

// The types: levels, and counts of what happened since the last point.
const (
	Gauge Type = iota
	Count
)

// Unit is a unit as Datadog names it, {"cpu", "nanocore"}.
type Unit struct {
	Family string `json:"family"`
	Name   string `json:"name"`
}

// APM is the metric under which the series of a span kind are held, for queries of
// apm_metrics: APM("server").
func APM(spanKind string) string { return "apm_metrics." + spanKind }

// Series is one that the double holds.
type Series struct {
	Metric string
	Type   Type
	// Unit and Per are nil where Datadog has none.
	Unit, Per *Unit
	Tags      map[string]string
	// Times are in seconds, in order.
	Times  []int64
	Values []float64
}

// asked is a metric's query taken apart.
type asked struct {
	space, metric string
	scope, groups []string
	count, rate   bool
	method        string // of the roll-up, "" where none was given
	interval      int64  // of the roll-up in seconds, 0 where none was given
}

var (
	classic = regexp.MustCompile(`^(avg|sum|min|max):([a-zA-Z][a-zA-Z0-9_.]*)\{([^}]*)\}(?: by \{([^}]*)\})?((?:\.\w+\([^)]*\))*)$`)
	calling = regexp.MustCompile(`\.(\w+)\(([^)]*)\)`)
)

// parse reads a query of metrics; false where it is none.
func parse(text string) (asked, bool) {
	m := classic.FindStringSubmatch(text)
	if m == nil {
		return asked{}, false
	}
	a := asked{space: m[1], metric: m[2], scope: list(m[3]), groups: list(m[4])}
	for _, c := range calling.FindAllStringSubmatch(m[5], -1) {
		switch c[1] {
		case "as_count":
			a.count = true
		case "as_rate":
			a.rate = true
		case "rollup":
			method, seconds, _ := strings.Cut(c[2], ",")
			n, err := strconv.ParseInt(strings.TrimSpace(seconds), 10, 64)
			if seconds != "" && err != nil {
				return asked{}, false
			}
			a.method, a.interval = strings.TrimSpace(method), n
		default:
			return asked{}, false
		}
	}
	return a, true
}

func list(text string) (out []string) {
	for _, s := range strings.Split(text, ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// in tells whether a series is within a scope such as env:prod.
func (s Series) in(scope []string) bool {
	for _, want := range scope {
		name, value, tagged := strings.Cut(want, ":")
		if tagged && s.Tags[name] != value {
			return false
		}
	}
	return true
}

// group are the tags of a series in the order of its query's groups.
func (s Series) group(groups []string) []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		value := s.Tags[g]
		if value == "" {
			value = "N/A"
		}
		out[i] = g + ":" + value
	}
	return out
}
