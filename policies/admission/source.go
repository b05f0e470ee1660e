package admission

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/policies"
)

// value is what a variable of rules becomes: text in Kubernetes' dialect, or what it is
// on the site.
type value struct {
	// known is a bool, a number, a text or texts; nil where only the cluster knows.
	known any
	// text reads the value, has tells whether it is there; "" where it always is.
	text, has string
}

// sources say of every variable where it comes from.
type sources struct {
	option  *policies.Option
	setting policies.Setting
}

// find returns what a variable becomes, or why a cluster cannot know it.
func (s sources) find(name string) (v value, why string) {
	if known := s.site(name); known != nil {
		return value{known: known}, ""
	}
	if name == "service.name" {
		return value{text: "variables.service"}, ""
	}
	if v, ok := shown(name); ok {
		return v, ""
	}
	if f, ok := told(name); ok {
		v := value{text: "variables." + f.key}
		if f.optional {
			v.has = fmt.Sprintf("variables.service + '.%s' in params.data", f.key)
		}
		return v, ""
	}
	return value{}, unknowable(name)
}

// site is what the site alone tells; nil for the rest.
func (s sources) site(name string) any {
	switch o := s.option; name {
	case "option.id":
		return o.ID
	case "option.kind":
		return o.Kind
	case "option.elastic":
		return o.Elastic
	case "option.sites", "service.goes_to":
		return o.Sites
	case "option.countries", "service.countries":
		return o.Countries
	case "option.capabilities":
		return o.Capabilities
	case "option.environments":
		return o.Environments
	case "workspace.currency":
		return s.setting.Currency
	case "workspace.reference_site":
		return s.setting.ReferenceSite
	case "workspace.cost_basis":
		return s.setting.CostBasis
	}
	return nil
}

// shown is what the object itself shows.
func shown(name string) (value, bool) {
	switch name {
	case "service.images", "service.probed":
		return value{text: "variables." + strings.TrimPrefix(name, "service.")}, true
	case "service.replica_cores":
		return value{text: "variables.replica_cores", has: "variables.asks_cpu"}, true
	case "service.replica_memory_gib":
		return value{text: "variables.replica_memory_gib", has: "variables.asks_memory"}, true
	}
	return value{}, false
}

// unknowable says why one workload does not tell a variable.
func unknowable(name string) string {
	root, field, _ := strings.Cut(name, ".")
	switch {
	case root == "fleet":
		return "which is of all services together"
	case strings.Contains(field, "money") || field == "hourly_rate" || field == "hours":
		return "which a month's use decides, not a workload"
	case root == "option" && (strings.Contains(field, "calls") || strings.HasSuffix(field, "_gib")):
		return "which depends on where the services run that it calls"
	case strings.Contains(field, "calls"):
		return "which is of its calls and not of what runs"
	case slices.Contains([]string{"runs_on", "countries_today", "moves", "firm", "missing"}, field):
		return "which depends on where the service runs now or is to run"
	case field == "as_of":
		return "and a policy has no clock"
	}
	return "which neither the site nor the workload nor the service's spec tells"
}
