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
// does a line begin with a slash, which GitLab takes for a command.
func quiet(markdown string) string {
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
