package admission

import (
	"fmt"

	"berth.dev/engine/object"
)

// The expressions of this file read the object through dyn(): one policy is for five
// kinds, and Kubernetes would warn of fields that four of them do not have.

// variable is the expression of a variable of policies; "" where there is none.
func variable(name string) string {
	label := fmt.Sprintf(".metadata.?labels[?'%s']", object.LabelService)
	switch name {
	case "service":
		// An update may take the label off: then it is still the old one's.
		return fmt.Sprintf("object%s.orValue(request.operation == 'UPDATE' ? oldObject%s.orValue('') : '')", label, label)
	case "known":
		return "has(params.data) && variables.service + '.excused' in params.data"
	case "excused":
		return "params.data[variables.service + '.excused'].split(',')"
	case "pod":
		return "has(dyn(object).spec.jobTemplate) ? dyn(object).spec.jobTemplate.spec.template.spec : dyn(object).spec.template.spec"
	case "images":
		return "(has(variables.pod.initContainers) ? variables.pod.initContainers.map(c, string(c.image)) : []) + variables.pod.containers.map(c, string(c.image))"
	case "probed":
		return "variables.pod.containers.exists(c, has(c.readinessProbe))"
	case "asks_cpu":
		return asks("cpu")
	case "asks_memory":
		return asks("memory")
	case "replica_cores":
		return sum("cpu", "1.0")
	case "replica_memory_gib":
		return sum("memory", "1073741824.0")
	}
	for _, f := range facts() {
		if f.key == name {
			return fmt.Sprintf(string(f.form), "params.data[variables.service + '."+name+"']")
		}
	}
	return ""
}

// asks tells whether every container says how much it asks for.
func asks(resource string) string {
	return fmt.Sprintf("variables.pod.containers.all(c, '%s' in c.?resources.?requests.orValue({}))", resource)
}

// sum is what all containers of a pod ask for together.
func sum(resource, unit string) string {
	return fmt.Sprintf("variables.pod.containers.map(c, quantity(string(c.resources.requests['%s'])).asApproximateFloat()).sum() / %s", resource, unit)
}

// conditions are true of a request that is to be judged.
func conditions() []any {
	label := fmt.Sprintf(".metadata.?labels[?'%s']", object.LabelService)
	return []any{
		// What is on its way out must be let go.
		fields{"name": "is-kept", "expression": "!has(object.metadata.deletionTimestamp)"},
		// Scaling down, other labels and the like change nothing of what runs.
		fields{"name": "changes-what-runs", "expression": "request.operation == 'CREATE'" +
			" || object" + label + ".hasValue() && object" + label + " != oldObject" + label +
			" || dyn(object).spec.?template != dyn(oldObject).spec.?template" +
			" || dyn(object).spec.?jobTemplate != dyn(oldObject).spec.?jobTemplate" +
			" || " + more("replicas", "1") + " || " + more("parallelism", "1") +
			" || dyn(oldObject).spec.?suspend.orValue(false) && !dyn(object).spec.?suspend.orValue(false)"},
	}
}

// more tells whether an update makes a number of the object larger.
func more(field, otherwise string) string {
	return fmt.Sprintf("dyn(object).spec.?%s.orValue(%s) > dyn(oldObject).spec.?%s.orValue(%s)", field, otherwise, field, otherwise)
}
