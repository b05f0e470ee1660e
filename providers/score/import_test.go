package score

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/manifest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestAShopWithOneOfEverythingBecomesTheseSpecs(t *testing.T) {
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for golden, at := range map[string]string{"testdata/shop.hcl": "", "testdata/shop-at.hcl": "tokyo"} {
		o := DefaultOptions()
		o.ResourcesAt, o.RunsOn = at, []string{"gke"}
		res, diags := Import([]manifest.Source{{Name: "shop.yaml", Bytes: text}}, o)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if *update {
			if err := os.WriteFile(golden, res.HCL, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(res.HCL)); diff != "" {
			t.Error(diff)
		}
		readable(t, res.HCL)
		if strings.Contains(string(res.HCL), "hunter2") {
			t.Error("a secret was written")
		}
	}
}

// workloadWith is a workload whose container has one more word.
func workloadWith(words string) string {
	return "apiVersion: score.dev/v1b1\nmetadata: {name: web}\ncontainers:\n  main: {image: a, " + words + "}\n"
}

func TestAMistakeIsShownWithItsLine(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"a word of another format": {workloadWith("imagine: a"), `4: containers.main.imagine is no word of score.dev/v1b1. Did you mean "image"?`},
		"a number for a text":      {workloadWith("variables: {PORT: 80}"), `4: containers.main.variables.PORT must be text; it is a number. Write it in quotes: "80".`},
		"an amount":                {workloadWith("resources: {requests: {cpu: 1 core}}"), `4: containers.main.resources.requests.cpu must be text as in "125m" or "2"; it is "1 core".`},
		"a port":                   {workloadWith("readinessProbe: {httpGet: {port: 70000, path: /}}"), "4: containers.main.readinessProbe.httpGet.port must be a whole number from 1 to 65535."},
		"a name":                   {strings.Replace(workloadWith(""), "web", "Web_1", 1), `2: metadata.name must be 2 to 63 small letters, digits and dashes, as in "my-service"; it is "Web_1".`},
		"no container":             {"apiVersion: score.dev/v1b1\nmetadata: {name: web}\ncontainers: {}\n", "3: containers must have one member at least."},
		"two sources of a file":    {workloadWith("files: {/a: {content: a, source: b}}"), "4: containers.main.files./a must have exactly one of content, binaryContent, source."},
		"another version":          {"apiVersion: score.dev/v2\n", `1: A Score file says apiVersion: score.dev/v1b1; this one says "score.dev/v2".`},
		"no YAML":                  {"a: [", "1: it is not YAML that can be read"},
		"nothing":                  {"# only a comment\n", "1: The file says nothing."},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := Import([]manifest.Source{{Name: "score.yaml", Bytes: []byte(tt.text)}}, DefaultOptions())
			if len(diags) == 0 {
				t.Fatal("it was taken")
			}
			if got := fmt.Sprintf("%d: %s", diags[0].Subject.Start.Line, diags[0].Detail); !strings.HasPrefix(got, tt.want) {
				t.Errorf("it says\n%s, want\n%s", got, tt.want)
			}
		})
	}
}

func TestPlaceholdersNameNoHosts(t *testing.T) {
	for text, want := range map[string]string{
		"http://${resources.a.host}:${resources.a.port}/x": "http://:/x",
		"$${NOT} $$ $ ${a":   "${NOT} $ $ ",
		"plain":              "plain",
		"${metadata.name}-x": "-x",
	} {
		if got := without(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func FuzzImport(f *testing.F) {
	shop, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(shop, "tokyo")
	f.Add([]byte(workloadWith("volumes: [{source: a, target: b}]")), "")
	f.Fuzz(func(t *testing.T, text []byte, at string) {
		o := DefaultOptions()
		if at != "" {
			o.ResourcesAt = "tokyo"
		}
		res, diags := Import([]manifest.Source{{Name: "score.yaml", Bytes: text}}, o)
		if !diags.HasErrors() {
			readable(t, res.HCL)
		}
	})
}
