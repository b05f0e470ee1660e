package k0s

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// patched applies a unified diff to lines.
func patched(t *rapid.T, was []string, diff string) (out []string) {
	at := 0
	for line := range strings.Lines(diff) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "@@") {
			var from, n, to, m int
			if _, err := fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &from, &n, &to, &m); err != nil {
				t.Fatal(err, line)
			}
			if n == 0 {
				from++
			}
			out = append(out, was[at:from-1]...)
			at = from - 1
			if m > 0 && len(out) != to-1 || m == 0 && len(out) != to {
				t.Fatalf("hunk %s begins at line %d of the new file", line, len(out)+1)
			}
			continue
		}
		if line[0] != '+' {
			if was[at] != line[1:] {
				t.Fatalf("line %d is %q and not %q", at+1, was[at], line[1:])
			}
			at++
		}
		if line[0] != '-' {
			out = append(out, line[1:])
		}
	}
	return append(out, was[at:]...)
}

func TestADiffMakesTheNewFromTheOld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 40)
		was, is := file.Draw(t, "was"), file.Draw(t, "is")
		diff := unified(was, is)
		if (diff == "") != slices.Equal(was, is) {
			t.Fatalf("the diff is %q", diff)
		}
		if d := cmp.Diff(strings.Join(is, "\n"), strings.Join(patched(t, was, diff), "\n")); d != "" {
			t.Fatalf("%s\n%s", d, diff)
		}
	})
}

func TestADiffShowsThreeLinesAround(t *testing.T) {
	was := strings.Split("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", " ")
	is := slices.Clone(was)
	is[1], is[8], is[18] = "two", "nine", "nineteen"
	golden(t, "diff.txt", unified(was, is))
}

func TestALongFileIsShownAsAWhole(t *testing.T) {
	long := make([]string, mostLines)
	if got := unified(long, append(slices.Clone(long), "x")); strings.Count(got, "\n") != 2*mostLines+2 {
		t.Errorf("%d lines", strings.Count(got, "\n"))
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	const key = "-----BEGIN RSA PRIVATE KEY-----"
	was := map[string]any{
		"password": "hunter2", "dataSource": "postgres://ann:hunter2@db/k0s", "list": []any{key, "mysql://ann:hunter2@tcp(db)/k0s"},
		"values": "admin:\n  password: hunter2\n", "token": "hunter2", "clientSecret": "hunter2", "cert": key,
	}
	shown := string(emit(hide(was)))
	if strings.Contains(shown, "hunter2") || strings.Contains(shown, key) || strings.Count(shown, hidden) != 8 {
		t.Error(shown)
	}
	open := map[string]any{
		"existingSecret": "shop", "secretName": "shop", "passwordFile": "/p", "password": "", "url": "https://ann@db/k0s", "tokenTTL": "1h",
		"values": "auth:\n  existingSecret: shop\n", "on": true, "n": int64(1),
	}
	if diff := cmp.Diff(any(open), hide(open)); diff != "" {
		t.Errorf("it hides what is no secret: %s", diff)
	}
	is := deepCopy(was).(map[string]any)
	is["password"] = "hunter3"
	if d := diffOf("a", was, is); !strings.Contains(d, "a value that may be a secret changes") || strings.Contains(d, "hunter") {
		t.Error(d)
	}
}
