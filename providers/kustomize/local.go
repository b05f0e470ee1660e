package kustomize

import "strings"

// longestPath is how long a name may be that a kustomization gives.
const longestPath = 1024

// notLocal says why a name is not a plain relative path, or "". What kustomize could
// take for a URL or a repository is none, whatever exists under that name: it would ask
// the network first.
func notLocal(name string) string {
	first, _, _ := strings.Cut(name, "/")
	switch {
	case name == "":
		return "the name is empty"
	case len(name) > longestPath:
		return "the name is too long"
	case strings.Contains(name, "://"), strings.Contains(name, "git::"), strings.ContainsAny(name, ":@?"),
		strings.EqualFold(first, "github.com"), strings.Contains(name, "//"):
		return "it may be an address elsewhere, and berth fetches nothing: copy what it names into the workspace and write its path"
	case strings.HasPrefix(name, "/"):
		return "the path begins at the root of the machine. Write it relative to the folder"
	case strings.ContainsFunc(name, isStrange):
		return "a path may have letters, digits, dots, dashes, underscores and slashes. Rename the file"
	}
	return ""
}

// isStrange tells characters that kustomize's file system in memory does not take.
func isStrange(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_./", r)
}

// leaves tells whether a clean path leads out of the workspace.
func leaves(clean string) bool {
	return clean == ".." || strings.HasPrefix(clean, "../") || strings.HasPrefix(clean, "/")
}
