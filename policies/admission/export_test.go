package admission_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/spec"
	"berth.dev/policies/admission"
)

const someServices = `
team "cards" {
  owner = "ann"
}
product "shop" {
  team = "cards"
}
service "orders" {
  product = "shop"
  runs_on = ["tokyo", "gke"]
  needs   = ["gpu", "host-path"]
  replicas {
    min = 2
    max = 9
  }
}
service "other" {}
check "most" {
  doc     = "No more than 8."
  over    = "service"
  require = "!has(service.replicas_max) || service.replicas_max < 9 && service.team != '' && service.owner != ''"
  because = "'up to %d, %s'.format([service.replicas_max, service.money > 1.0 ? 'dear' : 'cheap'])"
  severity = "info"
}
`

func TestEachNamespaceIsToldOfItsServices(t *testing.T) {
	var got []map[string]any
	for _, o := range build(t, sites+someServices).export(t, "gke", admission.Deny).Objects {
		if object.Object(o).Ref().Kind == "ConfigMap" {
			delete(o["metadata"].(map[string]any), "labels")
			got = append(got, o)
		}
	}
	told := func(namespace string, data map[string]any) map[string]any {
		return map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "data": data, "metadata": map[string]any{"name": "berth-services", "namespace": namespace}}
	}
	want := []map[string]any{
		told("default", map[string]any{
			"other.data": "internal", "other.environment": "prod", "other.excused": "", "other.hybrids": "", "other.independent_of": "",
			"other.job": "false", "other.manifests": "false", "other.needs": "", "other.owner": "", "other.pin": "", "other.product": "",
			"other.replicas_min": "1", "other.residency": "", "other.singleton": "false", "other.team": "", "other.volumes": "0", "other.volumes_move": "true",
		}),
		told("shop", map[string]any{
			"orders.data": "internal", "orders.environment": "prod", "orders.excused": "", "orders.hybrids": "tokyo+gke", "orders.independent_of": "",
			"orders.job": "false", "orders.manifests": "false", "orders.needs": "gpu,host-path", "orders.owner": "ann", "orders.pin": "", "orders.product": "shop",
			"orders.replicas_max": "9", "orders.replicas_min": "2", "orders.residency": "", "orders.singleton": "false", "orders.team": "cards", "orders.volumes": "0", "orders.volumes_move": "true",
		}),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameSpecsGiveTheSameBytes(t *testing.T) {
	bytes := func() string {
		out, err := json.Marshal(build(t, sites+someServices).export(t, "tokyo", admission.Warn))
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	once := bytes()
	for range 5 {
		if diff := cmp.Diff(once, bytes()); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestWhatHappensFollowsTheSeverity: an error is refused, a warning warned of, and no
// rule does more than is asked for.
func TestWhatHappensFollowsTheSeverity(t *testing.T) {
	s := build(t, sites+someServices)
	for _, c := range []struct {
		most admission.Enforcement
		want map[string]admission.Enforcement
	}{
		{admission.Deny, map[string]admission.Enforcement{"needs": "deny", "declared-resources": "warn", "most": "audit", "max-latency": ""}},
		{admission.Warn, map[string]admission.Enforcement{"needs": "warn", "declared-resources": "warn", "most": "audit", "max-latency": ""}},
		{admission.Audit, map[string]admission.Enforcement{"needs": "audit", "declared-resources": "audit", "most": "audit", "max-latency": ""}},
	} {
		got := map[string]admission.Enforcement{}
		for _, r := range s.export(t, "gke", c.most).Rules {
			if _, asked := c.want[r.Name]; asked {
				got[r.Name] = r.Enforced
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.most, diff)
		}
	}
}

// TestAReasonThatAClusterCannotGiveIsTheDoc looks at a rule whose because reads money.
func TestAReasonThatAClusterCannotGiveIsTheDoc(t *testing.T) {
	for _, o := range build(t, sites+someServices).export(t, "gke", admission.Deny).Objects {
		if object.Object(o).Ref().Name != "most.berth.dev" || object.Object(o).Ref().Kind != "ValidatingAdmissionPolicy" {
			continue
		}
		v := object.Object(o).At("spec", "validations").([]any)[0].(map[string]any)
		if v["message"] != "No more than 8." || v["messageExpression"] != nil {
			t.Errorf("%v", v)
		}
		return
	}
	t.Error("the rule is not there")
}

func TestARuleNamedLikeAGuardIsLeftOut(t *testing.T) {
	const mine = "constraint \"berth-known-service\" {\n doc = \"d\"\n forbid = \"service.job\"\n because = \"'b'\"\n}\n"
	for _, r := range build(t, sites+mine).export(t, "gke", admission.Deny).Rules {
		if r.Name == "berth-known-service" && !strings.Contains(r.Reason, "rename the rule") {
			t.Errorf("%+v", r)
		}
	}
}

func TestAWorkspaceWithoutServicesTellsNothing(t *testing.T) {
	if out := build(t, sites).export(t, "gke", admission.Deny); len(out.Objects) > 0 {
		t.Errorf("it tells %v", out.Objects)
	}
}

func TestMoreThanAConfigMapHoldsIsAnError(t *testing.T) {
	in := admission.Input{Suite: build(t, sites).Suite, Options: build(t, sites).SiteOptions("gke"), Enforce: admission.Deny}
	for i := range 3000 {
		in.Services = append(in.Services, admission.Service{Spec: &spec.Service{Name: fmt.Sprintf("service-%04d", i)}})
	}
	if _, err := admission.Export(in); err == nil || !strings.Contains(err.Error(), "namespace default: what the policies read") {
		t.Errorf("it is told: %v", err)
	}
}
