package policies

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/spec"
)

// scored parses a file with the expression as a score. It returns nil where HCL
// cannot hold the text.
func scored(expression string) (*spec.Workspace, source) {
	w, diags := spec.Parse([]spec.Source{{Name: "rules.hcl", Bytes: []byte(policyText(expression))}}, spec.Options{Fragment: true})
	if diags.HasErrors() || len(w.Policies) != 1 {
		return nil, source{}
	}
	return w, source{w, w.Policies[0].Score, `policy "try"`, "score"}
}

func names(fields []Field) (out []string) {
	for _, f := range fields {
		out = append(out, f.Name)
	}
	return out
}

func TestReadsAreTheFieldsOfWhenAndScore(t *testing.T) {
	suite, diags := compileText(t, `policy "try" {
  criterion = "cost"
  doc       = "d"
  when      = "has(service.cv) && service.security.data == 'personal'"
  score     = "option.sites.exists(s, s == 'a') ? min(1, option.money) : double(workspace.hourly_rate > 1 ? 1 : 0)"
  because   = "option.id"
}
constraint "limit" {
  doc     = "d"
  forbid  = "option.kind == 'cloud' || option.kind == 'hybrid'"
  because = "service.name"
}`)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	want := []string{"option.money", "option.sites", "service.cv", "service.security.data", "workspace.hourly_rate"}
	if diff := cmp.Diff(want, names(mustPolicy(t, suite, "try").Reads())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"option.kind"}, names(mustConstraint(t, suite, "limit").Reads())); diff != "" {
		t.Error(diff)
	}
}

// draw fills every field that expressions can read.
func draw(t *rapid.T, label string) *Vars {
	v := &Vars{Service: &Service{Security: &Security{}}, Option: &Option{}, Workspace: &Workspace{}}
	for _, x := range newSchema(reflect.TypeFor[Vars]()).variables {
		f := Field{x.name, x}.in(v)
		switch f.Kind() {
		case reflect.Bool:
			f.SetBool(rapid.Bool().Draw(t, label+x.name))
		case reflect.Int64:
			f.SetInt(rapid.Int64Range(0, 3).Draw(t, label+x.name))
		case reflect.Float64:
			f.SetFloat(rapid.Float64Range(0, 1000).Draw(t, label+x.name))
		case reflect.String:
			f.SetString(rapid.SampledFrom([]string{"", "onprem", "cloud", "hybrid", "personal", "prod"}).Draw(t, label+x.name))
		case reflect.Slice:
			f.Set(reflect.ValueOf(rapid.SliceOfN(rapid.SampledFrom([]string{"JP", "tokyo", "privileged", "prod"}), 0, 3).Draw(t, label+x.name)))
		case reflect.Pointer:
			if rapid.Bool().Draw(t, label+"has "+x.name) {
				number := rapid.Float64Range(0, 10).Draw(t, label+x.name)
				f.Set(reflect.ValueOf(&number))
			}
		}
	}
	return v
}

// TestFieldsThatAreNotReadChangeNothing: the ends of what is unknown are tried
// for the fields read and no others.
func TestFieldsThatAreNotReadChangeNothing(t *testing.T) {
	suite := standardSuite(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a "), draw(t, "b ")
		type outcome struct {
			Yes   bool
			Score float64
			Err   bool
		}
		policy := func(p *Policy, v *Vars) outcome {
			yes, err := p.Applies(v)
			if !yes || err != nil {
				return outcome{yes, 0, err != nil}
			}
			score, err := p.Score(v)
			return outcome{yes, score, err != nil}
		}
		i := rapid.IntRange(0, len(suite.Policies)-1).Draw(t, "policy")
		p := suite.Policies[i]
		want := policy(p, a)
		for _, f := range p.Reads() {
			f.Copy(b, a)
			if !f.Equal(a, b) {
				t.Fatalf("%s is not equal after its copy", f.Name)
			}
		}
		if diff := cmp.Diff(want, policy(p, b)); diff != "" {
			t.Fatalf("%s: %s", p.Name(), diff)
		}
		c := suite.Constraints[rapid.IntRange(0, len(suite.Constraints)-1).Draw(t, "constraint")]
		b = draw(t, "c ")
		for _, f := range c.Reads() {
			f.Copy(b, a)
		}
		yes, err := c.Forbids(a)
		again, errAgain := c.Forbids(b)
		if diff := cmp.Diff(outcome{yes, 0, err != nil}, outcome{again, 0, errAgain != nil}); diff != "" {
			t.Fatalf("%s: %s", c.Name(), diff)
		}
	})
}

// TestStandardScoresAreScoresWhateverTheInput: no values make a standard policy
// fail or leave 0 to 1, and every reason can be given.
func TestStandardScoresAreScoresWhateverTheInput(t *testing.T) {
	suite := standardSuite(t)
	rapid.Check(t, func(t *rapid.T) {
		v := draw(t, "")
		for _, p := range suite.Policies {
			yes, err := p.Applies(v)
			if err != nil {
				t.Fatal(err)
			}
			if !yes {
				continue
			}
			if _, err := p.Score(v); err != nil {
				t.Fatal(err)
			}
			if because, err := p.Because(v); err != nil || because == "" {
				t.Fatalf("%s: %q, %v", p.Name(), because, err)
			}
		}
		for _, c := range suite.Constraints {
			yes, err := c.Forbids(v)
			if err != nil {
				t.Fatal(err)
			}
			if because, err := c.Because(v); yes && (err != nil || because == "") {
				t.Fatalf("%s: %q, %v", c.Name(), because, err)
			}
		}
	})
}

func TestEqualTellsAFieldApart(t *testing.T) {
	fields := map[string]Field{}
	for _, v := range newSchema(reflect.TypeFor[Vars]()).variables {
		fields[v.name] = Field{v.name, v}
	}
	one, two := 1.0, 2.0
	alsoOne := 1.0
	for _, c := range []struct {
		field string
		a, b  func(*Vars)
		want  bool
	}{
		{"option.money", func(v *Vars) { v.Option.Money = 1 }, func(v *Vars) { v.Option.Money = 2 }, false},
		{"option.money", func(v *Vars) { v.Option.Hours = 1 }, func(v *Vars) { v.Option.Hours = 2 }, true},
		{"service.cv", func(v *Vars) { v.Service.CV = &one }, func(v *Vars) { v.Service.CV = &alsoOne }, true},
		{"service.cv", func(v *Vars) { v.Service.CV = &one }, func(v *Vars) { v.Service.CV = &two }, false},
		{"service.cv", func(v *Vars) { v.Service.CV = &one }, unchanged, false},
		{"service.cv", unchanged, unchanged, true},
		{"service.needs", func(v *Vars) { v.Service.Needs = []string{"a"} }, func(v *Vars) { v.Service.Needs = []string{"a"} }, true},
		{"service.needs", func(v *Vars) { v.Service.Needs = []string{"a"} }, func(v *Vars) { v.Service.Needs = []string{"b"} }, false},
		{"service.security.data", func(v *Vars) { v.Service.Security.Data = "public" }, unchanged, false},
		{"service.stateful", func(v *Vars) { v.Service.Stateful = true }, unchanged, false},
		{"service.volumes", func(v *Vars) { v.Service.Volumes = 1 }, unchanged, false},
	} {
		a, b := sample(), sample()
		c.a(a)
		c.b(b)
		if got := fields[c.field].Equal(a, b); got != c.want {
			t.Errorf("%s: equal is %t", c.field, got)
		}
	}
}

func TestEveryVariableIsDocumentedAndReadable(t *testing.T) {
	env, err := newEnvironment(reflect.TypeFor[Vars]())
	if err != nil {
		t.Fatal(err)
	}
	previous := ""
	for _, v := range Variables() {
		if v.Name <= previous {
			t.Errorf("%s stands after %s", v.Name, previous)
		}
		previous = v.Name
		if v.Doc == "" || strings.HasSuffix(v.Doc, ".") || v.Name == "" || strings.HasSuffix(v.Name, ".") {
			t.Errorf("%+v has no name, no doc or a full stop", v)
		}
		expression := v.Name
		if v.Optional {
			expression = "has(" + v.Name + ") ? " + v.Name + " : 0.0"
		}
		_, s := scored("[" + expression + "].size()")
		x, diags := env.compile(s, number())
		if len(diags) > 0 {
			t.Errorf("%s: %v", v.Name, diags)
			continue
		}
		if _, err := x.run((*activation)(sample())); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryFunctionIsThere compiles a use of each, so that the list and the
// environment cannot part.
func TestEveryFunctionIsThere(t *testing.T) {
	uses := map[string]string{
		"all": "[1].all(x, x > 0) ? 1 : 0", "exists": "[1].exists(x, x > 0) ? 1 : 0",
		"exists_one": "[1].exists_one(x, x > 0) ? 1 : 0", "filter": "size([1, 2].filter(x, x > 1))",
		"map": "[3, 0].map(x, x + 1)[1]", "has": "has(service.cv) ? 0 : 1",
		"contains": "'abc'.contains('b') ? 1 : 0", "startsWith": "'abc'.startsWith('a') ? 1 : 0",
		"endsWith": "'abc'.endsWith('c') ? 1 : 0", "matches": "'abc'.matches('b.$') ? 1 : 0",
		"format": "'%.1f %s'.format([1.25, 'a']) == '1.2 a' ? 1 : 0", "join": "['a', 'b'].join('-') == 'a-b' ? 1 : 0",
		"lowerAscii": "'A'.lowerAscii() == 'a' ? 1 : 0", "upperAscii": "'a'.upperAscii() == 'A' ? 1 : 0",
		"split": "size('a,b'.split(',')) - 1", "substring": "'abc'.substring(1, 2) == 'b' ? 1 : 0",
		"trim": "' a '.trim() == 'a' ? 1 : 0", "size": "size(['a'])", "string": "string(1) == '1' ? 1 : 0",
		"int": "int(1.9)", "double": "double(1)", "min": "min(1, 2)", "max": "max(1, 0)",
		"math.abs": "math.abs(-1)", "math.ceil": "math.ceil(0.1)", "math.floor": "math.floor(1.9)",
		"math.round": "math.round(0.5)", "math.sqrt": "math.sqrt(1.0)",
		"sets.contains":   "sets.contains(['a', 'b'], ['b']) ? 1 : 0",
		"sets.equivalent": "sets.equivalent(['a', 'b'], ['b', 'a', 'a']) ? 1 : 0",
		"sets.intersects": "sets.intersects(['a', 'b'], ['b', 'c']) ? 1 : 0",
	}
	for _, f := range Functions() {
		use, ok := uses[f.Name]
		if !ok || f.Usage == "" || f.Doc == "" {
			t.Errorf("%s has no use in this test, no usage or no doc", f.Name)
			continue
		}
		if got, err := compiled(t, use).Score(sample()); got != 1 || err != nil {
			t.Errorf("%s: %v, %v", use, got, err)
		}
	}
	if len(uses) != len(Functions()) {
		t.Errorf("%d uses for %d functions", len(uses), len(Functions()))
	}
}

func TestEveryRootOfTheSchemaResolves(t *testing.T) {
	for _, r := range newSchema(reflect.TypeFor[Vars]()).roots {
		if _, ok := (*activation)(sample()).ResolveName(r.name); !ok {
			t.Errorf("%s does not resolve", r.name)
		}
	}
	if _, ok := (*activation)(sample()).ResolveName("other"); ok {
		t.Error("a name that is not there resolves")
	}
}
