package duck

import (
	"bytes"
	"strings"
	"testing"
)

func TestARowWithoutEndIsRefusedAsSoonAsItIsTooLong(t *testing.T) {
	for name, filler := range map[string]string{"NUL": "\x00", "a quoted field": "x\n", "plain": "x"} {
		s := &scanner{}
		start := "a,b\n"
		if name == "a quoted field" {
			start += "\""
		}
		if _, err := s.Write([]byte(start)); err != nil {
			t.Fatal(err)
		}
		part, wrote := bytes.Repeat([]byte(filler), chunk), 0
		var err error
		for wrote <= 2*longestRecord && err == nil {
			var n int
			n, err = s.Write(part)
			wrote += n
		}
		if err == nil || !strings.Contains(err.Error(), "line 2: a row is longer than") {
			t.Errorf("%s: %v after %d bytes", name, err, wrote)
		}
	}
}
