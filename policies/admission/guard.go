package admission

// The names of the guards, which no rule may have.
const (
	guardServices = "berth-known-service"
	guardFacts    = "berth-told-services"
)

// unknownService refuses workloads of services that nobody told of.
func unknownService(e Enforcement) judgement {
	return judgement{
		name: guardServices, enforce: e,
		doc:     "A workload belongs to a service that its namespace's ConfigMap " + ConfigMap + " names.",
		hold:    "variables.known",
		message: "'no service ' + variables.service + ' is known in the namespace ' + request.namespace + ': berth policy export admission tells of it'",
	}
}

// guard keeps the ConfigMaps from everybody who may not write policies either: who
// writes one decides what the policies refuse.
func guard(e Enforcement, spaces []string) []fields {
	validation := fields{
		// A namespace that goes takes its ConfigMap with it. Conditions of a match do not
		// see the namespace.
		"expression":        "has(namespaceObject.metadata.deletionTimestamp) || authorizer.group('admissionregistration.k8s.io').resource('validatingadmissionpolicies').check('update').allowed()",
		"message":           "Only who may update ValidatingAdmissionPolicies may write " + ConfigMap + ": policies believe what it says of services.",
		"messageExpression": "request.userInfo.username + ' may not write " + ConfigMap + ": policies believe what it says of services, so it takes the right to update ValidatingAdmissionPolicies'",
		"reason":            "Forbidden",
	}
	policy := cluster("ValidatingAdmissionPolicy", guardFacts, fields{
		"failurePolicy": "Fail",
		"matchConstraints": fields{"matchPolicy": "Equivalent", "resourceRules": []any{fields{
			"apiGroups": []any{""}, "apiVersions": []any{"v1"}, "resources": []any{"configmaps"},
			"operations": []any{"CREATE", "UPDATE", "DELETE"}, "scope": "Namespaced",
		}}},
		"matchConditions": []any{
			fields{"name": "is-ours", "expression": "(request.operation == 'DELETE' ? oldObject : object).metadata.name == '" + ConfigMap + "'"},
		},
		"validations": []any{validation},
	})
	return []fields{policy, bind(guardFacts, e, spaces, nil)}
}
