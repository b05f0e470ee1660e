package apply_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
	"berth.dev/providers/providertest/fake"
)

var front = object.Ref{Kind: "HTTPRoute", Namespace: "default", Name: "front"}

// weights are those of a route's first rule: tokyo, gke.
func weights(o object.Object) string {
	rules, _ := o.At("spec", "rules").([]any)
	rule, _ := rules[0].(map[string]any)
	refs, _ := rule["backendRefs"].([]any)
	var words []string
	for _, r := range refs {
		m, _ := r.(map[string]any)
		words = append(words, fmt.Sprint(m["weight"]))
	}
	return strings.Join(words, " ")
}

// shown collects the weights that a route has had.
func shown(s *scene) *[]string {
	var all []string
	s.rule = func(_ string, w fake.World) {
		if w.Request.Ref == front {
			all = append(all, weights(w.Get(front)))
		}
	}
	return &all
}

func TestWeightsGoUpTheRampAndEachIsWatched(t *testing.T) {
	s := running(t)
	probed := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	probed.Route.Probe = "https://shop.example/"
	w, bag := s.plan(probed)
	got := shown(s)
	job := s.job(w, bag)
	asked := 0
	job.Hands.Probe = func(_ context.Context, url string) error {
		asked++
		return nil
	}
	s.run(job)
	if diff := cmp.Diff([]string{"900 100", "0 1000"}, *got); diff != "" {
		t.Error(diff)
	}
	if asked < 6 {
		t.Errorf("probed %d times in 2 × 3 s", asked)
	}
}

func TestAProbeThatFailsGivesTheLastWeightsBack(t *testing.T) {
	s := running(t)
	probed := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	probed.Route.Probe = "https://shop.example/"
	w, bag := s.plan(probed)
	got := shown(s)
	job := s.job(w, bag)
	bad := true
	job.Hands.Probe = func(context.Context, string) error {
		if bad && weights(s.servers["tokyo"].Object(front)) == "0 1000" {
			return errors.New("502")
		}
		return nil
	}
	_, err := s.half(job)
	if !strings.Contains(err.Error(), "502") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]string{"900 100", "0 1000", "900 100"}, *got); diff != "" {
		t.Error(diff)
	}
	bad = false
	s.run(job)
	s.moved(t)
}

func TestARouteThatSomebodyElseHasWeighedIsNotWrittenOver(t *testing.T) {
	s, w, bag := moving(t)
	got := shown(s)
	err := s.servers["tokyo"].Edit("somebody", front, func(o object.Object) {
		next := parse(t, strings.Replace(strings.Replace(route, `"weight":1`, `"weight":7`, 1), `"weight":0`, `"weight":3`, 1))
		o["spec"] = next["spec"]
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.refused(s.job(w, bag))
	var stale *apply.StaleError
	if !errors.As(err, &stale) || !strings.Contains(err.Error(), "web-tokyo 7") {
		t.Errorf("%v", err)
	}
	if len(*got) != 0 {
		t.Errorf("weights were set: %v", *got)
	}
}

// reweigh gives the route other rules, as a person does.
func (s *scene) reweigh(rules string) {
	s.t.Helper()
	next := parse(s.t, `{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"front","namespace":"default"},"spec":{"rules":[`+rules+`]}}`)
	if err := s.servers["tokyo"].Edit("somebody", front, func(o object.Object) { o["spec"] = next["spec"] }); err != nil {
		s.t.Fatal(err)
	}
}

func TestWeightsThatAPersonSetsInTheMiddleOfARampAreNotWrittenOver(t *testing.T) {
	s := running(t)
	probed := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	probed.Route.Probe = "https://shop.example/"
	w, bag := s.plan(probed)
	job := s.job(w, bag)
	byHand := `{"backendRefs":[{"name":"web-tokyo","port":80,"weight":600},{"name":"web-gke","port":80,"weight":400}]}`
	job.Hands.Probe = func(context.Context, string) error {
		if weights(s.servers["tokyo"].Object(front)) == "900 100" {
			s.reweigh(byHand)
		}
		return nil
	}
	_, err := s.half(job)
	var stale *apply.StaleError
	if !errors.As(err, &stale) || !strings.Contains(err.Error(), "web-tokyo 600") {
		t.Errorf("%v", err)
	}
	if got := weights(s.servers["tokyo"].Object(front)); got != "600 400" {
		t.Errorf("the weights are %s", got)
	}
}

func TestARouteOfWhichARuleWouldServeNobodyIsRefusedBeforeAnyWrite(t *testing.T) {
	whole := `{"backendRefs":[{"name":"web-tokyo","port":80,"weight":1},{"name":"web-gke","port":80,"weight":0}]}`
	for name, c := range map[string]struct{ rules, why string }{
		"a rule with the old side alone": {whole + `,{"backendRefs":[{"name":"web-tokyo","port":80}]}`, "no backend web-gke in rule 2"},
		"a rule with the new side alone": {whole + `,{"backendRefs":[{"name":"web-gke","port":80}]}`, "no backend web-tokyo in rule 2"},
		"a rule that is shut":            {whole + `,{"backendRefs":[{"name":"web-tokyo","port":80,"weight":0},{"name":"web-gke","port":80,"weight":0}]}`, "other weights"},
	} {
		t.Run(name, func(t *testing.T) {
			s, w, bag := moving(t)
			s.reweigh(c.rules)
			if err := s.refused(s.job(w, bag)); !strings.Contains(err.Error(), c.why) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAProgramIsToldTheRouteAsJSON(t *testing.T) {
	s := running(t)
	byProgram := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	byProgram.Route = &step.Route{Command: []string{"dns-switch", "web"}, Weights: byProgram.Route.Weights}
	w, bag := s.plan(byProgram)
	job := s.job(w, bag)
	if _, err := apply.Run(context.Background(), job); err == nil || !strings.Contains(err.Error(), "may start none") {
		t.Errorf("without hands: %v", err)
	}
	var got step.Route
	job.Hands.Command = func(_ context.Context, args []string, input []byte) error {
		return json.Unmarshal(input, &got)
	}
	s.run(job)
	if got.Service != "web" || len(got.Weights) != 2 {
		t.Errorf("the program was told %+v", got)
	}
	s.moved(t)
}

func TestNothingIsRemovedWhileItIsStillCalled(t *testing.T) {
	s, w, bag := moving(t)
	caller := `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other","namespace":"shop"},"data":{"url":"http://web.shop.svc:80/"}}`
	s.put("tokyo", caller)
	_, err := s.half(s.job(w, bag))
	if !strings.Contains(err.Error(), "ConfigMap shop/other names Service shop/web") {
		t.Errorf("%v", err)
	}
	if err := s.servers["tokyo"].Remove(object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "other"}); err != nil {
		t.Fatal(err)
	}
	s.run(s.job(w, bag))
	s.moved(t)
}

func TestServicesThatLeaveTogetherShareOneLookForTheirCallers(t *testing.T) {
	s := running(t)
	s.put("tokyo", configOf("other"), serviceOf("other"), deploymentOf("other", 1))
	stops := []rollout.Stop{at(0, "tokyo"), at(1, "gke")}
	w, bag := s.plan(serviceNamed(t, "web", 3, stops...), serviceNamed(t, "other", 1, stops...))
	s.forget()
	s.run(s.job(w, bag))
	lists := 0
	for _, q := range s.servers["tokyo"].History() {
		if q.Verb == "list" && q.Ref.Kind == "Ingress" {
			lists++
		}
	}
	if lists != 1 {
		t.Errorf("%d lists of what may call them", lists)
	}
}
