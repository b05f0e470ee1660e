package spec

// Stable codes of what this package reports. A code is never reused.
const (
	// CodeSyntax: HCL could not be parsed.
	CodeSyntax = "BERTH-S001"
	// CodeLimit: a file is larger or deeper than the limits, or not UTF-8.
	CodeLimit = "BERTH-S002"
	// CodeComputed: a template, operator, function or loop in a spec.
	CodeComputed = "BERTH-S003"
	// CodeUnknownWord: a block or attribute the language does not have.
	CodeUnknownWord = "BERTH-S004"
	// CodeLabels: a block with too many or too few names, or a malformed one.
	CodeLabels = "BERTH-S005"
	// CodeForm: a value of the wrong form or unit.
	CodeForm = "BERTH-S006"
	// CodeMissing: an attribute or block that must be there.
	CodeMissing = "BERTH-S007"
	// CodeDuplicate: the same thing said twice.
	CodeDuplicate = "BERTH-S008"
	// CodeReference: a name that leads nowhere.
	CodeReference = "BERTH-S009"
	// CodeCurrency: money in a currency without a rate.
	CodeCurrency = "BERTH-S010"
	// CodeCombination: words that contradict each other.
	CodeCombination = "BERTH-S011"
	// CodeEmpty: a workspace without what makes one.
	CodeEmpty = "BERTH-S012"
	// CodeCycle: services that define each other's load in a circle.
	CodeCycle = "BERTH-S013"
)
