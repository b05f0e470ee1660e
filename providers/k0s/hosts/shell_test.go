package hosts

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheScriptIsOneThatAShellUnderstands(t *testing.T) {
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	for _, has := range []bool{false, true} {
		if has {
			if err := os.Mkdir(filepath.Join(data, "pki"), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command("sh", "-c", Look, "k0s", data).Output()
		if err != nil {
			t.Fatal(err)
		}
		f, err := parseLook(out)
		if err != nil {
			t.Fatal(err)
		}
		if f.Binary != "" || f.Service != "" {
			t.Skip("this machine has k0s")
		}
		if diff := cmp.Diff(&Facts{Node: name, Data: has}, f); diff != "" {
			t.Error(diff)
		}
	}
}
