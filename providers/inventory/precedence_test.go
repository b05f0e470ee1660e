package inventory

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

func TestTheNearestVariableWins(t *testing.T) {
	// Ansible's own order, from the farthest: each level says another user.
	levels := []string{"[all:vars]", "[parent:vars]", "[child:vars]", "group_vars/all.yml", "group_vars/parent/a.yml", "group_vars/child.yaml", "host", "host_vars/a"}
	for n := range levels {
		files, host, sections := Files{}, "a ansible_host=192.0.2.1", ""
		for i, level := range levels[:n+1] {
			user := fmt.Sprintf("u%d", i)
			switch {
			case level == "host":
				host += " ansible_user=" + user
			case strings.HasPrefix(level, "["):
				sections += level + "\nansible_user=" + user + "\n"
			default:
				files.Vars = append(files.Vars, manifest.Source{Name: "in/" + level, Bytes: []byte("ansible_user: " + user)})
			}
		}
		text := host + "\n[parent:children]\nchild\n[child]\na\n" + sections + "[kube_control_plane]\na\n[kube_node]\na\n"
		files.Inventory = manifest.Source{Name: "in/hosts", Bytes: []byte(text)}
		res, err := Import(files, whole())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := readable(t, res.HCL).K0s.Hosts[0].User.V, fmt.Sprintf("u%d", n); got != want {
			t.Errorf("with %s the user is %s, want %s", levels[n], got, want)
		}
	}
}

func TestFilesOfOthersBesideAnInventoryAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"hosts": tiny(""), "group_vars/all.yml~": "a: [", "group_vars/elsewhere.yml": "a: [", "group_vars/.hidden": "a: [", "host_vars/b.yml": "a: [", "group_vars/all/README.md": "a: [",
	} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "group_vars", "kube_node.yml")); err != nil {
		t.Fatal(err)
	}
	// A folder that is a link, as kubespray's own example has one, is told of as well.
	if err := os.Symlink("../elsewhere", filepath.Join(dir, "host_vars", "b")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files, err := Read(root.FS(), "hosts", tree.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	res, err := Import(files, whole())
	if err != nil {
		t.Fatal(err)
	}
	if all := strings.Join(res.Open, "; "); !strings.Contains(all, "group_vars/kube_node.yml is a symbolic link") || !strings.Contains(all, "host_vars/b is a symbolic link") {
		t.Errorf("links are not told of: %s", all)
	}
	if err := os.RemoveAll(filepath.Join(dir, "group_vars")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../sample/group_vars", filepath.Join(dir, "group_vars")); err != nil {
		t.Fatal(err)
	}
	if files, err = Read(root.FS(), "hosts", tree.DefaultLimits()); err != nil || len(files.Unread) != 2 {
		t.Errorf("a folder that leads away: %v, %v", files.Unread, err)
	}
	if _, err := Read(root.FS(), "host_vars", tree.DefaultLimits()); err == nil || !strings.Contains(err.Error(), "it is a folder") {
		t.Errorf("a folder: %v", err)
	}
}
