package kustomize

import "strings"

// longestPath is how long a name may be that a kustomization gives.
const longestPath = 1024

// notLocal says why a name is not a plain relative path, or "". What kustomize could
// take for a URL or a repository is none, whatever exists under that name.
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
	case strings.ContainsAny(name, "\\*[]~$=\x00") || strings.ContainsFunc(name, isControl):
		return "a path has letters, digits, dots, dashes and slashes"
	}
	return ""
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// leaves tells whether a clean path leads out of the workspace.
func leaves(clean string) bool {
	return clean == ".." || strings.HasPrefix(clean, "../") || strings.HasPrefix(clean, "/")
}
