package k0sctl

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// lines cuts what the program says into lines, hides secrets in them and keeps the last
// complaints.
type lines struct {
	say        func(string)
	rest       []byte
	secret     bool
	complaints []string
	last       []string
}

// kept is how many lines a failure shows; longest is the most of one line.
const (
	kept    = 4
	longest = 400
	// unended is the most that is kept of a line that does not end.
	unended = 64 << 10
)

// read takes what there is.
func (l *lines) read(r io.Reader) {
	chunk := make([]byte, 32<<10)
	for {
		n, err := r.Read(chunk)
		l.take(chunk[:n])
		if err != nil || n == 0 {
			return
		}
	}
}

func (l *lines) take(text []byte) {
	for _, c := range text {
		switch {
		case c == '\n':
			l.line(string(l.rest))
			l.rest = l.rest[:0]
		case len(l.rest) < unended:
			l.rest = append(l.rest, c)
		}
	}
}

// end takes the last line, which may have no end.
func (l *lines) end() {
	if len(l.rest) > 0 {
		l.line(string(l.rest))
		l.rest = nil
	}
}

// record is a line of the program's log, as it writes it without a terminal.
var record = regexp.MustCompile(`^(?:time="[^"]*" )?level=([a-z]+) msg=(.*)$`)

// saved is where k0sctl has written its log, which goes with the run's folder.
var saved = regexp.MustCompile(` - log file saved to [^ :]+`)

// line passes one line on. What is no record of the log is the program's name in large
// letters and notices to its users, and is kept only in case that nothing else tells
// why it has failed.
func (l *lines) line(text string) {
	text = l.hide(plain(text))
	m := record.FindStringSubmatch(text)
	if m == nil {
		l.last = tail(l.last, strings.TrimSpace(text))
		return
	}
	words := m[2]
	if s, err := strconv.Unquote(words); err == nil {
		words = l.hide(plain(strings.ReplaceAll(s, "\n", " ")))
	}
	words = shorten(saved.ReplaceAllString(words, ""))
	switch m[1] {
	case "warning":
		words = "warning: " + words
	case "error", "fatal", "panic":
		l.complaints = tail(l.complaints, words)
		words = m[1] + ": " + words
	}
	if l.say != nil {
		l.say(words)
	}
}

// complaint is what the program has complained about last.
func (l *lines) complaint() string {
	if len(l.complaints) > 0 {
		return strings.Join(l.complaints, "; ")
	}
	return strings.Join(l.last, "; ")
}

// tail keeps the last few.
func tail(lines []string, line string) []string {
	if line = shorten(line); line == "" || slices.Contains(lines, line) {
		return lines
	}
	lines = append(lines, line)
	return lines[max(0, len(lines)-kept):]
}

func shorten(s string) string {
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// colours are what terminals take as orders.
var colours = regexp.MustCompile("\x1b\\[[0-9;?]*[ -/]*[@-~]")

// plain is a line without anything that a terminal would obey.
func plain(s string) string {
	s = colours.ReplaceAllString(s, "")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, "?"))
}
