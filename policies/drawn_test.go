package policies

import "pgregory.net/rapid"

// drawn makes conditions over services, of few fields and few numbers, so that they
// contradict themselves often.
type drawn struct{ t *rapid.T }

func (d drawn) pick(of ...string) string { return rapid.SampledFrom(of).Draw(d.t, "pick") }

func (d drawn) number(depth int) string {
	if depth <= 0 {
		return d.pick("0", "1", "2", "2.5", "service.volumes", "service.replicas_min", "service.replica_cores", "service.money", "size(service.calls)")
	}
	switch d.pick("leaf", "leaf", "sum", "min", "if") {
	case "sum":
		return "(" + d.number(depth-1) + d.pick(" + ", " - ", " * ") + d.number(depth-1) + ")"
	case "min":
		return d.pick("min", "max") + "(" + d.number(depth-1) + ", " + d.number(depth-1) + ")"
	case "if":
		return "(" + d.truth(depth-1, "") + " ? " + d.number(depth-1) + " : " + d.number(depth-1) + ")"
	}
	return d.number(0)
}

// text is a text; element is a loop's variable, "" outside of loops.
func (d drawn) text(element string) string {
	if element != "" {
		return d.pick("'a'", "'b'", element, element, "service.name")
	}
	return d.pick("'a'", "'b'", "service.name", "service.product")
}

func (d drawn) truth(depth int, element string) string {
	if depth <= 0 {
		return d.atom(element)
	}
	a, b := d.truth(depth-1, element), d.truth(depth-1, element)
	switch d.pick("and", "and", "or", "not", "if", "same", "loop", "atom") {
	case "and":
		return "(" + a + " && " + b + ")"
	case "or":
		return "(" + a + " || " + b + ")"
	case "not":
		return "!" + "(" + a + ")"
	case "if":
		return "(" + d.atom(element) + " ? " + a + " : " + b + ")"
	case "same":
		return "(" + a + d.pick(" == ", " != ") + b + ")"
	case "loop":
		name := d.pick("x", "y")
		return "service.calls." + d.pick("all", "exists") + "(" + name + ", " + d.truth(depth-1, name) + ")"
	}
	return d.atom(element)
}

func (d drawn) atom(element string) string {
	switch d.pick("number", "number", "text", "data", "flag", "in", "list") {
	case "number":
		return "(" + d.number(1) + d.pick(" < ", " <= ", " > ", " >= ", " == ", " != ") + d.number(1) + ")"
	case "text":
		return "(" + d.text(element) + d.pick(" == ", " != ", " < ") + d.text(element) + ")"
	case "data":
		return "(service.data" + d.pick(" == 'public'", " != 'public'", " in ['public', 'personal']", " == service.name") + ")"
	case "in":
		return "(" + d.text(element) + " in " + d.pick("['a']", "['a', 'b']", "service.calls", "[service.name]") + ")"
	case "list":
		return "(service.calls" + d.pick(" == []", " == ['a']", " == service.runs_on") + ")"
	}
	return d.pick("service.stateful", "service.job", "has(service.money)", "has(service.replica_cores)", "true", "false")
}

// facts draws a service, near the borders of such conditions.
func (d drawn) facts() *Facts {
	maybe := func(label string) *float64 {
		x := rapid.SampledFrom([]float64{-1, 0, 0.5, 1, 2, 2.5, 3}).Draw(d.t, label)
		if rapid.Bool().Draw(d.t, "absent") {
			return nil
		}
		return &x
	}
	few := func(label string) int64 { return rapid.Int64Range(0, 4).Draw(d.t, label) }
	list := func(label string) []string {
		return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3).Draw(d.t, label)
	}
	cores := maybe("cores")
	if cores != nil && *cores < 0 {
		*cores = 7
	}
	return &Facts{Fleet: &FleetFacts{}, Workspace: &Setting{}, Service: &ServiceFacts{
		Name: d.pick("a", "b", "c"), Product: d.pick("", "a", "b"), Data: d.pick("public", "internal", "confidential", "personal"),
		Volumes: few("volumes"), ReplicasMin: few("replicas"), CPU: cores, Money: maybe("money"),
		Calls: list("calls"), RunsOn: list("runs on"),
		Stateful: rapid.Bool().Draw(d.t, "stateful"), Job: rapid.Bool().Draw(d.t, "job"),
	}}
}
