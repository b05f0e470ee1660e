package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/diag"
)

// annotationsShown is how many annotations of one level GitHub shows of a step.
const annotationsShown = 10

// annotation is one command to GitHub's runner.
type annotation struct {
	level, title, message string
	at                    SpecPlace
}

// writeCheckGitHub writes a run as workflow commands, which GitHub shows beside the
// lines of a change. Those above the limit are counted in a last line, which is no
// command.
func writeCheckGitHub(w io.Writer, o Options, c *Check) error {
	most := o.MaxAnnotations
	if most <= 0 {
		most = annotationsShown
	}
	var b bytes.Buffer
	written, left := map[string]int{}, 0
	for _, a := range c.annotations() {
		if written[a.level] >= most {
			left++
			continue
		}
		written[a.level]++
		a.write(&b)
	}
	if left > 0 {
		fmt.Fprintf(&b, "and %s: give --max-annotations, or read --format text.\n", count(left, "more annotation"))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (c *Check) annotations() (out []annotation) {
	for i := range c.Errors {
		e := &c.Errors[i]
		out = append(out, annotation{"error", "berth check: " + e.Code, e.words(), e.At})
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		a := annotation{githubLevel(f.Severity), f.Rule, f.sentence(), f.At}
		if e := c.exception(f); e != nil {
			a.level = "notice"
			a.message += "\n" + upper(strings.TrimSuffix(e.excuse(), ".")) + "."
		}
		out = append(out, a)
	}
	return out
}

func githubLevel(severity string) string {
	switch severity {
	case "error", "warning":
		return severity
	}
	return "notice"
}

// write writes the command on one line, whatever its words hold.
func (a *annotation) write(b *bytes.Buffer) {
	var properties []string
	add := func(name, value string) {
		properties = append(properties, name+"="+githubProperty(value))
	}
	add("title", a.title)
	if a.at.File != "" {
		add("file", a.at.File)
		if a.at.Line > 0 {
			add("line", fmt.Sprint(a.at.Line))
		}
	}
	fmt.Fprintf(b, "::%s %s::%s\n", a.level, strings.Join(properties, ","), githubData(a.message))
}

// githubData escapes the words of a command: a line end would begin another one.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\t", " ", "\r", "%0D", "\n", "%0A").Replace(diag.Clean(s))
}

// githubProperty escapes a property of a command, where a colon or a comma ends it.
func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}
