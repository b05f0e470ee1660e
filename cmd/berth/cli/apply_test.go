package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
)

func TestAPlanIsCarriedOutAndASecondTimeThereIsNothingToDo(t *testing.T) {
	h := newHarbour(t).planned()
	out := h.ok(applyIt)
	h.tells(out, "take over what runs already", "What cannot be undone", "w1.3.1  Deployment shop/api on tokyo: made", "Done: 9 stages, 9 objects written.")
	if h.object("admin@tokyo", "Deployment", "api") == nil || h.object("prod-gke", "Deployment", "api") != nil {
		t.Error("the api is not on tokyo alone")
	}
	if n := h.writes(); n == 0 {
		t.Error("nothing was written")
	}
	h.tells(h.ok(applyIt), "Nothing to do: this plan was carried out already.")
	if n := h.every(); n != 0 {
		t.Errorf("a second apply made %d writes", n)
	}
}

func TestADryRunWritesNothingAtAll(t *testing.T) {
	h := newHarbour(t).planned()
	h.tells(h.ok("apply plan.json --key berth.key -C shop --dry-run"), "writes were tried and would be accepted", "2 writes could not be tried")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
	if _, err := os.Stat(filepath.Join(h.dir, "state")); !os.IsNotExist(err) {
		t.Errorf("a dry run left a state folder: %v", err)
	}
}

func TestWhoCannotBeAskedMustSayYes(t *testing.T) {
	h := newHarbour(t).planned()
	for _, line := range []string{"apply plan.json", "rollback plan.json", "abandon plan.json", "destroy -C shop"} {
		h.refuses(2, line, "here nobody can answer", "give --yes")
	}
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestWhoAnswersNoChangesNothing(t *testing.T) {
	for answer, code := range map[string]int{"no\n": 1, "": 1, "y\n": 1, "yes\n": 0} {
		h := newHarbour(t).planned()
		h.env.StdinTerminal, h.env.StderrTerminal, h.env.Stdin = true, true, strings.NewReader(answer)
		s := h.berth("apply plan.json --key berth.key -C shop")
		if s.code != code {
			t.Errorf("%q: exit code %d, want %d: %s", answer, s.code, code, s.errors)
		}
		h.tells(s.errors, "Shall this be carried out on gke (prod-gke) and tokyo (admin@tokyo)?", `Type "yes" to go on`)
		if n := h.every(); (n == 0) != (code == 1) {
			t.Errorf("%q: %d writes", answer, n)
		}
	}
}

// stales are ways in which a plan ceases to be about what is there, with the words
// that must name it.
var stales = map[string]struct {
	change func(*harbour)
	words  string
}{
	"a spec": {func(h *harbour) { h.change("services.hcl", "api:1.0.0", "api:1.0.1") }, "spec services.hcl: has other content"},
	"a new spec": {func(h *harbour) {
		h.must(os.WriteFile(filepath.Join(h.dir, "shop", "more.hcl"), []byte("product \"more\" {}\n"), 0o600))
	}, "spec more.hcl: is new"},
	"a manifest": {func(h *harbour) { h.change("deploy/store/store.yaml", "store:2.0.0", "store:2.0.1") }, "manifests deploy/store: has other content"},
	"a secret's value": {func(h *harbour) {
		h.change("deploy/store/store.yaml", "hunter2-canary", "hunter3-canary")
	}, "manifests deploy/store: has other content"},
	"its age": {func(h *harbour) { h.clock.pass(8 * 24 * time.Hour) }, "the plan was made 192h"},
	"a field that berth will write": {func(h *harbour) {
		h.must(h.servers["admin@tokyo"].Edit("alice", object.Ref{Kind: "Deployment", Namespace: "shop", Name: "store"}, func(o object.Object) {
			o.At("spec", "template", "spec").(map[string]any)["containers"].([]any)[0].(map[string]any)["image"] = "registry.example/store:1.9.9"
		}))
	}, "Deployment shop/store: has changed since the plan was made"},
	"another object of the name": {func(h *harbour) {
		ref := object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}
		o := h.servers["prod-gke"].Object(ref)
		h.must(h.servers["prod-gke"].Remove(ref))
		delete(o["metadata"].(map[string]any), "uid")
		delete(o["metadata"].(map[string]any), "resourceVersion")
		h.must(h.servers["prod-gke"].Put("kubectl", o))
	}, "another object has its name"},
	"an object that is gone": {func(h *harbour) {
		h.must(h.servers["prod-gke"].Remove(object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}))
	}, "Deployment shop/api: is gone"},
	"an object that is there by now": {func(h *harbour) {
		h.must(h.servers["admin@tokyo"].Put("kubectl", object.Object{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": map[string]any{"name": "api", "namespace": "shop"}}))
	}, "ServiceAccount shop/api: exists by now, and it is not berth's"},
}

func TestAStalePlanIsRefusedAndWhatChangedIsNamed(t *testing.T) {
	for name, one := range stales {
		t.Run(name, func(t *testing.T) {
			h := newHarbour(t).planned()
			one.change(h)
			h.every()
			h.refuses(5, applyIt, one.words)
			if n := h.every(); n != 0 {
				t.Errorf("%d writes", n)
			}
		})
	}
}

func TestAPlanMayNotBeReplayedAfterItWasTakenBack(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.ok("rollback plan.json --key berth.key -C shop --yes")
	h.every()
	h.refuses(5, applyIt, "the cluster has finished 2 plans: plan again")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestAMoveIsTakenBackWithoutTheSpecs(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.must(os.RemoveAll(filepath.Join(h.dir, "shop")))
	h.tells(h.ok("rollback plan.json --key berth.key --yes"), "make workloads", "remove old workloads", "Done: 8 stages")
}

func TestAnUndoThatMissesASecretSaysWhereItsValuesMayBe(t *testing.T) {
	h := newHarbour(t)
	h.change("deploy/store/store.yaml", "hunter2-canary", "hunter3-canary")
	h.planned().ok(applyIt)
	h.refuses(4, "rollback plan.json --key berth.key --yes", "its values of then are kept nowhere", "If the specs have these values, name their folder with -C")
}

func TestAnUnsignedPlanIsRefusedWhereASignatureIsRequired(t *testing.T) {
	h := newHarbour(t).planned()
	line := applyIt + " --require-signature berth.key.pub"
	signature := filepath.Join(h.dir, "plan.json.sig")
	raw, err := os.ReadFile(signature)
	h.must(err)
	h.must(os.Remove(signature))
	h.refuses(4, line, "The plan is not signed, and a signature is required")
	h.ok("key new other.key")
	h.must(os.WriteFile(signature, raw, 0o600))
	h.refuses(4, applyIt+" --require-signature other.key.pub", "signed by a key that is not among the trusted ones")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
	h.ok(line)
}

func TestEveryLineOfJSONIsAnEventAndTheLastIsTheResult(t *testing.T) {
	h := newHarbour(t).planned()
	lines := strings.Split(strings.TrimSpace(h.ok(applyIt+" --format json")), "\n")
	var last map[string]any
	for _, line := range lines {
		last = nil
		if err := json.Unmarshal([]byte(line), &last); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if last["schema"] != "berth.event/1" || last["what"] == "" {
			t.Errorf("no event: %s", line)
		}
	}
	want := map[string]any{"schema": "berth.event/1", "what": "result", "plan": last["plan"], "stages": 9.0, "done": 9.0, "writes": 9.0, "failed": []any{}}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Error(diff)
	}
}

func TestAPlanWithoutStepsOrObjectsSaysHowToMakeOne(t *testing.T) {
	h := newHarbour(t)
	h.ok("plan shop --out bare.json")
	h.refuses(1, "apply bare.json --yes", "the plan has no steps", `"berth plan --steps --out" writes a plan that can be carried out`)
	h.refuses(1, "apply none.json --yes", "none.json: no such file")
	h.refuses(1, "resume", "no plan is kept in the state folder: name the plan's file")
	h.refuses(1, "status", "no cluster is named")
	h.planned()
	h.must(os.Remove(filepath.Join(h.dir, "plan.objects")))
	h.refuses(1, "apply plan.json --yes", "plan.objects: no such file")
	h.refuses(2, "apply plan.json --yes --wave -1", "--wave -1 is no wave")
	h.refuses(2, "apply", "berth apply needs one plan's file")
}

func TestAPlanThatWasAlteredIsRefusedAsByVerify(t *testing.T) {
	h := newHarbour(t).planned()
	name := filepath.Join(h.dir, "plan.json")
	raw, err := os.ReadFile(name)
	h.must(err)
	var whole any
	h.must(json.Unmarshal(raw, &whole))
	other, err := json.MarshalIndent(whole, "", "    ")
	h.must(err)
	h.must(os.WriteFile(name, other, 0o600))
	h.refuses(4, applyIt, "plan.json: the plan was altered", "berth plan --steps --out")
	h.must(os.WriteFile(name, append(raw, '\n'), 0o600))
	h.refuses(4, applyIt, "its content is the same, and it was written in another form")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestAWaveThatIsNotThereIsAMistake(t *testing.T) {
	h := newHarbour(t).planned()
	h.refuses(2, applyIt+" --wave 7", "--wave 7: the plan has 1 wave.")
}

func TestAWaveAtATimeLeavesThePlanOpenForTheOthers(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.ok("rollback plan.json --key berth.key -C shop --out undo.json") // a plan of two waves
	line := "apply undo.json --key berth.key -C shop --yes"
	h.tells(h.ok(line+" --wave 1"), "6 of 8 stages done", "The plan stays open for its later waves; go on with: berth apply undo.json -C shop --key berth.key")
	h.tells(h.ok("status undo.json"), "a plan is open", "6 of 8 stages done")
	h.tells(h.ok(line), "The plan was begun by an earlier run: 6 of 8 stages done.", "Done: 8 stages")
}

func TestEveryExampleOfCommandsThatChangeClustersIsUnderstood(t *testing.T) {
	h := newHarbour(t).planned()
	n := 0
	for _, command := range []string{"apply", "status", "resume", "abandon", "rollback", "destroy"} {
		_, examples, _ := strings.Cut(h.ok(command+" --help"), "Examples:\n")
		examples, _, _ = strings.Cut(examples, "\n\n")
		for line := range strings.Lines(examples) {
			words, isBerth := strings.CutPrefix(strings.TrimSpace(line), "berth ")
			if !isBerth {
				t.Errorf("%q does not begin with berth", line)
			}
			n++
			h.env.StdinTerminal, h.env.StderrTerminal, h.env.Stdin = true, true, strings.NewReader("no\n")
			if s := h.berth(words); s.code == 2 {
				t.Errorf("berth %s is not understood: %s", words, s.errors)
			}
		}
	}
	if n < 12 {
		t.Errorf("only %d examples", n)
	}
}
