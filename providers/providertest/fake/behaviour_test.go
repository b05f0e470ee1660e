package fake_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
	"berth.dev/providers/providertest/fault"
)

const deploymentPath = "/apis/apps/v1/namespaces/default/deployments"

// deployment is a Deployment in default with some copies.
func deployment(name string, replicas int) string {
	return fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":%q,"namespace":"default"},"spec":{"replicas":%d,%s}}`, name, replicas, frontend)
}

// read decodes an object as a test writes it.
func read(t *testing.T, text string) object.Object {
	t.Helper()
	var o object.Object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// body is what the server answers to a GET.
func body(t *testing.T, s *fake.Server, path string) object.Object {
	t.Helper()
	response, err := http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, string(text))
}

var frontendRef = object.Ref{Kind: "Deployment", Namespace: "default", Name: "f"}

func TestTheHistoryTellsEveryRequestAndItsEffect(t *testing.T) {
	s := start(t, fake.Options{})
	d := double(s)
	for _, a := range []ask{
		{"", "POST", "/api/v1/namespaces/default/configmaps?fieldManager=berth", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"berth-ads"}}`},
		{"", "POST", "/api/v1/namespaces/default/configmaps?fieldManager=berth", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"berth-ads"}}`},
		{"", "POST", deploymentPath + "?dryRun=All", asJSON, deployment("f", 1)},
		{"", "PATCH", deploymentPath + "/f?fieldManager=berth", asApply, deployment("f", 1)},
		{"", "PATCH", deploymentPath + "/f?fieldManager=berth", asApply, deployment("f", 1)},
		{"", "PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/berth", asJSON, `{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"berth"}}`},
		{"", "DELETE", deploymentPath + "/f", asJSON, ""},
		{"", "GET", deploymentPath, asJSON, ""},
	} {
		d.status(t, a)
	}
	var got []string
	for _, r := range s.History() {
		got = append(got, fmt.Sprintf("%d %s %s %s dry=%t %d effect=%t %s", r.Order, r.Class, r.Verb, r.Ref, r.Dry, r.Status, r.Effect > 0, r.Manager))
	}
	want := []string{
		"1 set create ConfigMap default/berth-ads dry=false 201 effect=true berth",
		"2 set create ConfigMap default/berth-ads dry=false 409 effect=false berth",
		"3 object create Deployment default/f dry=true 201 effect=false Go-http-client",
		"4 object apply Deployment default/f dry=false 201 effect=true berth",
		"5 object apply Deployment default/f dry=false 200 effect=false berth",
		"6 lease update Lease default/berth dry=false 201 effect=true Go-http-client",
		"7 object delete Deployment default/f dry=false 200 effect=true Go-http-client",
		"8 read list Deployment default/ dry=false 200 effect=false ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFaultAfterTheEffectIsInTheHistoryAsSuch(t *testing.T) {
	plan := fault.Once(fault.ResetAfter, "create", 1)
	s := start(t, fake.Options{Wrap: plan.Handler})
	response, err := http.Post(s.URL+deploymentPath, asJSON, strings.NewReader(deployment("f", 1)))
	if err == nil {
		response.Body.Close()
		t.Fatal("the client got an answer")
	}
	h := s.History()
	if len(h) != 1 || h[0].Status != 0 || h[0].Effect == 0 || s.Object(frontendRef) == nil {
		t.Errorf("history %+v; want one request without a status and with an effect", h)
	}
}

func TestEachChangeIsSeenBeforeTheNext(t *testing.T) {
	var seen []string
	s := start(t, fake.Options{OnWrite: func(w fake.World) {
		seen = append(seen, fmt.Sprintf("%s %s: %d there, before %t, now %t", w.Request.Verb, w.Request.Ref, len(w.References("Deployment")), w.Before != nil, w.Get(w.Request.Ref) != nil))
	}})
	d := double(s)
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			d.status(t, ask{"", "POST", deploymentPath, asJSON, deployment(fmt.Sprint("d", n), 1)})
		})
	}
	group.Wait()
	d.status(t, ask{"", "POST", deploymentPath + "?dryRun=All", asJSON, deployment("dry", 1)})
	d.status(t, ask{"", "DELETE", deploymentPath + "/d0", asJSON, ""})
	for n, line := range seen[:4] {
		if !strings.HasPrefix(line, "create ") || !strings.HasSuffix(line, fmt.Sprintf(": %d there, before false, now true", n+1)) {
			t.Errorf("change %d: %s", n, line)
		}
	}
	if diff := cmp.Diff([]string{"delete Deployment default/d0: 3 there, before true, now false"}, seen[4:]); diff != "" {
		t.Error(diff)
	}
}

func TestAWorkloadIsReadyAfterAsManyReadsAsAsked(t *testing.T) {
	s := start(t, fake.Options{ReadyAfter: 2})
	if err := s.Put("person", read(t, deployment("f", 3))); err != nil {
		t.Fatal(err)
	}
	var got []any
	for range 4 {
		got = append(got, body(t, s, deploymentPath+"/f").At("status", "readyReplicas"))
	}
	if diff := cmp.Diff([]any{nil, nil, 3.0, 3.0}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFailingWorkloadSaysWhy(t *testing.T) {
	s := start(t, fake.Options{})
	s.Behave(frontendRef, fake.Failing)
	if err := s.Put("person", read(t, deployment("f", 1))); err != nil {
		t.Fatal(err)
	}
	conditions, err := json.Marshal(body(t, s, deploymentPath+"/f").At("status", "conditions"))
	if err != nil || !strings.Contains(string(conditions), "ProgressDeadlineExceeded") {
		t.Errorf("conditions %s, %v; want the deadline passed", conditions, err)
	}
	pods, err := json.Marshal(body(t, s, "/api/v1/namespaces/default/pods"))
	if err != nil || !strings.Contains(string(pods), "ImagePullBackOff") {
		t.Errorf("pods %s, %v; want a reason", pods, err)
	}
	s.Behave(frontendRef, fake.Ready)
	if got := body(t, s, deploymentPath+"/f").At("status", "readyReplicas"); got != 1.0 {
		t.Errorf("%v copies ready after it was mended, want 1", got)
	}
}

func TestThereAreAsManyPodsAsCopies(t *testing.T) {
	s := start(t, fake.Options{})
	if err := s.Put("person", read(t, deployment("f", 3))); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		items, _ := body(t, s, "/api/v1/namespaces/default/pods?labelSelector=app%3Df")["items"].([]any)
		return len(items)
	}
	if n := count(); n != 3 {
		t.Errorf("%d pods, want 3", n)
	}
	if err := s.Edit("person", frontendRef, func(o object.Object) { o["spec"].(map[string]any)["replicas"] = 0 }); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 0 {
		t.Errorf("%d pods after scaling to 0", n)
	}
}

func TestARightTakenAwayIsRefusedAndReviewed(t *testing.T) {
	s := start(t, fake.Options{})
	s.Take(fake.Access{Verb: "patch", Kind: "Deployment"})
	d := double(s)
	if code := d.status(t, ask{"", "PATCH", deploymentPath + "/f?fieldManager=berth", asApply, deployment("f", 1)}); code != http.StatusForbidden {
		t.Errorf("an apply is answered %d, want 403", code)
	}
	if code := d.status(t, ask{"", "POST", deploymentPath, asJSON, deployment("f", 1)}); code != http.StatusCreated {
		t.Errorf("a create is answered %d, want 201", code)
	}
	for verb, want := range map[string]bool{"patch": false, "create": true} {
		a := d.ask(t, ask{"", "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", asJSON,
			fmt.Sprintf(`{"spec":{"resourceAttributes":{"verb":%q,"group":"apps","resource":"deployments","namespace":"default"}}}`, verb)}, "")
		if got := object.Object(a.Body.(map[string]any)).At("status", "allowed"); got != want {
			t.Errorf("%s is allowed: %v, want %t", verb, got, want)
		}
	}
}

func TestAWebhookRefusesWhatItDoesNotLike(t *testing.T) {
	s := start(t, fake.Options{})
	if err := s.Put("person", read(t, deployment("f", 1))); err != nil {
		t.Fatal(err)
	}
	s.Refuse(func(r fake.Request) string {
		if r.Verb == "delete" {
			return "not today"
		}
		return ""
	})
	a := double(s).ask(t, ask{"", "DELETE", deploymentPath + "/f", asJSON, ""}, "")
	if a.Code != http.StatusForbidden || !strings.Contains(fmt.Sprint(a.Body), "denied the request: not today") || s.Object(frontendRef) == nil {
		t.Errorf("%+v; want a refusal and the object still there", a)
	}
}

func TestWithANamespaceGoesWhatIsInIt(t *testing.T) {
	s := start(t, fake.Options{})
	if err := s.Put("person", read(t, deployment("f", 1))); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(object.Ref{Kind: "Namespace", Name: "default"}); err != nil {
		t.Fatal(err)
	}
	for _, o := range s.Objects() {
		if o.Ref().String() != "Namespace kube-system" {
			t.Errorf("%s is left", o.Ref())
		}
	}
}

func TestAListGoesOnWhereItsPageEnded(t *testing.T) {
	s := start(t, fake.Options{})
	var want []string
	for n := range 7 {
		want = append(want, fmt.Sprint("d", n))
		if err := s.Put("person", read(t, deployment(want[n], 1))); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	token := ""
	for range 4 {
		page := body(t, s, deploymentPath+"?limit=3&continue="+token)
		items, _ := page["items"].([]any)
		for _, i := range items {
			got = append(got, object.Object(i.(map[string]any)).Ref().Name)
		}
		if token, _ = page.At("metadata", "continue").(string); token == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	token, _ = body(t, s, deploymentPath+"?limit=3").At("metadata", "continue").(string)
	s.Compact()
	if code := double(s).status(t, ask{"", "GET", deploymentPath + "?limit=3&continue=" + token, asJSON, ""}); code != http.StatusGone {
		t.Errorf("an old page is answered %d, want 410", code)
	}
}

func TestOneSeedGivesTheSameUIDs(t *testing.T) {
	uids := func(seed uint64) (out []string) {
		for _, o := range start(t, fake.Options{Seed: seed}).Objects() {
			out = append(out, o.UID())
		}
		return out
	}
	if diff := cmp.Diff(uids(1), uids(1)); diff != "" {
		t.Error(diff)
	}
	if slices.Equal(uids(1), uids(2)) {
		t.Error("two seeds give the same cluster")
	}
}

func TestARouteHasRulesThatAreOneField(t *testing.T) {
	s := start(t, fake.Options{Installed: []string{"HTTPRoute"}})
	route := func(weight int) string {
		return fmt.Sprintf(`{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web","namespace":"default"},"spec":{"rules":[{"backendRefs":[{"name":"a","weight":%d}]}]}}`, weight)
	}
	if err := s.Put("person", read(t, route(1))); err != nil {
		t.Fatal(err)
	}
	a := double(s).ask(t, ask{"", "PATCH", "/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes/web?fieldManager=berth", asApply, route(2)}, "")
	if a.Code != http.StatusConflict || !strings.Contains(fmt.Sprint(a.Body), ".spec.rules") {
		t.Errorf("%+v; want a conflict about all rules", a)
	}
}

func TestAControllersStatusStays(t *testing.T) {
	s := start(t, fake.Options{Installed: []string{"Application"}})
	ref := object.Ref{Kind: "Application", Namespace: "default", Name: "web"}
	if err := s.Put("argocd", read(t, `{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"web","namespace":"default"},"spec":{}}`)); err != nil {
		t.Fatal(err)
	}
	if err := s.SetStatus(ref, map[string]any{"health": map[string]any{"status": "Healthy"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Edit("argocd", ref, func(o object.Object) { o["spec"] = map[string]any{"project": "x"} }); err != nil {
		t.Fatal(err)
	}
	if got := s.Object(ref); got.At("status", "health", "status") != "Healthy" || got.At("spec", "project") != "x" {
		t.Errorf("%v", got)
	}
}
