package prometheus

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/measure"
)

// Sets are the ready-made queries, in order of name. A service is what the metrics call
// a workload; of two in different namespaces with one name, the sum is taken.
func Sets() []measure.Set { return SetsMatching(nil) }

// SetsMatching are the ready-made queries over series that have these labels alone, as
// in {"namespace": "shop"}.
func SetsMatching(labels map[string]string) []measure.Set {
	var only strings.Builder
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		fmt.Fprintf(&only, ",%s=%q", name, labels[name])
	}
	n := narrow(only.String())
	return []measure.Set{n.http(), n.hubble(), n.istio(), n.kubernetes(), n.owners(), n.linkerd(), n.opentelemetry()}
}

// narrow are matchers that every selector gets, each after a comma.
type narrow string

// rate is a metric's increase a second over a step.
func (n narrow) rate(metric, matchers string) string {
	return "rate(" + n.of(metric, matchers) + "[$step])"
}

// of selects a metric's series.
func (n narrow) of(metric, matchers string) string {
	return metric + "{" + strings.TrimPrefix(matchers+string(n), ",") + "}"
}

// sum adds up by labels.
func sum(labels, expression string) string {
	return "sum by (" + labels + ") (" + expression + ")"
}

// first gives an expression's series the label to: one, or other where one is none. It
// writes both with a slash between, and then keeps what is wanted of it.
func first(expression, to, one, other, none string) string {
	text := fmt.Sprintf(`label_join(%s, "%s", "/", "%s", "%s")`, expression, to, one, other)
	for _, keep := range []string{none + "/(.+)", "([^/]+)/.*", "()/"} {
		text = fmt.Sprintf(`label_replace(%s, "%s", "$1", "%s", "%s")`, text, to, to, keep)
	}
	return text
}

// both adds up two metrics of which one may be missing. A label keeps their series apart.
func both(labels, one, other string) string {
	return sum(labels, fmt.Sprintf(`label_replace(%s, "of", "one", "", "") or label_replace(%s, "of", "other", "", "")`, one, other))
}

// single is a query whose answer has the name of a service in a label.
func single(kind measure.Kind, label, text string) measure.Query {
	return measure.Query{Kind: kind, Text: text, Service: label}
}

// pair is a query whose answer has the names of both ends.
func pair(kind measure.Kind, from, to, text string) measure.Query {
	return measure.Query{Kind: kind, Text: text, Service: from, Peer: to}
}
