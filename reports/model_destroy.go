package reports

// Destroy is what a removal of everything of berth's is about.
type Destroy struct {
	// Schema is "berth.destroy/1"; What is "result" where it is the last of many lines.
	Schema string `json:"schema"`
	What   string `json:"what"`
	// Over says that it has happened; else it is what would happen.
	Over bool `json:"over"`
	// Where names the clusters.
	Where string `json:"where"`
	// Goes are the objects that are removed, Stays those that are left, with the
	// reason.
	Goes  []DestroyObject `json:"goes"`
	Stays []DestroyObject `json:"stays"`
	// Error says why not all of it happened.
	Error string `json:"error,omitempty"`
}

// DestroyObject is one object of a removal.
type DestroyObject struct {
	Site   string `json:"site"`
	Object string `json:"object"`
	Why    string `json:"why,omitempty"`
}
