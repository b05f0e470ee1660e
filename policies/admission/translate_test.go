package admission

import (
	"fmt"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// alone and pair are the options of a cloud site.
func alone() *policies.Option {
	return &policies.Option{ID: "gke", Kind: "cloud", Sites: []string{"gke"}, Countries: []string{"US"}, Capabilities: []string{"gpu"}, Elastic: true}
}

func pair() *policies.Option {
	return &policies.Option{ID: "tokyo+gke", Kind: "hybrid", Sites: []string{"tokyo", "gke"}, Countries: []string{"JP", "US"}, Elastic: true}
}

// said is a constraint as the dialect says it, or why not.
func said(t *testing.T, forbid string, options ...*policies.Option) (translated, *left) {
	t.Helper()
	d, err := newDialect()
	if err != nil {
		t.Fatal(err)
	}
	return d.translate(constraint(written(t, forbid)), policies.Setting{Currency: "JPY"}, options)
}

// written is a constraint of a workspace.
func written(t *testing.T, forbid string) *policies.Constraint {
	t.Helper()
	text := fmt.Sprintf("constraint \"mine\" {\n doc = \"d\"\n forbid = %q\n because = \"'b'\"\n}\n", forbid)
	w, _ := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
	suite, diags := policies.Compile(w)
	for _, c := range suite.Constraints {
		if c.Name() == "mine" {
			return c
		}
	}
	t.Fatal(forbid, diags)
	return nil
}

func TestWhatTheSiteTellsIsComputed(t *testing.T) {
	const data = "service.security.data == 'personal'"
	for _, c := range []struct{ forbid, want string }{
		{data, `variables.data == "personal"`},
		{"option.kind == 'cloud' && " + data, `variables.data == "personal"`},
		{"option.elastic ? " + data + " : service.job", `variables.data == "personal"`},
		{"!option.elastic || " + data, `variables.data == "personal"`},
		{"option.sites.size() + 1 > 1 && " + data, `variables.data == "personal"`},
		{"option.kind != 'onprem' || option.money > 1.0", `true`},
		{"service.needs.all(n, n in option.capabilities)", `variables.needs.all(n, n in ["gpu"])`},
		{"service.needs.exists(n, n == option.id)", `variables.needs.exists(n, n == "gke")`},
		{"service.needs.exists_one(n, !(n in ['a']))", `variables.needs.exists_one(n, !(n in ["a"]))`},
		{"service.needs.map(n, n + '!').size() > 1", `variables.needs.map(n, n + "!").size() > 1`},
		{"service.needs.map(n, n != 'a', n + '!').size() > 1", `variables.needs.map(n, n != "a", n + "!").size() > 1`},
		{"service.needs.filter(n, n.startsWith('g')).join(', ') == 'g'", `variables.needs.filter(n, n.startsWith("g")).join(", ") == "g"`},
		{"[1, 2].exists(x, x > service.volumes)", `[1, 2].exists(x, x > variables.volumes)`},
		{"min(service.volumes, 2) * 1.5 > 2.5", `double((variables.volumes < 2) ? variables.volumes : 2) * 1.5 > 2.5`},
		{"max(1, 2) == service.volumes", `2 == variables.volumes`},
		{"service.volumes % 0 != 1 || service.job", `variables.volumes % 0 != 1 || variables.job`},
		{"'é\\n' + service.name == 'x'", `"é\n" + variables.service == "x"`},
		{"workspace.currency == 'JPY' && service.job", `variables.job`},
		{"service.needs[0] == option.sites[0] && -1 - -2 != -service.volumes", `variables.needs[0] == "gke" && 1 != -variables.volumes`},
		{"sets.intersects(service.needs, option.capabilities)", `sets.intersects(variables.needs, ["gpu"])`},
	} {
		got, why := said(t, c.forbid, alone())
		if why != nil || got.refuse != c.want {
			t.Errorf("%s: %v, %s", c.forbid, why, cmp.Diff(c.want, got.refuse))
		}
	}
}

func TestARuleThatCannotBeToldSaysWhy(t *testing.T) {
	for _, c := range []struct {
		forbid string
		want   left
	}{
		{"option.kind == 'onprem' && option.money > 1.0", left{"it never refuses anything on gke", true}},
		{"option.kind == 'hybrid' && service.job", left{"it never refuses anything on gke", true}},
		{"option.money > 1.0", left{"it reads option.money, which a month's use decides, not a workload", false}},
		{"option.slow_calls.size() > 0 || option.crossing_gib > 1.0 && service.job", left{"it reads option.crossing_gib and option.slow_calls, which depends on where the services run that it calls", false}},
		{"math.ceil(double(service.volumes)) > 1.0", left{"it calls math.ceil, which Kubernetes does not have", false}},
		{"service.needs.exists(object, object == 'a')", left{"its loop over object has no translation", false}},
		{"{'a': service.job}['a']", left{"it makes a map, which has no translation", false}},
		{"has(service.surge_10m) && service.surge_10m > 1.0", left{"it reads service.surge_10m, which neither the site nor the workload nor the service's spec tells", false}},
		{"service.runs_on.size() > 0", left{"it reads service.runs_on, which depends on where the service runs now or is to run", false}},
	} {
		_, why := said(t, c.forbid, alone())
		if why == nil {
			t.Errorf("%s: it was translated", c.forbid)
		} else if diff := cmp.Diff(c.want, *why, cmp.AllowUnexported(left{})); diff != "" {
			t.Errorf("%s: %s", c.forbid, diff)
		}
	}
}

func TestAPairOfTheSiteIsLetThroughForHybridsAlone(t *testing.T) {
	const not = "!('tokyo+gke' in variables.hybrids)"
	for _, c := range []struct{ forbid, want string }{
		{"service.job", "variables.job"}, // the same for both
		{"option.kind == 'cloud' && service.job", "(variables.job) && (" + not + ")"},
		{"option.kind == 'hybrid' || service.job", "variables.job"}, // a pair is worse
		{"option.sites.size() == 1 || service.job", "(true) && (" + not + " || variables.job)"},
	} {
		got, why := said(t, c.forbid, alone(), pair())
		if why != nil || got.refuse != c.want {
			t.Errorf("%s: %v, %s", c.forbid, why, cmp.Diff(c.want, got.refuse))
		}
	}
}

// TestTheTextMeansWhatTheRuleMeans evaluates both on services drawn at random.
func TestTheTextMeansWhatTheRuleMeans(t *testing.T) {
	env, err := newDialect()
	if err != nil {
		t.Fatal(err)
	}
	kubernetes, err := env.env.Extend(cel.Variable("variables", cel.MapType(cel.StringType, cel.DynType)))
	if err != nil {
		t.Fatal(err)
	}
	for _, forbid := range []string{
		"service.security.residency.size() > 0 && !sets.contains(service.security.residency, option.countries)",
		"service.volumes * 3 - 2 > size(service.needs) && !(service.job || option.kind == 'cloud' && service.stateful)",
		"(service.volumes + 1) * 2 == 4 || -service.volumes + 3 < 1 || service.volumes - (1 - 2) > 3",
		"max(service.volumes, service.needs.size()) >= min(2, 1 + service.volumes)",
		"service.needs.filter(n, !(n in option.capabilities)).map(n, n.size()).exists_one(n, n > 2)",
		"service.job ? service.stateful : service.needs.all(a, service.pin.exists(b, a == b))",
		"service.name.split('-').map(x, x.upperAscii()).join('.').contains('A') != service.singleton",
		"service.environment in ['prod', ''] && 'cores: %d'.format([service.volumes]) != 'cores: 2'",
		"service.security.data.substring(0, 3) == 'per' && double(service.volumes) / 2 >= 0.5",
		"[service.product, service.team].exists(x, x.matches('^a+$')) || string(service.volumes) == '2'",
	} {
		c, options := written(t, forbid), []*policies.Option{alone(), pair()}
		got, why := env.translate(constraint(c), policies.Setting{}, options)
		if why != nil {
			t.Fatal(forbid, why)
		}
		tree, issues := kubernetes.Compile(got.refuse)
		if issues.Err() != nil {
			t.Fatal(issues.Err())
		}
		program, err := kubernetes.Program(tree)
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			vars, given, hybrid := drawVars(t)
			vars.Option = options[0]
			want, err := c.Forbids(vars)
			if vars.Option = options[1]; err == nil && hybrid && want {
				want, err = c.Forbids(vars)
			}
			if err != nil {
				t.Fatal(err)
			}
			out, _, err := program.Eval(map[string]any{"variables": given})
			if err != nil || out.Value() != want {
				t.Fatalf("%s: %v, %v; %s says %v", forbid, want, err, got.refuse, out)
			}
		})
	}
}

// drawVars draws a service as rules see it, and as a policy's variables.
func drawVars(t *rapid.T) (v *policies.Vars, given map[string]any, hybrid bool) {
	names := func(what string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"gpu", "host-path", "tokyo", "gke", "JP", "US"}), 0, 3, rapid.ID).Draw(t, what)
	}
	word := func(what string) string {
		return rapid.SampledFrom([]string{"prod", "", "a", "a-b", "personal"}).Draw(t, what)
	}
	yes := func(what string) bool { return rapid.Bool().Draw(t, what) }
	s := &policies.Service{
		Name: word("name"), Product: word("product"), Team: word("team"), Environment: word("environment"),
		Needs: names("needs"), Pin: names("pin"), Job: yes("job"), Stateful: yes("stateful"), Singleton: yes("singleton"),
		Volumes:  rapid.Int64Range(0, 3).Draw(t, "volumes"),
		Security: &policies.Security{Data: rapid.SampledFrom([]string{"personal", "public"}).Draw(t, "data"), Residency: names("residency")},
	}
	hybrid = yes("hybrid")
	given = map[string]any{
		"service": s.Name, "product": s.Product, "team": s.Team, "environment": s.Environment, "needs": s.Needs, "pin": s.Pin,
		"job": s.Job, "stateful": s.Stateful, "singleton": s.Singleton, "volumes": s.Volumes,
		"data": s.Security.Data, "residency": s.Security.Residency, "hybrids": []string{},
	}
	if hybrid {
		given["hybrids"] = []string{"tokyo+gke"}
	}
	return &policies.Vars{Service: s, Workspace: &policies.Workspace{}}, given, hybrid
}

func TestEveryVariableOfPoliciesCanBeRead(t *testing.T) {
	d, err := newDialect()
	if err != nil {
		t.Fatal(err)
	}
	o := alone()
	seen := 0
	for _, v := range append(policies.Variables(), policies.FactVariables()...) {
		found, why := sources{o, policies.Setting{}}.find(v.Name)
		if why != "" {
			continue
		}
		seen++
		tr := translator{dialect: d}
		for _, text := range []string{found.text, found.has} {
			if text != "" && tr.parsed(text).expr == nil {
				t.Errorf("%s: %q cannot be read", v.Name, text)
			}
		}
		if name, is := strings.CutPrefix(found.text, "variables."); is && variable(name) == "" {
			t.Errorf("%s: there is no variable %s", v.Name, name)
		}
		if v.Optional != (found.has != "") {
			t.Errorf("%s: optional is %v, its has() %q", v.Name, v.Optional, found.has)
		}
	}
	if seen < 30 {
		t.Errorf("only %d variables are found", seen)
	}
}
