package workload

// Stable codes of what this package reports. A code is never reused.
const (
	// CodeNothing: a service that says neither container nor manifests.
	CodeNothing = "BERTH-W001"
	// CodeUnsaid: a container block lacks what its objects would need.
	CodeUnsaid = "BERTH-W002"
	// CodeContradiction: words that no object can hold together.
	CodeContradiction = "BERTH-W003"
	// CodeKind: a kind that berth does not write.
	CodeKind = "BERTH-W004"
	// CodeName: an object without a name, with a bad one, or in another namespace.
	CodeName = "BERTH-W005"
	// CodeShape: an object that is not one of its kind.
	CodeShape = "BERTH-W006"
	// CodeBound: something of one site in manifests for all.
	CodeBound = "BERTH-W007"
	// CodeTwice: an object that two services make, or one of them twice.
	CodeTwice = "BERTH-W008"
	// CodeOwned: an object that says it belongs to something else.
	CodeOwned = "BERTH-W009"
	// CodeIdle: a word of the container block that changes nothing here.
	CodeIdle = "BERTH-W010"
)
