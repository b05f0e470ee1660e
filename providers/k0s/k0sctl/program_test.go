package k0sctl

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// install writes a shell script as k0sctl into a folder of its own, and returns the path
// that finds it.
func install(t *testing.T, script string) (path string) {
	t.Helper()
	folder := t.TempDir()
	text := "#!/bin/sh\nhere=$(dirname \"$0\")\nif test \"$1\" = version; then echo 'version: v0.32.2'; echo 'commit: 1234567'; exit 0; fi\n" + script
	if err := os.WriteFile(filepath.Join(folder, "k0sctl"), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder + string(filepath.ListSeparator) + "/usr/bin" + string(filepath.ListSeparator) + "/bin"
}

// found is the program of a script, which is stopped soon after its time.
func found(t *testing.T, script string) (p *Program, folder string) {
	t.Helper()
	path := install(t, script)
	p, err := Find(context.Background(), Machine{Path: path, Agent: "/run/agent", Interrupt: 10 * time.Millisecond, Kill: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return p, filepath.Dir(p.File)
}

// job is a run with all that one needs.
func job(t *testing.T) Job {
	t.Helper()
	state := t.TempDir()
	lock, err := os.Create(filepath.Join(state, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Close() }) // a test may have closed it
	return Job{File: []byte("spec: {}\n"), KnownHosts: []byte("h ssh-ed25519 AAAA\n"), State: state, Lock: lock, Limit: time.Minute}
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAProgramOfAnotherVersionIsRefused(t *testing.T) {
	for _, c := range []struct{ name, says, want string }{
		{"older", "echo 'version: v0.31.1'", "is v0.31.1; berth has been tried with v0.32.x alone"},
		{"newer", "echo 'version: v0.33.0'", "is v0.33.0"},
		{"a longer number", "echo 'version: v0.320.0'", "is v0.320.0"},
		{"something else", "echo hello", "does not tell its version"},
		{"a failure", "exit 3", "exit status 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "k0sctl"), []byte("#!/bin/sh\n"+c.says+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			_, err := Find(context.Background(), Machine{Path: folder})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestOnlyAProgramOfAnAbsoluteFolderIsFound(t *testing.T) {
	path := install(t, "")
	folder := filepath.SplitList(path)[0]
	t.Chdir(folder)
	if err := os.WriteFile(filepath.Join(folder, "none"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", ".", ":", "none", filepath.Join(folder, "none")} {
		_, err := Find(context.Background(), Machine{Path: p})
		if err == nil || !strings.Contains(err.Error(), "not found on the PATH; install v0.32.x") {
			t.Errorf("path %q: got %v", p, err)
		}
	}
	p, err := Find(context.Background(), Machine{Path: ".:" + path})
	if err != nil || p.Version != "v0.32.2" || p.File != filepath.Join(folder, "k0sctl") {
		t.Errorf("got %+v, %v", p, err)
	}
}
