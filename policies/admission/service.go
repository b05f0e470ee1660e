package admission

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// ConfigMap is what says in each namespace what the specs say of its services.
const ConfigMap = "berth-services"

// mostTold is how many bytes a ConfigMap may say, less than the 1 MiB that Kubernetes
// stores, for the names around them.
const mostTold = 1_000_000

// tooMuch says that a namespace has more services than a ConfigMap can tell of.
func tooMuch(told fields) error {
	bytes := 0
	data := told["data"].(fields)
	for key, value := range data {
		bytes += len(key) + len(value.(string))
	}
	if bytes <= mostTold {
		return nil
	}
	return fmt.Errorf("namespace %s: what the policies read of its services takes %d bytes, and a ConfigMap holds %d. Divide the services between namespaces, or disable rules that read much of them",
		told["metadata"].(fields)["namespace"], bytes, mostTold)
}

// namespaces are those of services, by name.
func namespaces(services []Service) (names []string) {
	for _, s := range services {
		names = append(names, s.Spec.Home())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// configMap writes what policies read of the services of a namespace.
func configMap(namespace string, services []Service, read []fact) fields {
	data := fields{}
	for i := range services {
		s := &services[i]
		if s.Spec.Home() != namespace {
			continue
		}
		excused := slices.Clone(s.Excused)
		slices.Sort(excused)
		data[s.Spec.Name+".excused"] = strings.Join(slices.Compact(excused), ",")
		for _, f := range read {
			if v, there := f.of(s); there {
				data[s.Spec.Name+"."+f.key] = v
			}
		}
	}
	return fields{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": fields{"name": ConfigMap, "namespace": namespace, "labels": fields{object.LabelManagedBy: object.Manager}},
		"data":     data,
	}
}

// factsRead are those that expressions read, by key.
func factsRead(texts []string) (read []fact) {
	used := map[string]bool{}
	for _, m := range variableName().FindAllStringSubmatch(strings.Join(texts, " "), -1) {
		used[m[1]] = true
	}
	for _, f := range facts() {
		if used[f.key] {
			read = append(read, f)
		}
	}
	return read
}
