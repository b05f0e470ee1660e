package compose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// folder is a folder with files, beside one that it must not reach.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	top := t.TempDir()
	if err := os.WriteFile(filepath.Join(top, "outside.yaml"), []byte("services: {x: {image: secret}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(top, "in")
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			if err := os.Symlink(target, at); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// importFolder imports compose.yaml of a folder.
func importFolder(t testing.TB, files map[string]string) (*manifest.Result, error) {
	t.Helper()
	p, err := Read(folder(t, files), []string{"compose.yaml"}, tree.DefaultLimits())
	if err != nil {
		return nil, err
	}
	return Import(p, DefaultOptions())
}

func TestNothingOutsideOfTheFolderIsRead(t *testing.T) {
	extends := func(file string) map[string]string {
		return map[string]string{"compose.yaml": "services: {a: {extends: {file: '" + file + "', service: x}}}"}
	}
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"above":                 {extends("../outside.yaml"), "leads out of the folder"},
		"whole":                 {extends("/etc/passwd"), "leads out of the folder"},
		"of a home":             {extends("~/x.yaml"), "leads out of the folder"},
		"by a variable":         {extends("${X:-../outside.yaml}"), "has a variable"},
		"from afar":             {extends("https://example.com/x.yaml"), "is not on this disk"},
		"an include above":      {map[string]string{"compose.yaml": "include: [../outside.yaml]"}, "leads out of the folder"},
		"an include of several": {map[string]string{"compose.yaml": "include: [{path: [a.yaml, ../outside.yaml]}]", "a.yaml": "services: {b: {image: b}}"}, "leads out of the folder"},
		"an include elsewhere":  {map[string]string{"compose.yaml": "include: [{path: a.yaml, project_directory: ..}]", "a.yaml": "{}"}, "project_directory or env_file is not followed"},
		"further on":            {map[string]string{"compose.yaml": "include: [b/a.yaml]", "b/a.yaml": "include: [../../outside.yaml]"}, "leads out of the folder"},
		"variables above":       {map[string]string{"compose.yaml": "services: {a: {image: b, env_file: ../outside.yaml}}"}, "leads out of the folder"},
		"a link":                {map[string]string{"compose.yaml": "include: [a.yaml]", "a.yaml": "-> ../outside.yaml"}, "escapes"},
		"a link to a device":    {map[string]string{"compose.yaml": "services: {a: {image: b, env_file: e}}", "e": "-> /dev/zero"}, "escapes"},
		"a link beside":         {map[string]string{"compose.yaml": "include: [b/a.yaml]", "b/a.yaml": "services: {c: {image: c}}", "b/.env": "-> /dev/zero"}, "escapes"},
		"a folder":              {map[string]string{"compose.yaml": "include: [b]", "b/a.yaml": "{}"}, "no regular file"},
		"a merged extension":    {map[string]string{"compose.yaml": "x-a: &a {extends: {file: ../outside.yaml, service: x}}\nservices: {a: {<<: *a}}"}, "leads out of the folder"},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := importFolder(t, tt.files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
			if res != nil && strings.Contains(string(res.HCL), "secret") {
				t.Errorf("it was read:\n%s", res.HCL)
			}
		})
	}
}

func TestFilesOfTheFolderAreFollowedWhereverTheyStand(t *testing.T) {
	res, err := importFolder(t, map[string]string{
		"compose.yaml":     "include: [b/c/a.yaml]\nservices: {a: {extends: {file: b/base.yaml, service: x}, env_file: b/../e.env}}",
		"b/base.yaml":      "services: {x: {extends: {file: c/more.yaml, service: y}, mem_limit: 1g}}",
		"b/c/more.yaml":    "services: {y: {image: more}}",
		"b/c/a.yaml":       "services: {d: {image: d:$TAG, env_file: ../f.env}}",
		"b/c/.env":         "TAG=1",
		"e.env":            "D_HOST=d",
		"b/f.env":          "A_HOST=a",
		"b/c/unused.env":   "X=y",
		"unread/link.yaml": "-> /dev/zero",
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range res.Services {
		got[s.Name] = s.Container.Image + " " + s.Replica.Memory.Value
		for _, c := range s.Calls {
			got[s.Name] += " " + c.To
		}
	}
	if diff := cmp.Diff(map[string]string{"a": "more 1Gi d", "d": "d:1 unknown a"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoComposeFileIsRefused(t *testing.T) {
	bomb := "x-a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'l'; c++ {
		bomb += "x-" + string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "x]\n"
	}
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":                  {"", "empty compose file"},
		"a list":                   {"- a", "mapping"},
		"no service":               {"services: {}", "no service"},
		"of profiles alone":        {"services: {a: {image: b, profiles: [c]}}", "all 1 are of profiles; give --profile"},
		"another key":              {"services: {a: {image: b, imagine: c}}", "imagine"},
		"another kind":             {"services: {a: {image: [b]}}", "image"},
		"aliases, many":            {bomb, "repeat more than"},
		"a service that is itself": {"services: {a: {extends: b}, b: {extends: a}}", "ircular"},
		"a circle of starting":     {"services: {a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}", "cycle"},
		"a variable that must be":  {"services: {a: {image: 'b:${TAG:?}'}}", "the variable TAG must have a value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Import(Alone(manifest.Source{Name: "stdin", Bytes: []byte(tt.text)}), DefaultOptions())
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestAFileThatStandsAloneFollowsNothing(t *testing.T) {
	for _, text := range []string{"include: [a.yaml]", "services: {a: {extends: {file: /etc/passwd, service: b}}}", "include: [/etc/passwd]"} {
		_, err := Import(Alone(manifest.Source{Name: "stdin", Bytes: []byte(text)}), DefaultOptions())
		if err == nil || !strings.Contains(err.Error(), "cannot be followed from standard input") {
			t.Errorf("%s: the error is %v", text, err)
		}
	}
}

func TestAnErrorDoesNotRepeatValues(t *testing.T) {
	for _, text := range []string{
		"services: {a: {image: b, environment: {PASSWORD: 'hunter2${'}}}",
		"services: {a: {image: b, environment: {PASSWORD: '${X:?hunter2}'}}}",
		"services: {a: {image: b, environment: {PASSWORD: {x: hunter2}}}}",
	} {
		_, err := Import(Alone(manifest.Source{Name: "stdin", Bytes: []byte(text)}), DefaultOptions())
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error is %v", text, err)
		}
	}
}

func TestVariablesHaveTheValuesThatAreGivenOrTheirDefaults(t *testing.T) {
	p := Alone(manifest.Source{Name: "stdin", Bytes: []byte("services: {a: {image: 'b:${TAG:-1}-${OS}'}}")})
	t.Setenv("TAG", "of the process") // is not taken
	o := DefaultOptions()
	o.Variables = map[string]string{"OS": "linux"}
	res, err := Import(p, o)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Services[0].Container.Image; got != "b:1-linux" || len(res.Skipped) > 0 {
		t.Errorf("the image is %q, left out is %q", got, res.Skipped)
	}
}

func FuzzImport(f *testing.F) {
	shop, err := os.ReadFile("testdata/shop/compose.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(shop)
	f.Add([]byte("services: {a: {image: b, ports: ['80-90:80-90'], cpus: 1e30, mem_limit: 9999999t, scale: -1}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		res, err := Import(Alone(manifest.Source{Name: "stdin", Bytes: text}), DefaultOptions())
		if err == nil {
			readable(t, res.HCL)
		}
	})
}
