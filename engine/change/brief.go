package change

// longest is how many characters of a value are shown, about is how many around what
// differs.
const (
	longest = 60
	about   = 30
)

// brief shortens two values to where they differ, with "…" for what is left out. What is
// short stays whole, and what is unset stays empty.
func brief(from, to string) (string, string) {
	a, b := []rune(from), []rune(to)
	begin, end := alike(a, b)
	return around(a, begin, end), around(b, begin, end)
}

// alike counts the characters with which both begin, and those with which both end.
func alike(a, b []rune) (begin, end int) {
	for begin < min(len(a), len(b)) && a[begin] == b[begin] {
		begin++
	}
	for end < min(len(a), len(b))-begin && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return begin, end
}

// around is a text without what lies far before and far behind a difference.
func around(text []rune, begin, end int) string {
	if len(text) <= longest {
		return string(text)
	}
	from := max(0, begin-about)
	to := min(len(text), max(len(text)-end+about, from+about), from+longest)
	out := string(text[from:to])
	if from > 0 {
		out = "…" + out
	}
	if to < len(text) {
		out += "…"
	}
	return out
}
