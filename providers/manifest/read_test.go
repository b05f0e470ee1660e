package manifest

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
)

const simple = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s}, spec: {template: {spec: {containers: [{name: a, image: a}]}}}}`

func names(r *Result) string {
	var out []string
	for _, s := range r.Services {
		out = append(out, s.Name)
	}
	return strings.Join(out, " ")
}

func TestDocumentsAndListsAreReadInEveryFormThatKubectlPrints(t *testing.T) {
	a, b := fmt.Sprintf(simple, "a"), fmt.Sprintf(simple, "b")
	asJSON := `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"a"}]}}}}`
	for name, text := range map[string]string{
		"two documents":                a + "\n---\n" + b,
		"comments around":              "# x\n\n---\n# y\n" + a + "\n--- # z\n---\n\n---\n" + b + "\n...\n",
		"a byte order mark":            "\ufeff" + a + "\n---\n" + b,
		"a directive":                  "%YAML 1.1\n---\n" + a + "\n---\n" + b,
		"carriage returns":             a + "\r\n---\r\n" + b,
		"an object on the mark's line": "--- " + a + "\n--- " + b,
		"a list":                       "apiVersion: v1\nkind: List\nitems:\n- " + a + "\n- " + b,
		"a list of lists' items":       "apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- " + strings.Replace(a, "apiVersion: apps/v1, kind: Deployment, ", "", 1) + "\n- " + b,
		"JSON list":                    `{"apiVersion": "v1", "kind": "List", "items": [` + asJSON + "," + strings.ReplaceAll(asJSON, `"name":"a"}`, `"name":"b"}`) + "]}",
		"JSON one after another":       "\n" + asJSON + "\n" + strings.ReplaceAll(asJSON, `"name":"a"}`, `"name":"b"}`) + "\n",
		"an alias":                     "apiVersion: v1\nkind: List\nitems:\n- &x " + a + "\n- " + b + "\n- *x",
	} {
		t.Run(name, func(t *testing.T) {
			r := mustImport(t, yamlSource(text), DefaultOptions())
			if diff := cmp.Diff("a b", names(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMistakesAreAllReportedWithTheirLine(t *testing.T) {
	good := fmt.Sprintf(simple, "good")
	for name, c := range map[string]struct {
		text string
		code string
		line int
		say  string
	}{
		"a key twice":                    {good + "\n---\na: 1\na: 2\n", CodeSyntax, 4, "already set"},
		"a key twice in JSON":            {`{"a": 1, "a": 2}`, CodeSyntax, 1, "duplicate"},
		"broken YAML":                    {good + "\n---\nx: y\n  z: [1\n", CodeSyntax, 4, "mapping values"},
		"broken JSON":                    {"{\"a\": 1,\n\n}", CodeSyntax, 3, "invalid character"},
		"a wrong type":                   {good + "\n---\n" + strings.Replace(fmt.Sprintf(simple, "x"), "spec: {", "spec: {replicas: three, ", 1) + "\n", CodeObject, 3, "spec.replicas is string where int32 belongs"},
		"a name that YAML reads as true": {"{apiVersion: v1, kind: Service, metadata: {name: yes}}", CodeObject, 1, "metadata.name is bool where string belongs"},
		"a malformed amount":             {deployment(`{containers: [{name: a, image: a, resources: {requests: {cpu: 1O0m}}}]}`), CodeObject, 1, "quantities"},
		"two of one name":                {good + "\n---\n" + strings.Replace(good, "image: a", "image: b", 1), CodeConflict, 3, "line 1"},
		"an endless amount":              {deployment(`{containers: [{name: a, image: a, resources: {requests: {cpu: "1e999999999"}}}]}`), CodeObject, 1, "more digits"},
		"an endless number":              {`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"overhead":{"cpu":1e-999999999}}}}}`, CodeObject, 1, "more digits"},
		"a document without mark":        {"a: 1\n...\nb: 1\n", CodeSyntax, 1, "---"},
		"nothing to import":              {"apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", CodeEmpty, 0, "1 sources"},
		"nothing":                        {"", CodeEmpty, 0, "1 sources"},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := Import(yamlSource(c.text), DefaultOptions())
			if len(diags) == 0 {
				t.Fatal("no mistake is reported")
			}
			d := diags[0]
			if diff := cmp.Diff([]any{c.code, c.line, diag.Error}, []any{d.Code, d.Subject.Start.Line, d.Severity}); diff != "" {
				t.Errorf("%s: %s", d.Error(), diff)
			}
			if !strings.Contains(d.Detail, c.say) {
				t.Errorf("%q does not say %q", d.Detail, c.say)
			}
		})
	}
}

func TestABrokenDocumentDoesNotHideTheOthers(t *testing.T) {
	text := fmt.Sprintf(simple, "a") + "\n---\nx: [\n---\n" + fmt.Sprintf(simple, "b") + "\n---\ny: {\n"
	r, diags := Import(yamlSource(text), DefaultOptions())
	if diff := cmp.Diff("a b", names(r)); diff != "" {
		t.Error(diff)
	}
	if len(diags) != 2 {
		t.Errorf("want both mistakes, got:\n%s", diagText(diags))
	}
}

func TestATemplateInAConfigMapIsOnlyText(t *testing.T) {
	text := fmt.Sprintf(simple, "a") + "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {x: \"{{ .Values.x }}\"}}\n"
	r := mustImport(t, yamlSource(text), DefaultOptions())
	if diff := cmp.Diff("a", names(r)); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameObjectTwiceIsHarmless(t *testing.T) {
	a := fmt.Sprintf(simple, "a")
	r := mustImport(t, []Source{{"x.yaml", []byte(a)}, {"y.yaml", []byte("# again\n" + a)}}, DefaultOptions())
	want := []Skipped{{"y.yaml", "Deployment", "a", "the same as in x.yaml"}}
	if diff := cmp.Diff(want, r.Skipped); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoManifestIsListed(t *testing.T) {
	for text, reason := range map[string]string{
		"name: {{ .Values.name }}":                  reasonHelm,
		"{{- if .Values.on }}\nkind: x\n{{- end }}": reasonHelm,
		"x: {{ now }}":                              reasonHelm,
		`{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{image: "{{ .Values.image }}"}]}}}}`: reasonHelm,
		"replicaCount: 3":           reasonNoObject,
		"- op: replace\n  path: /x": reasonNoObject,
		"just text":                 reasonNoObject,
		"{apiVersion: v1, kind: Foo, metadata: {name: a}}":                                                                   "not of a kind that berth reads",
		"{apiVersion: apps/v1, kind: Deployment, metadata: {generateName: a-}}":                                              reasonNoName,
		"{apiVersion: apps/v1, kind: Deployment, metadata: {name: \"a\\nb\"}}":                                               reasonNoName,
		"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3}}":                                  reasonNoPods,
		"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, $patch: delete}":                                       reasonPatch,
		"{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}}":                                            reasonOld,
		"{apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: a}}":                                        reasonOld,
		"{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}":                                           "a service of serving.knative.dev/v1, whose pods are not read",
		"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: \"system:a\"}}":                      "says who may do what, not where a service runs",
		"{apiVersion: batch/v1, kind: Job, metadata: {name: a, ownerReferences: [{kind: CronJob, name: c}]}}":                reasonOwned + "CronJob c",
		"{apiVersion: batch/v1, kind: Job, metadata: {name: a}, status: {conditions: [{type: Complete, status: \"True\"}]}}": reasonFinished,
		"{apiVersion: kustomize.config.k8s.io/v1alpha1, kind: Component}":                                                    reasonKustomize,
		"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}":                                                             "no service of the manifests reads it",
		"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}}":                                                 "no service of the manifests uses it",
		"{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}}":                                            "no service of the manifests is under it",
		"{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}}":                                             "leads to no service of the manifests",
	} {
		r, _ := Import(yamlSource(text), DefaultOptions())
		if len(r.Skipped) != 1 || r.Skipped[0].Reason != reason {
			t.Errorf("%s\nwant %q, got %v", text, reason, r.Skipped)
		}
		if len(r.Services) != 0 {
			t.Errorf("%s became a service", text)
		}
	}
}

func TestAFolderIsReadWithoutLinksHiddenFoldersAndPatches(t *testing.T) {
	a := fmt.Sprintf(simple, "a")
	fsys := fstest.MapFS{
		"k/web.yaml":           {Data: []byte(a)},
		"k/web.json":           {Data: []byte(`{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"a"}]}}}}`)},
		"k/README.md":          {Data: []byte("text")},
		"k/.git/x.yaml":        {Data: []byte("x: [")},
		"k/link.yaml":          {Data: []byte("web.yaml"), Mode: 1 << 27}, // fs.ModeSymlink
		"k/kustomization.yaml": {Data: []byte("resources: [web.yaml]\npatches: [{path: ../p/patch.yaml}]\npatchesStrategicMerge: [more.yaml]\n")},
		"k/more.yaml":          {Data: []byte(strings.Replace(a, "image: a", "image: b", 1))},
		"p/patch.yaml":         {Data: []byte(strings.Replace(a, "image: a", "image: c", 1))},
	}
	sources, skipped, err := Folder(fsys, ".", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r := mustImport(t, sources, DefaultOptions())
	if diff := cmp.Diff("a j", names(r)); diff != "" {
		t.Error(diff)
	}
	want := []Skipped{
		{"k/kustomization.yaml", "", "", reasonKustomize},
		{"k/link.yaml", "", "", "a symbolic link; links are not followed"},
		{"k/more.yaml", "", "", reasonPatch},
		{"p/patch.yaml", "", "", reasonPatch},
	}
	skipped = append(skipped, r.Skipped...)
	sortSkipped(skipped)
	if diff := cmp.Diff(want, skipped); diff != "" {
		t.Error(diff)
	}
	if _, _, err := Folder(fsys, "nowhere", DefaultLimits()); err == nil {
		t.Error("a folder that is not there is no error")
	}
}
