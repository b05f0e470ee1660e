package profile

import "strings"

// nearest returns the word of the list that word was probably meant to be:
// the same but for case, or at most two letters away (one for words of up to
// four letters). The empty string says that none is near. Ties go to the
// first of the list.
func nearest(word string, list []string) string {
	for _, w := range list {
		if strings.EqualFold(w, word) {
			return w
		}
	}
	// What is far longer than any known word needs no comparing, and a
	// hostile name would make the comparison slow.
	if len(word) < 2 || len(word) > 64 {
		return ""
	}
	limit := 2
	if len(word) <= 4 {
		limit = 1
	}
	best, found := limit+1, ""
	for _, w := range list {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < best {
			best, found = d, w
		}
	}
	return found
}

// distance is the number of letters to insert, delete or replace to make b of
// a (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
