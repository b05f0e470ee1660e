package admission

// The names of what an export makes.
const (
	// ConfigMap is what says in each namespace what the specs say of its services.
	ConfigMap = "berth-services"
	// suffix ends the name of every policy and binding.
	suffix = ".berth.dev"
)

// policyName is the name of a rule's policy and binding.
func policyName(rule string) string { return rule + suffix }
