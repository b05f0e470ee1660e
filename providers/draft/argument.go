package draft

import (
	"strings"

	"berth.dev/providers/manifest"
)

// Arguments are the words of a command as texts. The key of a word is its flag, before
// "=" or as the word before it; where is added to the place that is said of each.
func Arguments(words []string, where string) []Text {
	var out []Text
	flag := ""
	for _, word := range words {
		// A script is like a file: it may hold anything.
		t := Text{Key: flag, Value: word, From: "an argument" + where, File: strings.ContainsAny(word, " \n")}
		flag = ""
		if strings.HasPrefix(word, "-") {
			name, value, ok := strings.Cut(word, "=")
			if !ok {
				flag = word
				continue
			}
			t.Key, t.Value = name, value
		}
		// A short flag may have its value at once, as in "-psecret".
		if strings.HasPrefix(t.Key, "--") && manifest.Plain(t.Key) && !strings.Contains(t.Key, " ") {
			t.From = "argument " + t.Key + where
		}
		out = append(out, t)
	}
	return out
}
