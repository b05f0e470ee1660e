package workload

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/object"
)

// street is a workspace of "web", which calls "cart", which calls "db"; words go into
// the block of web.
func street(words string) string {
	return container("  calls = \"complete\"\n  call \"cart\" {}\n"+words) + `
endpoint "ledger" {
  external = true
}
service "cart" {
  product = "shop"
  calls   = "complete"
  call "db" {}
  container {
    image = "cart"
    port  = 9000
  }
}
service "db" {
  namespace = "data"
  calls     = "complete"
  manifests = "deploy/db"
}
`
}

// policyOf makes the policy of a service where all stay on tokyo but some.
func policyOf(t *testing.T, src, service string, elsewhere ...string) object.Object {
	t.Helper()
	in := input(t, src)
	sites := map[string][]string{}
	for _, s := range in.Workspace.Services {
		sites[s.Name] = []string{"tokyo"}
	}
	for _, name := range elsewhere {
		sites[name] = []string{"osaka", "tokyo"}
	}
	in.Service, in.Neighbours = in.Workspace.Service(service), Meet(in.Workspace, sites)
	return made(t, in)["NetworkPolicy shop/"+service]
}

func namespaced(name string) any {
	return map[string]any{"namespaceSelector": map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": name}}}
}

// The rules that tests expect.
func dns() any {
	return map[string]any{
		"ports": []any{map[string]any{"port": int64(53), "protocol": "UDP"}, map[string]any{"port": int64(53), "protocol": "TCP"}},
		"to":    []any{namespaced("kube-system"), map[string]any{"ipBlock": map[string]any{"cidr": "169.254.0.0/16"}}},
	}
}

func gateway() any {
	return map[string]any{"namespaceSelector": map[string]any{"matchLabels": map[string]any{"berth.dev/gateway": "true"}}}
}

func onPort(port int64, from ...any) any {
	rule := map[string]any{"ports": []any{map[string]any{"port": port, "protocol": "TCP"}}}
	if from != nil {
		rule["from"] = from
	}
	return []any{rule}
}

func TestADirectionIsClosedOnlyWhereAllOfItIsKnown(t *testing.T) {
	both, out, in := []any{"Egress", "Ingress"}, []any{"Egress"}, []any{"Ingress"}
	for _, c := range []struct {
		name, src, service string
		elsewhere          []string
		types              any
		egress, ingress    any
	}{
		{"all on one site", street(""), "cart", nil, both,
			[]any{dns(), map[string]any{"to": []any{namespaced("data")}}}, onPort(9000, namespaced("shop"), gateway())},
		{"nobody calls it", street(""), "web", nil, both,
			[]any{dns(), map[string]any{"to": []any{namespaced("shop")}}}, onPort(8080, gateway())},
		{"visitors come", street("  call \"internet\" {}\n"), "web", nil, in, nil, onPort(8080)},
		{"a switch sends callers", street("  switch {\n    command = [\"x\"]\n  }\n"), "web", nil, both,
			[]any{dns(), map[string]any{"to": []any{namespaced("shop")}}}, onPort(8080)},
		{"it calls an endpoint", street("  call \"ledger\" {}\n"), "web", nil, in, nil, onPort(8080, gateway())},
		{"what it calls moves", street(""), "cart", []string{"db"}, in, nil, onPort(9000, namespaced("shop"), gateway())},
		{"who calls it moves", street(""), "cart", []string{"web"}, both,
			[]any{dns(), map[string]any{"to": []any{namespaced("data")}}}, onPort(9000)},
		{"somebody does not say whom they call", street("") + "service \"more\" {\n  call \"db\" {}\n}\n", "cart", nil, out,
			[]any{dns(), map[string]any{"to": []any{namespaced("data")}}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := policyOf(t, c.src, c.service, c.elsewhere...)
			want := []any{c.types, c.egress, c.ingress, map[string]any{"matchLabels": map[string]any{"app.kubernetes.io/name": c.service}}}
			got := []any{p.At("spec", "policyTypes"), p.At("spec", "egress"), p.At("spec", "ingress"), p.At("spec", "podSelector")}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithoutADeclarationThereIsNoPolicy(t *testing.T) {
	for name, src := range map[string]string{
		"calls alone declare nothing":  container("  call \"cart\" {}\n") + "service \"cart\" {\n  calls = \"complete\"\n}\n",
		"partial":                      container("  calls = \"partial\"\n"),
		"an endpoint, and others open": container("  calls = \"complete\"\n  call \"x\" {}\n") + "endpoint \"x\" {\n  external = true\n}\nservice \"more\" {\n}\n",
	} {
		if p := policyOf(t, src, "web"); p != nil {
			t.Errorf("%s: there is %v", name, p)
		}
	}
	in := input(t, street(""))
	if p := made(t, in)["NetworkPolicy shop/web"]; p != nil {
		t.Errorf("nothing is known of neighbours, and there is %v", p)
	}
}

func TestAJobIsReachedByNobody(t *testing.T) {
	p := policyOf(t, "service \"web\" {\n  product = \"shop\"\n  calls = \"complete\"\n  container {\n    image = \"x\"\n  }\n  job {\n    schedule = \"@daily\"\n    duration = \"1h\"\n  }\n}\n", "web")
	want := map[string]any{
		"podSelector": map[string]any{"matchLabels": map[string]any{"app.kubernetes.io/name": "web"}},
		"policyTypes": []any{"Egress", "Ingress"}, "egress": []any{dns()},
	}
	if diff := cmp.Diff(any(want), p["spec"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNoPolicyCutsACallThatIsDeclared holds policies of random workspaces against their
// calls: whatever is closed, a declared call within a cluster passes both of its ends.
func TestNoPolicyCutsACallThatIsDeclared(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		names := []string{"web", "cart", "db", "mail"}
		src, sites, calls := "", map[string][]string{}, map[string][]string{}
		for _, name := range names {
			src += fmt.Sprintf("service %q {\n  namespace = %q\n  calls = %q\n", name, rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "namespace"), rapid.SampledFrom([]string{"complete", "complete", "complete", "partial"}).Draw(r, "calls"))
			for _, other := range append(slices.Clone(names), "internet") {
				if other != name && rapid.IntRange(0, 3).Draw(r, "call") == 0 {
					calls[name] = append(calls[name], other)
					src += fmt.Sprintf("  call %q {}\n", other)
				}
			}
			src += "  container {\n    image = \"x\"\n    port  = 80\n  }\n}\n"
			sites[name] = rapid.SampledFrom([][]string{{"tokyo"}, {"tokyo"}, {"osaka", "tokyo"}, nil}).Draw(r, "sites")
		}
		in := input(t, src)
		in.Neighbours = Meet(in.Workspace, sites)
		for _, caller := range names {
			for _, callee := range calls[caller] {
				if in.Workspace.Service(callee) != nil {
					mustPass(r, in, caller, callee)
				}
			}
		}
	})
}

// mustPass checks both ends of a call.
func mustPass(r *rapid.T, in Input, caller, callee string) {
	from, to := in.Workspace.Service(caller), in.Workspace.Service(callee)
	in.Service = from
	if rules, closed := rulesOf(r, in, "Egress", "egress"); closed && !reaches(rules, "to", namespaced(to.Home())) {
		r.Errorf("%s cannot call %s: %v", caller, callee, rules)
	} else if closed && !cmp.Equal(rules[0], dns()) {
		r.Errorf("%s cannot ask for names: %v", caller, rules)
	}
	in.Service = to
	if rules, closed := rulesOf(r, in, "Ingress", "ingress"); closed && !reaches(rules, "from", namespaced(from.Home())) {
		r.Errorf("%s cannot be called by %s: %v", callee, caller, rules)
	}
}

// rulesOf are the rules of one direction, and whether it is closed.
func rulesOf(r *rapid.T, in Input, direction, member string) (rules []any, closed bool) {
	objects, diags := Make(in)
	if len(diags) > 0 {
		r.Fatalf("said: %v", diags)
	}
	for _, o := range objects {
		if types, _ := o.At("spec", "policyTypes").([]any); slices.Contains(types, any(direction)) {
			rules, _ = o.At("spec", member).([]any)
			return rules, true
		}
	}
	return nil, false
}

// reaches tells whether a rule lets a peer through; a rule without peers lets all.
func reaches(rules []any, side string, peer any) bool {
	return slices.ContainsFunc(rules, func(rule any) bool {
		peers, limited := rule.(map[string]any)[side].([]any)
		return !limited || slices.ContainsFunc(peers, func(p any) bool { return cmp.Equal(p, peer) })
	})
}
