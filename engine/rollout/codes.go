package rollout

// Stable codes of what this package reports. A code is never reused.
const (
	// CodeAway: a service is not where the specs say.
	CodeAway = "BERTH-A001"
	// CodeUnsaid: a service runs where the specs do not say.
	CodeUnsaid = "BERTH-A002"
	// CodeByHand: something was changed by hand, and the work sets it back.
	CodeByHand = "BERTH-A003"
	// CodeLost: an undo does not bring all of something back.
	CodeLost = "BERTH-A004"
	// CodeRaised: an autoscaler may take back what the work raises for callers to come.
	CodeRaised = "BERTH-A005"
	// CodeOpen: a service that runs already gets no NetworkPolicy.
	CodeOpen = "BERTH-A006"
	// CodeScaler: somebody else's autoscaler scales a workload, and berth makes none.
	CodeScaler = "BERTH-A007"
)
