package reports

// Attacks are texts that attack a page, for tests outside the package.
func Attacks() []string { return attacks() }
