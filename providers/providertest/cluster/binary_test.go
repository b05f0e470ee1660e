package cluster

import (
	"strings"
	"testing"
)

func TestTheServerSaysItsVersion(t *testing.T) {
	folder, err := controlPlane().Source()
	if err != nil {
		t.Fatal(err)
	}
	version, err := kubernetes(folder)
	if err != nil {
		t.Fatal(err)
	}
	major, minor, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	minor, _, _ = strings.Cut(minor, ".")
	for _, want := range []string{"gitVersion=" + version + " ", "gitMajor=" + major + " ", "gitMinor=" + minor + " "} {
		if got := link(version); !strings.Contains(got, "version."+want) {
			t.Errorf("the linker is not told %s: %s", want, got)
		}
	}
}
