package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// Nothing of these takes long or much memory; each ends in an error. The time is
// not measured here: what is refused is refused before a parser sees the whole.
func TestHostileInputIsAnErrorAndNotTheEndOfTheProcess(t *testing.T) {
	const size = 200 << 10
	laugh := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 12; i++ {
		laugh += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), i-1)
	}
	pod := func(quantity string) string {
		return deployment(fmt.Sprintf(`{containers: [{name: a, image: a, resources: {requests: {memory: %q}}}]}`, quantity))
	}
	for name, text := range map[string]string{
		"open brackets":         strings.Repeat("[", size),
		"closed brackets":       strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"a hundred levels":      strings.Repeat("[", 101) + strings.Repeat("]", 101),
		"open maps":             strings.Repeat("{a: ", size/4),
		"nested lists":          strings.Repeat("- ", size/2),
		"nested keys":           strings.Repeat("? ", size/2),
		"JSON brackets":         `{"a":` + strings.Repeat("[", size),
		"JSON objects":          strings.Repeat(`{"a":`, size/5),
		"billion laughs":        laugh,
		"an alias of itself":    "a: &a [*a]",
		"quadratic aliases":     "a: &a [" + strings.Repeat("x,", 10_000) + "]\nb: [" + strings.Repeat("*a,", 1000) + "]",
		"many lines":            strings.Repeat("- x\n", 2_000_001),
		"many values":           "a: [" + strings.Repeat("x,", 2_000_001),
		"many values of JSON":   `{"a": [` + strings.Repeat("1,", 2_000_001),
		"one long line":         "a: " + strings.Repeat("x", 10<<20),
		"one long text":         "a: |\n" + strings.Repeat("  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 60_000),
		"text without an end":   "a: '" + strings.Repeat("x\n", size/2),
		"not UTF-8":             "apiVersion: v1\nkind: \xff\xfe",
		"UTF-16":                "\xff\xfea\x00:\x00",
		"zero bytes":            strings.Repeat("\x00", size),
		"an endless amount":     pod("1e999999999"),
		"an endlessly small":    pod("1e-999999999"),
		"a very long amount":    pod(strings.Repeat("9", size)),
		"a very small amount":   pod("0." + strings.Repeat("0", size) + "1"),
		"lists in lists":        strings.Repeat("{apiVersion: v1, kind: List, items: [", 60) + strings.Repeat("]}", 60),
		"merges":                "a: &a {x: 1}\nb:\n" + strings.Repeat("  <<: *a\n", size/10),
		"one key many times":    strings.Repeat("a: 1\n", size/5),
		"a tag that makes Go":   "!!binary \"%%%\"",
		"a name with a newline": "{apiVersion: apps/v1, kind: Deployment, metadata: {name: \"x\\nservice \\\"y\\\" {}\"}, spec: {template: {spec: {containers: [{image: a}]}}}}",
	} {
		t.Run(name, func(t *testing.T) {
			r, diags := Import(yamlSource(text), DefaultOptions())
			if !diags.HasErrors() {
				t.Error("no error")
			}
			if len(r.HCL) > 0 {
				t.Errorf("it became %s", r.HCL)
			}
			for _, d := range diags {
				if len(d.Error()) > 2000 || strings.ContainsAny(d.Error(), "\x00\x1b\n") {
					t.Errorf("the message repeats the input: %.300q", d.Error())
				}
			}
		})
	}
}

func TestLimitsHoldOverAllSources(t *testing.T) {
	a := func(name string) Source {
		return Source{Name: name, Bytes: fmt.Appendf(nil, simple, name)}
	}
	sources := []Source{a("a"), a("b"), a("c")}
	for name, change := range map[string]func(*Limits){
		"bytes of one source": func(l *Limits) { l.SourceBytes = 10 },
		"bytes in all":        func(l *Limits) { l.TotalBytes = 2*len(sources[0].Bytes) + 1 },
		"objects":             func(l *Limits) { l.Objects = 2 },
	} {
		o := DefaultOptions()
		change(&o.Limits)
		if _, diags := Import(sources, o); len(diags) == 0 || diags[0].Code != CodeSource {
			t.Errorf("%s: got %s", name, diagText(diags))
		}
	}
	many := "kind: List\napiVersion: v1\nitems:\n" + strings.Repeat("- {}\n", 20)
	o := DefaultOptions()
	o.Limits.Objects = 10
	if _, diags := Import(yamlSource(many), o); len(diags) == 0 || diags[0].Code != CodeSource {
		t.Errorf("items of a list: got %s", diagText(diags))
	}
}

func TestASourceIsReadToItsLimitAndNoFurther(t *testing.T) {
	l := DefaultLimits()
	l.SourceBytes = 100
	s, err := ReadSource(bytes.NewReader(make([]byte, 1<<20)), "-", l)
	if err != nil || len(s.Bytes) != 101 {
		t.Errorf("read %d bytes of at most 101: %v", len(s.Bytes), err)
	}
}

// What a manifest says must not reach the comments as lines of their own, nor
// the terminal as commands to it.
func TestTextOfManifestsStaysInsideItsComment(t *testing.T) {
	evil := `x\n}\nservice \"evil\" {\e[31m\u202e`
	r := mustImport(t, yamlSource(deployment(`{containers: [{name: "`+evil+`", image: "a${b}%{c}", env: [
	  {name: "`+evil+`_HOST", value: "10.0.0.1"}, {name: T, valueFrom: {secretKeyRef: {name: "`+evil+`", key: k}}}]}, {name: b, image: b}],
	  nodeSelector: {"`+evil+`": x}}`)), DefaultOptions())
	for line := range strings.Lines(string(r.HCL)) {
		if strings.Contains(line, "evil") && !strings.HasPrefix(strings.TrimSpace(line), "#") {
			t.Errorf("outside of a comment: %q", line)
		}
		if strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("a control character: %q", line)
		}
	}
	if !strings.Contains(string(r.HCL), `image = "a$${b}%%{c}"`) {
		t.Errorf("the image is not escaped:\n%s", r.HCL)
	}
}
