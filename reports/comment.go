package reports

import (
	"bytes"
	"io"
	"strings"
)

// commentRoom is how many bytes a comment may take. GitHub refuses more than 65,536
// characters; GitLab allows a million.
const commentRoom = 65_000

// shortestLine is how many bytes a line of a list has at least.
const shortestLine = 32

// commentLines is how many lines of a list a comment shows before it folds the rest.
const commentLines = 10

// writeComment writes Markdown for a comment on a change. The view is asked for at most
// so many lines of each list, fewer and fewer until the comment fits.
func writeComment(w io.Writer, lines int, view func(most int) []block) error {
	var b bytes.Buffer
	for lines = min(lines, commentRoom/shortestLine); ; lines /= 2 {
		b.Reset()
		if err := (&markdownPage{w: &b}).write(view(lines)...); err != nil {
			return err
		}
		out := quiet(b.String())
		if len(out) <= commentRoom || lines == 0 {
			_, err := io.WriteString(w, out)
			return err
		}
	}
}

// quiet keeps what a comment quotes from calling people, naming issues and becoming
// links: a space of no width stands where a name or an address would begin. Backslashes
// do not help, since both forges look for these in the page that Markdown became. Nor
// does a line begin with a slash, which GitLab takes for a command. Code is left as it
// is but for such lines, since none of this is looked for in code, and it is to be copied.
func quiet(markdown string) string {
	if !strings.Contains(markdown, "\n```") {
		return quietProse(markdown)
	}
	var out strings.Builder
	for rest := markdown; rest != ""; {
		prose, code, found := strings.Cut(rest, "\n```")
		out.WriteString(quietProse(prose))
		if !found {
			break
		}
		code = "```" + code
		end := "\n" + code[:len(code)-len(strings.TrimLeft(code, "`"))] + "\n"
		inside, after, closed := strings.Cut(code, end)
		out.WriteString("\n" + strings.ReplaceAll(inside, "\n/", "\n /"))
		if !closed {
			break
		}
		out.WriteString(strings.TrimSuffix(end, "\n"))
		rest = "\n" + after
	}
	return out.String()
}

func quietProse(markdown string) string {
	const nothing = "&#8203;"
	return strings.NewReplacer("@", "@"+nothing, `\#`, `\#`+nothing, "://", ":"+nothing+"//", "www.", "www"+nothing+".", "\n/", "\n"+nothing+"/").Replace(markdown)
}

// cut leaves the first rows of a table, and returns the others as a table of their own.
func (t table) cut(most int) (first, rest table) {
	first, rest = t, t
	n := min(most, len(t.rows))
	first.rows, rest.rows = t.rows[:n], t.rows[n:]
	return first, rest
}
