package machines

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/providers/providertest/cluster"
)

func TestACommandIsSplitAsAShellWould(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"cat /etc/k0s/k0s.yaml", []string{"cat", "/etc/k0s/k0s.yaml"}},
		{"  a   b ", []string{"a", "b"}},
		{`sh -c 'a "$b"; c' k0s ''`, []string{"sh", "-c", `a "$b"; c`, "k0s", ""}},
		{`it\'s 'a'"b"c`, []string{"it's", "abc"}},
		{`a; reboot`, nil},
		{`a $(reboot)`, nil},
		{"a `reboot`", nil},
		{`a > /etc/passwd`, nil},
		{`"a$HOME"`, nil},
		{`'open`, nil},
		{`a\`, nil},
		{``, nil},
	}
	for _, test := range tests {
		got, ok := split(test.line)
		if diff := cmp.Diff(test.want, got); ok != (test.want != nil) || ok && diff != "" {
			t.Errorf("%s: %v: %s", test.line, ok, diff)
		}
	}
}

func TestQuotedWordsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.String(), 1, 5).Draw(t, "words")
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
		}
		got, ok := split(strings.Join(quoted, " "))
		if diff := cmp.Diff(words, got); !ok || diff != "" {
			t.Error(ok, diff)
		}
	})
}

func FuzzSplitNeverPanics(f *testing.F) {
	f.Add(`sh -c 'x' k0s "/var/lib/k0s"`)
	f.Fuzz(func(t *testing.T, line string) {
		words, ok := split(line)
		if ok != (len(words) > 0) {
			t.Errorf("%q: %v, %v", line, words, ok)
		}
	})
}

func TestAVersionIsOneThatWasReleased(t *testing.T) {
	for version, want := range map[string]int{"v1.36.3+k0s.1": 36, "v1.36.0-rc.1+k0s.0": 36} {
		if got := minor(version); got != want || exact(version) != nil {
			t.Errorf("%s: minor %d, %v", version, got, exact(version))
		}
	}
	for _, version := range []string{"", "v1.36", "v1.36.3", "1.36.3+k0s.1", "v1.36.3+k0s", "latest"} {
		if exact(version) == nil {
			t.Errorf("%q can be downloaded", version)
		}
	}
}

func TestTheFlagsAreThoseOfTheServer(t *testing.T) {
	help, err := exec.Command(cluster.Need(t), "kube-apiserver", "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, found := range regexp.MustCompile(`(?m)^ +(?:-., )?--([a-z0-9-]+)`).FindAllSubmatch(help, -1) {
		want = append(want, string(found[1]))
	}
	slices.Sort(want)
	if diff := cmp.Diff(slices.Compact(want), strings.Fields(serverFlags)); diff != "" {
		t.Error(diff)
	}
}
