package spec

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestAFolderIsReadWithoutHiddenFoldersAndTests(t *testing.T) {
	fsys := fstest.MapFS{
		"b.hcl": file("b"), "a.hcl.json": file("a"), "sub/deep/c.hcl": file("c"),
		"a_test.hcl": file("no"), "a.json": file("no"), "README.md": file("no"), "hcl": file("no"), ".hidden.hcl": file("no"),
		".git/a.hcl": file("no"), "_old/a.hcl": file("no"), "sub/.x/a.hcl": file("no"),
		"dir.hcl/x.txt": file("no"), "link.txt": &fstest.MapFile{Data: []byte("b.hcl"), Mode: fs.ModeSymlink},
	}
	got, err := ReadFolder(fsys, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Source{{"a.hcl.json", []byte("a")}, {"b.hcl", []byte("b")}, {"sub/deep/c.hcl", []byte("c")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestASpecThatIsALinkIsAnErrorNotALoss(t *testing.T) {
	_, err := ReadFolder(fstest.MapFS{"a.hcl": &fstest.MapFile{Data: []byte("b.hcl"), Mode: fs.ModeSymlink}}, Limits{})
	if err == nil || !strings.Contains(err.Error(), "a.hcl is no regular file") {
		t.Errorf("got %v", err)
	}
}

func TestFilesPastTheLimitsAreReadNoFurtherThanNeeded(t *testing.T) {
	fsys := fstest.MapFS{"a.hcl": file(strings.Repeat("x", 100)), "b.hcl": file("b"), "c.hcl": file("c"), "d.hcl": file("d")}
	for _, c := range []struct {
		limits Limits
		sizes  []int
		what   string
	}{
		// One byte more than a file may have, and one file more than a folder may.
		{Limits{FileBytes: 10, Depth: 1, Files: 2, TotalBytes: 1000}, []int{11, 1, 1}, "Too many files"},
		{Limits{FileBytes: 200, Depth: 1, Files: 9, TotalBytes: 50}, []int{100}, "Workspace too large"},
		{Limits{FileBytes: 10, Depth: 1, Files: 9, TotalBytes: 50}, []int{11, 1, 1, 1}, "File too large"},
	} {
		sources, err := ReadFolder(fsys, c.limits)
		if err != nil {
			t.Fatal(err)
		}
		var sizes []int
		for _, s := range sources {
			sizes = append(sizes, len(s.Bytes))
		}
		if diff := cmp.Diff(c.sizes, sizes); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
		_, diags := Parse(sources, Options{Limits: c.limits})
		if !diags.HasErrors() || diags[0].Code != CodeLimit || diags[0].Summary != c.what {
			t.Errorf("%s: %v", c.what, diags)
		}
	}
}

// unreadable is a folder whose files cannot be opened.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".hcl") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

func TestAFileThatCannotBeReadIsAnErrorAndNotAnEmptyFile(t *testing.T) {
	_, err := ReadFolder(unreadable{fstest.MapFS{"a.hcl": file("a")}}, Limits{})
	if !errors.Is(err, fs.ErrPermission) {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff("a.hcl: open a.hcl: permission denied", err.Error()); diff != "" {
		t.Error(diff)
	}
}
