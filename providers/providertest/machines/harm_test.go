package machines_test

import (
	"net/http"
	"strings"
	"testing"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/machines"
)

// wants fails where a world has another list of wrongs than these beginnings.
func wants(t *testing.T, w *machines.World, beginnings ...string) {
	t.Helper()
	got := w.Wrongs()
	fits := len(got) == len(beginnings)
	for i := range min(len(got), len(beginnings)) {
		fits = fits && strings.HasPrefix(got[i], beginnings[i])
	}
	if !fits {
		t.Errorf("want wrongs that begin with %q, got %q", beginnings, got)
	}
}

// stays puts a pod on a node that a budget keeps there.
func stays(t *testing.T, node string) string {
	t.Helper()
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	manifest := `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"db","labels":{"app":"db"}},"spec":{"nodeName":"` + node + `","containers":[{"name":"main","image":"shop/db:1"}],"terminationGracePeriodSeconds":0}}
{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"db"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"db"}}}}`
	if _, err := c.Kubectl(t.Context(), "", manifest, "create", "-n", namespace, "-f", "-"); err != nil {
		t.Fatal(err)
	}
	err := cluster.Until(t.Context(), func() (bool, error) {
		text, err := c.Ask(t.Context(), http.MethodGet, "/apis/policy/v1/namespaces/"+namespace+"/poddisruptionbudgets/db", nil)
		return strings.Contains(string(text), `"currentHealthy":1`), err
	})
	if err != nil {
		t.Fatal(err)
	}
	return namespace + "/db"
}

func TestAWorkerIsUpgradedThoughItsDrainHasFailed(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	pod := stays(t, "w1")
	out, code := k0sctl(t, w, whole(w, next, ""), "apply", "--concurrency", "1")
	if code != 1 || !strings.Contains(out, "drain node: error when evicting") {
		t.Error("the drain does not fail:", code)
	}
	if s := w.State("w1"); s.Version != next {
		t.Errorf("w1 is at %s", s.Version)
	}
	if s := w.State("w2"); s.Version != old {
		t.Error("the batch after the failed one was begun")
	}
	wants(t, w, "worker w1 was stopped under its pods: "+pod)
}

func TestAWorkerWithoutPodsIsUpgradedInPeace(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	file := config(next, "", entry(w, "c1", "controller"), entry(w, "w2", "worker"))
	if out, code := k0sctl(t, w, file, "apply", "--concurrency", "1", "--no-drain"); code != 0 {
		t.Fatal(out)
	}
	if s := w.State("w1"); s.Version != old || len(w.Done("w1")) > 0 {
		t.Errorf("w1, which is not in the file: %+v, %q", s, w.Done("w1"))
	}
	if s := w.State("w2"); s.Version != next {
		t.Errorf("w2: %+v", s)
	}
	wants(t, w)
}

func TestAMinorThatIsSkippedBreaksTheCluster(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	if _, code := k0sctl(t, w, whole(w, far, ""), "apply", "--concurrency", "1", "--no-drain"); code != 1 {
		t.Error("the controller came up")
	}
	wants(t, w, "controller c1 went from minor 35 to 38")
}

func TestWorkersMayNotBeTwoMinorsBehind(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	controllers := func(version string) string {
		return config(version, "", entry(w, "c1", "controller"), entry(w, "w1", "worker"))
	}
	for _, version := range []string{next, "v1.37.1+k0s.0"} {
		if out, code := k0sctl(t, w, controllers(version), "apply", "--concurrency", "1", "--no-drain"); code != 0 {
			t.Fatal(out)
		}
	}
	wants(t, w, "node w2: kubelet of minor 35 is more than one behind a controller of minor 37")
	text, err := shared.Get(t)[0].Kubectl(t.Context(), "", "", "get", "node", "w2", "-o", `jsonpath={.status.conditions[?(@.type=="Ready")].status}`)
	if err != nil || text != "False" {
		t.Errorf("node w2: ready is %s: %v", text, err)
	}
}

// flags is the part of a file that gives the API server flags.
func flags(words string) string {
	return "    config:\n      spec:\n        api:\n          extraArgs: {" + words + "}\n"
}

func TestAMistypedFlagTakesTheAPIDownWithExitCodeZero(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	file := whole(w, old, flags(`oidc-klient-id: berth`))
	out, code := k0sctl(t, w, config(old, flags(`oidc-klient-id: berth`), entry(w, "c1", "controller")), "apply", "--concurrency", "1")
	if code != 0 {
		t.Error("k0sctl sees it:", out)
	}
	if s := w.State("c1"); s.Running || s.Broken != "kube-apiserver: unknown flag: --oidc-klient-id" {
		t.Errorf("%+v", s)
	}
	out, code = k0sctl(t, w, file, "apply", "--concurrency", "1")
	if code != 1 || !strings.Contains(out, "installed as a service at /etc/systemd/system/k0scontroller.service") {
		t.Error("the next apply goes on:", out)
	}
	right := config(old, flags(`oidc-client-id: berth`), entry(w, "c1", "controller"))
	if out, code = k0sctl(t, w, right, "apply", "--concurrency", "1", "--force"); code != 0 || !w.State("c1").Running {
		t.Error("--force does not help:", out)
	}
	wants(t, w)
}

// threes are controllers that have a quorum while one of them is down.
var threes = []machines.Host{{Name: "c1"}, {Name: "c2"}, {Name: "c3"}}

func TestAChangeOfConfigurationRestartsControllersTogetherOrInTurn(t *testing.T) {
	tests := []struct {
		name  string
		args  []string
		wrong []string
	}{
		{"as it is", nil, []string{"all controllers were down together"}},
		{"one after another", []string{"--concurrency", "1"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := world(t, threes...)
			err := w.Stand(t.Context(), old, "spec: {}\n", map[string]string{"c1": "controller", "c2": "controller", "c3": "controller"})
			if err != nil {
				t.Fatal(err)
			}
			file := config(old, flags(`oidc-client-id: berth`), entry(w, "c1", "controller"), entry(w, "c2", "controller"), entry(w, "c3", "controller"))
			if out, code := k0sctl(t, w, file, append([]string{"apply"}, test.args...)...); code != 0 {
				t.Error(out)
			}
			wants(t, w, test.wrong...)
		})
	}
}

func TestAControllerThatIsResetStaysAMemberOfEtcd(t *testing.T) {
	w := world(t, threes[:2]...)
	if err := w.Stand(t.Context(), old, "spec: {}\n", map[string]string{"c1": "controller", "c2": "controller"}); err != nil {
		t.Fatal(err)
	}
	file := config(old, "", entry(w, "c1", "controller"), entry(w, "c2", "controller", "    reset: true"))
	out, code := k0sctl(t, w, file, "apply", "--concurrency", "1")
	if code != 0 || !strings.Contains(out, "failed to leave etcd") {
		t.Error(code, out)
	}
	if s := w.State("c2"); s.Installed || !s.Member {
		t.Errorf("%+v", s)
	}
	wants(t, w, "etcd lost its quorum when controller c2 was reset")
}

func TestAWorkerThatIsResetIsGone(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	pod := stays(t, "w1")
	file := config(old, "", entry(w, "c1", "controller"), entry(w, "w1", "worker", "    reset: true"))
	if out, code := k0sctl(t, w, file, "apply", "--concurrency", "1", "--no-drain"); code != 0 {
		t.Error(out)
	}
	if s := w.State("w1"); s.Installed || s.Data || s.Binary != "" {
		t.Errorf("%+v", s)
	}
	if _, err := shared.Get(t)[0].Ask(t.Context(), http.MethodGet, "/api/v1/nodes/w1", nil); err == nil {
		t.Error("the node is there still")
	}
	namespace, _, _ := strings.Cut(pod, "/")
	if _, err := shared.Get(t)[0].Ask(t.Context(), http.MethodGet, "/api/v1/namespaces/"+namespace+"/pods/db", nil); err == nil {
		t.Error("its pod is there still")
	}
	wants(t, w, "node w1 was deleted under its pods: "+pod)
}

func TestAFlagWithoutAValueRestartsTheWorkerEachTime(t *testing.T) {
	w := world(t, trio...)
	file := func(flag string) string {
		return config(old, "", entry(w, "c1", "controller"), entry(w, "w1", "worker", "    installFlags: ["+flag+"]"))
	}
	for i, flag := range []string{"--debug", "--debug", "--debug=true", "--debug=true"} {
		if out, code := k0sctl(t, w, file(flag), "apply", "--concurrency", "1", "--no-drain"); code != 0 {
			t.Fatal(out)
		}
		// Installed, and restarted by the second apply alone: the others find what they want.
		if want, got := min(2, i+1), w.State("w1").Starts; want != got {
			t.Errorf("after %d: want %d starts, got %d", i+1, want, got)
		}
	}
}

func TestWholeNumbersAreNanosecondsOfADrain(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	out, code := k0sctl(t, w, whole(w, next, "")+"  options: {drain: {timeout: 300}}\n", "apply", "--concurrency", "1")
	if code != 1 || !strings.Contains(out, "global timeout reached: 300ns") {
		t.Error(out)
	}
}

func TestWhatFollowsADollarIsTakenFromTheEnvironment(t *testing.T) {
	w := world(t, trio...)
	file := config(old, flags(`oidc-groups-prefix: "a$NOBODY-b$$HOME"`), entry(w, "c1", "controller"))
	if out, code := k0sctl(t, w, file, "apply", "--concurrency", "1"); code != 0 {
		t.Fatal(out)
	}
	if s := w.State("c1"); !strings.Contains(s.Config, "oidc-groups-prefix: a-b$HOME\n") {
		t.Error(s.Config)
	}
}

func TestAFurtherDocumentIsApplied(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	file := config(old, "", entry(w, "c1", "controller")) + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
	if out, code := k0sctl(t, w, file, "apply", "--concurrency", "1"); code != 0 {
		t.Error(out)
	}
	wants(t, w, "k0sctl applied a document of its file to the cluster: ")
}

func TestAnotherUserThanRootRestartsControllersEachTime(t *testing.T) {
	w := world(t, machines.Host{Name: "c1", User: "admin"})
	file := config(old, "", entry(w, "c1", "controller"))
	for range 3 {
		if out, code := k0sctl(t, w, file, "apply", "--concurrency", "1"); code != 0 {
			t.Fatal(out)
		}
	}
	if got := w.State("c1").Starts; got != 3 {
		t.Errorf("%d starts", got)
	}
}

func TestADryRunLeavesProgramsBehind(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	if out, code := k0sctl(t, w, whole(w, next, ""), "apply", "--dry-run"); code != 0 {
		t.Error(out)
	}
	if s := w.State("w1"); s.Leftovers != 1 || s.Version != old {
		t.Errorf("%+v", s)
	}
}
