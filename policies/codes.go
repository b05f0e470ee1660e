package policies

// Stable codes of what this package reports. A code is never reused.
const (
	// CodeLong: the text of an expression is over its limit.
	CodeLong = "BERTH-R001"
	// CodeSyntax: an expression could not be parsed.
	CodeSyntax = "BERTH-R002"
	// CodeUnknown: an expression names what does not exist.
	CodeUnknown = "BERTH-R003"
	// CodeType: types in an expression that do not go together.
	CodeType = "BERTH-R004"
	// CodeRefused: a form that expressions here may not have.
	CodeRefused = "BERTH-R005"
	// CodeWhenOption: `when` reads the option.
	CodeWhenOption = "BERTH-R006"
	// CodeDuplicate: two rules of one name.
	CodeDuplicate = "BERTH-R007"
	// CodeReplace: `replace` is missing, or has nothing to replace.
	CodeReplace = "BERTH-R008"
	// CodeCriterion: a policy or a weight for a criterion that does not exist.
	CodeCriterion = "BERTH-R009"
	// CodeDisable: `disable` names a rule that does not exist.
	CodeDisable = "BERTH-R010"
	// CodeRun: an expression failed when it was evaluated.
	CodeRun = "BERTH-R011"
	// CodeOver: a check reads what is not there for its kind of subjects.
	CodeOver = "BERTH-R012"
	// CodeOneOf: a field is compared with a text that it can never have.
	CodeOneOf = "BERTH-R013"
	// CodeNever: a condition that can never be true, or never false, so that its rule
	// would look at nothing and be green.
	CodeNever = "BERTH-R014"
	// CodeName: a name in an expression that is nearly one of the workspace's.
	CodeName = "BERTH-R015"
)
