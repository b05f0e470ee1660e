package k0s

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/diag"
)

// wordList is what a ClusterConfig can say, a rule value.
//
//go:embed words.txt
var wordList string

// vocabulary is what each word holds, by its path: "spec.api.port" holds a number.
type vocabulary map[string]string

// words reads the list of words.
func words() vocabulary {
	v := vocabulary{}
	for line := range strings.Lines(wordList) {
		if path, holds, ok := strings.Cut(strings.TrimSpace(line), " "); ok && path != "#" {
			v[path] = holds
		}
	}
	return v
}

// misfits says what in a configuration k0s has no word for, or of another type. k0s
// itself says nothing of those in spec.api and spec.network.
func (v vocabulary) misfits(path, shown string, value any) (out []string) {
	holds, known := v[path]
	if !known {
		return []string{v.unknown(path, shown)}
	}
	form, allowed, _ := strings.Cut(holds, " ")
	if !fits(form, value) {
		return []string{fmt.Sprintf("%s is %s; it must be %s", shown, describe(value), forms[form])}
	}
	switch inner := value.(type) {
	case string:
		if allowed != "" && !slices.Contains(strings.Split(allowed, "|"), inner) {
			return []string{fmt.Sprintf("%s is %q; it can be %s", shown, shorten(inner), strings.ReplaceAll(allowed, "|", ", "))}
		}
	case map[string]any:
		if form == "free" {
			return nil
		}
		for _, key := range sortedKeys(inner) {
			below := path + "." + key
			if form == "map" {
				below = path + ".*"
			}
			out = append(out, v.misfits(below, shown+"."+key, inner[key])...)
		}
	case []any:
		for i, e := range inner {
			out = append(out, v.misfits(path+"[]", fmt.Sprintf("%s[%d]", shown, i), e)...)
		}
	}
	return out
}

// forms are the types of values, in words.
var forms = map[string]string{
	"text": `text; put it in quotes`, "number": "a whole number", "truth": "true or false", "words": "a mapping",
	"map": "a mapping", "list": "a list", "text-or-number": "text or a number", "free": "anything",
}

func fits(form string, value any) bool {
	switch value.(type) {
	case string:
		return form == "text" || form == "text-or-number" || form == "free"
	case int64:
		return form == "number" || form == "text-or-number" || form == "free"
	case bool:
		return form == "truth" || form == "free"
	case map[string]any:
		return form == "words" || form == "map" || form == "free"
	case []any:
		return form == "list" || form == "free"
	}
	return form == "free"
}

// describe says what a value is, not its content: it may be a secret.
func describe(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case int64:
		return "a number"
	case float64:
		return "a fraction"
	case bool:
		return "true or false"
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	}
	return "nothing"
}

// unknown reports a word that there is not, with the one that may be meant.
func (v vocabulary) unknown(path, shown string) string {
	at := strings.LastIndex(path, ".")
	parent, name := path[:at], path[at+1:]
	var beside []string
	for known := range v {
		if rest, ok := strings.CutPrefix(known, parent+"."); ok && !strings.ContainsAny(rest, ".[") {
			beside = append(beside, rest)
		}
	}
	slices.Sort(beside)
	return strings.TrimSpace(fmt.Sprintf("%s: k0s has no such word. %s", shown, diag.Meant(name, beside)))
}
