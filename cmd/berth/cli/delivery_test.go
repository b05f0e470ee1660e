package cli

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/providers/kustomize"
)

// long is a time at which no test runs: a file that has it was not touched.
var long = time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)

func workspaceRoot(t *testing.T) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

func delivered(name, colour string) object.Object {
	return object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": name, "namespace": "shop"}, "data": map[string]any{"colour": colour}}
}

// aged lists the files of a folder and gives all of them the same old time; touched
// are those that have another one.
func aged(t *testing.T, root *os.Root, folder string) (names, touched []string) {
	t.Helper()
	entries, err := fs.ReadDir(root.FS(), folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Name())
		if !info.ModTime().Equal(long) {
			touched = append(touched, e.Name())
		}
		if err := root.Chtimes(path.Join(folder, e.Name()), long, long); err != nil {
			t.Fatal(err)
		}
	}
	return names, touched
}

func write(t *testing.T, root *os.Root, name, content string) {
	t.Helper()
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := root.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

const webFolder = "deploy/gke/web"

func TestADeliveredFolderIsWhatKustomizeRenders(t *testing.T) {
	root := workspaceRoot(t)
	want := []object.Object{delivered("a", "blue"), delivered("b", "red")}
	if err := deliver(root, webFolder, want); err != nil {
		t.Fatal(err)
	}
	got, err := kustomize.Render(root, webFolder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text, err := root.ReadFile(webFolder + "/kustomization.yaml")
	if err != nil {
		t.Fatal(err)
	}
	wantText := deliveredMark + `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata:
  name: web
resources:
- configmap-a.yaml
- configmap-b.yaml
`
	if diff := cmp.Diff(wantText, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOnlyWhatDiffersIsWrittenToAFolder(t *testing.T) {
	root := workspaceRoot(t)
	for _, c := range []struct {
		name           string
		objects        []object.Object
		names, touched []string
	}{
		{"at first all", []object.Object{delivered("a", "blue"), delivered("b", "red")},
			[]string{"configmap-a.yaml", "configmap-b.yaml", "kustomization.yaml"}, []string{"configmap-a.yaml", "configmap-b.yaml", "kustomization.yaml"}},
		{"again nothing", []object.Object{delivered("b", "red"), delivered("a", "blue")},
			[]string{"configmap-a.yaml", "configmap-b.yaml", "kustomization.yaml"}, nil},
		{"one changed", []object.Object{delivered("a", "blue"), delivered("b", "green")},
			[]string{"configmap-a.yaml", "configmap-b.yaml", "kustomization.yaml"}, []string{"configmap-b.yaml"}},
		{"one gone", []object.Object{delivered("a", "blue")},
			[]string{"configmap-a.yaml", "kustomization.yaml"}, []string{"kustomization.yaml"}},
		{"all withdrawn", nil, []string{"kustomization.yaml"}, []string{"kustomization.yaml"}},
	} {
		if err := deliver(root, webFolder, c.objects); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		names, touched := aged(t, root, webFolder)
		if diff := cmp.Diff([][]string{c.names, c.touched}, [][]string{names, touched}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAServiceThatWasWithdrawnDoesNotBreakItsNeighbours(t *testing.T) {
	root := workspaceRoot(t)
	if err := deliver(root, webFolder, nil); err != nil {
		t.Fatal(err)
	}
	want := []object.Object{delivered("mail", "blue")}
	if err := deliver(root, "deploy/gke/mail", want); err != nil {
		t.Fatal(err)
	}
	write(t, root, "deploy/gke/kustomization.yaml", "resources: [mail, web]\n")
	got, err := kustomize.Render(root, "deploy/gke")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFilesOfOthersAreNeitherChangedNorRemoved(t *testing.T) {
	root := workspaceRoot(t)
	write(t, root, webFolder+"/README.md", "ours")
	for _, objects := range [][]object.Object{{delivered("a", "blue")}, nil} {
		if err := deliver(root, webFolder, objects); err != nil {
			t.Fatal(err)
		}
		write(t, root, webFolder+"/later.yaml", "by: hand\n")
	}
	names, _ := aged(t, root, webFolder)
	if diff := cmp.Diff([]string{"README.md", "kustomization.yaml", "later.yaml"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFolderInWhichOthersFilesAreInTheWayIsRefusedAndLeftAsItIs(t *testing.T) {
	for _, name := range []string{"kustomization.yaml", "configmap-a.yaml", "deployment.yml", "Kustomization"} {
		root := workspaceRoot(t)
		write(t, root, webFolder+"/"+name, "by: hand\n")
		err := deliver(root, webFolder, []object.Object{delivered("a", "blue")})
		if err == nil || !strings.HasPrefix(err.Error(), webFolder+"/"+name+" is there") {
			t.Errorf("%s: %v", name, err)
		}
		if names, _ := aged(t, root, webFolder); len(names) != 1 {
			t.Errorf("%s: the folder holds %v", name, names)
		}
	}
}

func TestWhatACutOffDeliveryLeftIsFinished(t *testing.T) {
	root := workspaceRoot(t)
	if err := deliver(root, webFolder, []object.Object{delivered("a", "blue"), delivered("old", "blue")}); err != nil {
		t.Fatal(err)
	}
	write(t, root, webFolder+"/.berth-configmap-a.yaml", deliveredMark+"half a fi")
	write(t, root, webFolder+"/.berth-configmap-gone.yaml", "")
	want := []object.Object{delivered("a", "red")}
	if err := deliver(root, webFolder, want); err != nil {
		t.Fatal(err)
	}
	names, _ := aged(t, root, webFolder)
	if diff := cmp.Diff([]string{"configmap-a.yaml", "kustomization.yaml"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, err := kustomize.Render(root, webFolder)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestNothingIsDeliveredOutsideOfTheWorkspaceOrWhereItHasAnotherMeaning(t *testing.T) {
	root := workspaceRoot(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, path.Join(root.Name(), "link")); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"..", "../x", "deploy/../../x", "/etc/x", "", ".git/hooks", "deploy/.github/x", "deploy//x", "link/x", "link"} {
		if err := deliver(root, folder, []object.Object{delivered("a", "blue")}); err == nil {
			t.Errorf("%q was written to", folder)
		}
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) > 0 {
		t.Errorf("outside there are %v, %v", entries, err)
	}
}

func TestNoSecretAndNoTwoObjectsOfOneFileAreDelivered(t *testing.T) {
	secret := object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "key", "namespace": "shop"}, "data": map[string]any{"k": "czNjcjN0"}}
	other := delivered("a", "blue")
	other["metadata"] = map[string]any{"name": "a", "namespace": "elsewhere"}
	for name, objects := range map[string][]object.Object{"a secret": {secret}, "two of one name": {delivered("a", "blue"), other}} {
		root := workspaceRoot(t)
		err := deliver(root, webFolder, objects)
		if err == nil || strings.Contains(err.Error(), "czNjcjN0") {
			t.Errorf("%s: %v", name, err)
		}
		if entries, _ := fs.ReadDir(root.FS(), "."); len(entries) > 0 {
			t.Errorf("%s: written: %v", name, entries)
		}
	}
}
