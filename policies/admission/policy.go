package admission

import (
	"regexp"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/policies"
)

// suffix ends the name of every policy and binding.
const suffix = ".berth.dev"

// fields are the members of an object.
type fields = map[string]any

// Enforcement is the most that happens to a workload that is against a rule.
type Enforcement string

// The enforcements, the strictest first. Of a check with severity warning a person is
// warned at most, one with severity info is written into the audit log at most.
const (
	Deny  Enforcement = "deny"
	Warn  Enforcement = "warn"
	Audit Enforcement = "audit"
)

// Enforcements are all that there are.
func Enforcements() []string { return []string{string(Deny), string(Warn), string(Audit)} }

// of is what happens to what is against a rule of a severity.
func (e Enforcement) of(s policies.Severity) Enforcement {
	order := []Enforcement{Deny, Warn, Audit}
	severities := []policies.Severity{policies.SeverityError, policies.SeverityWarning, policies.SeverityInfo}
	return order[max(slices.Index(order, e), slices.Index(severities, s))]
}

// action is Kubernetes' word for it.
func (e Enforcement) action() string { return strings.ToUpper(string(e[:1])) + string(e[1:]) }

// judgement is what a policy says of a workload.
type judgement struct {
	// name is the policy's, without its suffix.
	name, doc string
	// hold is true for what may be; message comes to the reason where it is not.
	hold, message string
	enforce       Enforcement
}

// judgement is the translated rule as the policy says it. Workloads of services that
// nobody told of are the guard's to refuse.
func (t *translated) judgement(e Enforcement) judgement {
	return judgement{
		name: t.name, doc: t.doc, message: t.message, enforce: e.of(t.severity),
		hold: "!variables.known || '" + t.name + "' in variables.excused || !(" + t.refuse + ")",
	}
}

// policy writes the ValidatingAdmissionPolicy of a judgement on workloads.
func (j *judgement) policy() fields {
	spec := fields{
		"failurePolicy":    j.failure(),
		"paramKind":        fields{"apiVersion": "v1", "kind": "ConfigMap"},
		"matchConditions":  conditions(),
		"matchConstraints": workloads(),
		"validations":      []any{j.validation()},
	}
	if used := variablesOf(j.hold, j.message); len(used) > 0 {
		spec["variables"] = used
	}
	return cluster("ValidatingAdmissionPolicy", j.name, spec)
}

// failure is what happens where an expression fails. What only warns never refuses.
func (j *judgement) failure() string {
	if j.enforce == Deny {
		return "Fail"
	}
	return "Ignore"
}

func (j *judgement) validation() fields {
	out := fields{"expression": j.hold, "message": sentence(j.doc), "reason": "Forbidden"}
	if j.message != "" {
		out["messageExpression"] = j.message
	}
	return out
}

// binding puts a policy into force in namespaces.
func (j *judgement) binding(namespaces []string) fields {
	missing := "Allow"
	if j.enforce == Deny {
		missing = "Deny"
	}
	return bind(j.name, j.enforce, namespaces, fields{
		// Without a namespace it is the one in the workload's own.
		"paramRef": fields{"name": ConfigMap, "parameterNotFoundAction": missing},
	})
}

// bind writes a ValidatingAdmissionPolicyBinding with some more of its members.
func bind(name string, e Enforcement, namespaces []string, more fields) fields {
	names := make([]any, len(namespaces))
	for i, n := range namespaces {
		names[i] = n
	}
	spec := fields{
		"policyName":        name + suffix,
		"validationActions": []any{e.action()},
		"matchResources": fields{"namespaceSelector": fields{"matchExpressions": []any{
			fields{"key": "kubernetes.io/metadata.name", "operator": "In", "values": names},
		}}},
	}
	for k, v := range more {
		spec[k] = v
	}
	return cluster("ValidatingAdmissionPolicyBinding", name, spec)
}

// cluster makes an object of the whole cluster.
func cluster(kind, name string, spec fields) fields {
	return fields{
		"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind,
		"metadata": fields{"name": name + suffix, "labels": fields{object.LabelManagedBy: object.Manager}},
		"spec":     spec,
	}
}

// workloads are what is judged.
func workloads() fields {
	rule := func(group string, resources ...any) fields {
		return fields{
			"apiGroups": []any{group}, "apiVersions": []any{"v1"}, "resources": resources,
			"operations": []any{"CREATE", "UPDATE"}, "scope": "Namespaced",
		}
	}
	return fields{
		"matchPolicy":    "Equivalent",
		"objectSelector": fields{"matchExpressions": []any{fields{"key": object.LabelService, "operator": "Exists"}}},
		"resourceRules":  []any{rule("apps", "daemonsets", "deployments", "statefulsets"), rule("batch", "cronjobs", "jobs")},
	}
}

// sentence is a doc on one line, as a message must be; Kubernetes takes 5 KiB.
func sentence(doc string) string {
	const most = 1000
	line := []rune(strings.Join(strings.Fields(doc), " "))
	if len(line) > most {
		line = append(line[:most-1], '…')
	}
	return string(line)
}

// variablesOf writes the variables that expressions use, each after those it uses
// itself.
func variablesOf(texts ...string) (out []any) {
	done := map[string]bool{}
	var add func(text string)
	add = func(text string) {
		for _, m := range variableName().FindAllStringSubmatch(text, -1) {
			if name := m[1]; !done[name] {
				done[name] = true
				add(variable(name))
				out = append(out, fields{"name": name, "expression": variable(name)})
			}
		}
	}
	for _, t := range texts {
		add(t)
	}
	return out
}

func variableName() *regexp.Regexp { return regexp.MustCompile(`\bvariables\.(\w+)`) }
