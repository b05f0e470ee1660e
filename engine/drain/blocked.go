package drain

import (
	"fmt"
	"strings"
	"time"
)

// Error names the pods, and what to do for each.
func (b *Blocked) Error() string {
	words := make([]string, len(b.Pods))
	for i, p := range b.Pods {
		words[i] = p.Words
	}
	head := "node " + strings.Join(b.Nodes, ", ") + " cannot be emptied"
	if b.Waited > 0 {
		head += fmt.Sprintf(" (waited %s)", b.Waited.Round(time.Second))
	}
	tail := ""
	if len(b.Left) > 0 {
		tail = "; still closed: " + strings.Join(b.Left, "; ")
	}
	return head + ": " + strings.Join(words, "; ") + tail
}
