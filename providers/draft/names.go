package draft

import (
	"fmt"

	"berth.dev/providers/manifest"
)

// Names gives names of the language to what has names of another format, in the order
// of the texts. Texts that lead to one name get numbers: "web", "web-2".
func Names(texts []string) []string {
	taken := map[string]bool{internet: true}
	out := make([]string, len(texts))
	for i, t := range texts {
		name := manifest.Name(t)
		for n := 2; taken[name]; n++ {
			name = manifest.Name(fmt.Sprintf("%s-%d", t, n))
		}
		taken[name], out[i] = true, name
	}
	return out
}
