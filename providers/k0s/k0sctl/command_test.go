package k0sctl

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// archive is a script's way of writing a backup to the file that follows --output.
const archive = `while test $# -gt 0; do test "$1" = --output && out=$2; shift; done; printf '\037\213backup' > "$out"` + "\n"

func TestTheCommandLinesAreThese(t *testing.T) {
	p, folder := found(t, `echo "$@" >> "$here/asked"`+"\n"+`test "$1" = backup && { `+archive+`}; exit 0`)
	j := job(t)
	room := filepath.Join(j.State, Folder)
	_, err := p.Kubeconfig(context.Background(), j)
	err = errors.Join(err,
		p.Apply(context.Background(), j),
		p.Backup(context.Background(), j, filepath.Join(j.State, "kept.tar.gz")),
		p.Reset(context.Background(), j))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`kubeconfig --config ROOM/k0sctl.yaml --timeout 1m0s
apply --config ROOM/k0sctl.yaml --concurrency 1 --no-drain --timeout 1m0s
backup --config ROOM/k0sctl.yaml --concurrency 1 --timeout 1m0s --output ROOM/backup.tar.gz
reset --config ROOM/k0sctl.yaml --concurrency 1 --force --timeout 1m0s
`, "ROOM", room)
	if diff := cmp.Diff(want, read(t, folder, "asked")); diff != "" {
		t.Error(diff)
	}
}

func TestTheProgramGetsTheseVariablesAndNoInput(t *testing.T) {
	for _, name := range []string{"DRY_RUN", "DEBUG", "TRACE", "SSH_KNOWN_HOSTS", "KUBECONFIG", "HTTPS_PROXY", "LD_PRELOAD_X"} {
		t.Setenv(name, "")
	}
	p, folder := found(t, `tr '\0' '\n' < /proc/$$/environ > "$here/env"; cat > "$here/stdin"; pwd > "$here/pwd"`)
	j := job(t)
	if err := p.Apply(context.Background(), j); err != nil {
		t.Fatal(err)
	}
	room := filepath.Join(j.State, Folder)
	want := []string{"HOME=" + room + "/home", "PATH=" + p.machine.Path, "SSH_AUTH_SOCK=/run/agent", "SSH_KNOWN_HOSTS=" + room + "/known_hosts", "XDG_CACHE_HOME=" + room + "/cache"}
	got := strings.Split(strings.TrimSpace(read(t, folder, "env")), "\n")
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", room + "\n"}, []string{read(t, folder, "stdin"), read(t, folder, "pwd")}); diff != "" {
		t.Error(diff)
	}
}

func TestItsFilesAreForTheOwnerAloneAndGoAfterwards(t *testing.T) {
	p, folder := found(t, `for f in . home cache k0sctl.yaml known_hosts output; do stat -c "%a $f" $f; done > "$here/modes"; cat k0sctl.yaml known_hosts > "$here/texts"; echo left > home/left; exit $(cat "$here/code")`)
	for _, code := range []string{"0", "1"} {
		if err := os.WriteFile(filepath.Join(folder, "code"), []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		j := job(t)
		old := filepath.Join(j.State, Folder, "of an earlier run")
		if err := os.MkdirAll(old, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := p.Apply(context.Background(), j); (err == nil) != (code == "0") {
			t.Fatal(err)
		}
		want := "700 .\n700 home\n700 cache\n600 k0sctl.yaml\n600 known_hosts\n600 output\nspec: {}\nh ssh-ed25519 AAAA\n"
		if diff := cmp.Diff(want, read(t, folder, "modes")+read(t, folder, "texts")); diff != "" {
			t.Error(diff)
		}
		if _, err := os.Stat(filepath.Join(j.State, Folder)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("exit code %s: something is left: %v", code, err)
		}
	}
}

func TestARunWithoutKeysALockOrALimitIsRefused(t *testing.T) {
	p, folder := found(t, `touch "$here/ran"`)
	for name, spoil := range map[string]func(*Job){
		"file": func(j *Job) { j.File = nil }, "keys": func(j *Job) { j.KnownHosts = nil },
		"lock": func(j *Job) { j.Lock = nil }, "limit": func(j *Job) { j.Limit = 0 },
	} {
		j := job(t)
		spoil(&j)
		if err := p.Apply(context.Background(), j); err == nil || !strings.Contains(err.Error(), "is not run without") {
			t.Errorf("without %s: got %v", name, err)
		}
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := p.Apply(cancelled, job(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "ran")); err == nil {
		t.Error("it was run all the same")
	}
}

func TestABackupIsKeptWholeOrNotAtAll(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"whole", archive, ""},
		{"a failure that has written some", archive + "exit 1", "k0sctl backup ended with exit code 1"},
		{"success without an archive", "exit 0", "has ended without an archive"},
		{"success with something else", `while test $# -gt 0; do test "$1" = --output && echo words > "$2"; shift; done`, "is no archive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, _ := found(t, c.script)
			j := job(t)
			file := filepath.Join(j.State, "kept.tar.gz")
			err := p.Backup(context.Background(), j, file)
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %q", err, c.want)
				}
				if _, err := os.Stat(file); err == nil {
					t.Error("there is an archive all the same")
				}
				return
			}
			info, statErr := os.Stat(file)
			if err != nil || statErr != nil || info.Mode() != 0o600 {
				t.Fatalf("got %v, %v, %v", err, statErr, info)
			}
			if err := p.Backup(context.Background(), j, file); err == nil || !strings.Contains(err.Error(), "there is a file of this name") {
				t.Errorf("over an older one: got %v", err)
			}
		})
	}
}

func TestTheKubeconfigStaysInMemory(t *testing.T) {
	p, _ := found(t, `test -e output && exit 9; echo 'apiVersion: v1'; echo 'client-key-data: c2VjcmV0'; echo 'level=warning msg=x' >&2`)
	got, err := p.Kubeconfig(context.Background(), job(t))
	if err != nil || string(got) != "apiVersion: v1\nclient-key-data: c2VjcmV0\n" {
		t.Errorf("got %q, %v", got, err)
	}
	p, _ = found(t, `echo 'client-key-data: c2VjcmV0'; echo 'level=fatal msg="no host: token=abcdef0123"'; exit 1`)
	_, err = p.Kubeconfig(context.Background(), job(t))
	want := &Failed{Command: "kubeconfig", Code: 1, Says: "no host: token=[hidden]"}
	var failed *Failed
	if !errors.As(err, &failed) || *failed != *want {
		t.Errorf("got %v, want %v", err, want)
	}
}

func TestWhatAKilledRunHasLeftIsSweptAway(t *testing.T) {
	state := t.TempDir()
	if err := os.MkdirAll(filepath.Join(state, Folder, "home"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Sweep(state); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(state); err != nil || len(left) > 0 {
			t.Errorf("left are %v, %v", left, err)
		}
	}
}
