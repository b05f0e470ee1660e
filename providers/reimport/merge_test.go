package reimport

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
)

func one(text string) []spec.Source {
	if text == "" {
		return nil
	}
	return []spec.Source{{Name: "services.hcl", Bytes: []byte(text)}}
}

// told is what became of what, one a line.
func told(changes []Change) string {
	var lines []string
	for _, c := range changes {
		lines = append(lines, strings.TrimSpace(string(c.Did)+": "+c.Path+" ["+c.Last+"|"+c.Hand+"|"+c.Fresh+"]"))
	}
	return strings.Join(lines, "\n")
}

// web is a service of these lines.
func web(lines ...string) string {
	return "service \"web\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

func TestEachOfThreeSidesIsHeard(t *testing.T) {
	for name, c := range map[string]struct {
		base, current, fresh string
		prune                bool
		want, told           string
	}{
		"a first import": {
			fresh: web(`calls = "partial"`),
			want:  web(`calls = "partial"`), told: `added: service "web" [||{ … }]`,
		},
		"nothing new": {
			base: web(`calls = "partial"`), current: web(`# mine`, `calls = "partial"`), fresh: web(`calls = "partial"`),
			want: web(`# mine`, `calls = "partial"`),
		},
		"a value changed in the source": {
			base: web(`stateful = true`), current: web(`# mine`, `stateful =   true # really`), fresh: web(`stateful = false`),
			want: web(`# mine`, `stateful =   false # really`), told: `taken: service "web" / stateful [true|true|false]`,
		},
		"a value changed by hand": {
			base: web(`stateful = true`), current: web(`stateful = false`), fresh: web(`stateful = true`),
			want: web(`stateful = false`),
		},
		"a value changed on both sides": {
			base: web(`runs_on = "a"`), current: web(`runs_on = "b"`), fresh: web(`runs_on = "c"`),
			want: web(`runs_on = "b"`), told: `conflict: service "web" / runs_on ["a"|"b"|"c"]`,
		},
		"the same change on both sides": {
			base: web(`runs_on = "a"`), current: web(`runs_on = "c"`), fresh: web(`runs_on = "c"`),
			want: web(`runs_on = "c"`),
		},
		"a value of which nobody knows where it comes from": {
			current: web(`runs_on = "b"`), fresh: web(`runs_on = "c"`),
			want: web(`runs_on = "b"`), told: `conflict: service "web" / runs_on [|"b"|"c"]`,
		},
		"a value that is new in the source": {
			base: web(`calls = "partial"`), current: web(`calls = "partial"`, `pin   = "x"`), fresh: web(`runs_on = "a"`, `calls = "partial"`, `stateful = true`),
			want: web(`runs_on  = "a"`, `calls    = "partial"`, `stateful = true`, `pin      = "x"`),
			told: "added: service \"web\" / runs_on [||\"a\"]\nadded: service \"web\" / stateful [||true]",
		},
		"a value taken out by hand": {
			base: web(`runs_on = "a"`, `calls = "partial"`), current: web(`runs_on = "a"`), fresh: web(`runs_on = "a"`, `calls = "partial"`),
			want: web(`runs_on = "a"`),
		},
		"a value taken out by hand and changed in the source": {
			base: web(`runs_on = "a"`, `stateful = true`), current: web(`runs_on = "a"`), fresh: web(`runs_on = "a"`, `stateful = false`),
			want: web(`runs_on = "a"`), told: `conflict: service "web" / stateful [true||false]`,
		},
		"a value that the source no longer has": {
			base: web(`runs_on = "a"`, `stateful = true`), current: web(`runs_on = "a"`, `stateful = true`), fresh: web(`runs_on = "a"`),
			want: web(`runs_on = "a"`), told: `taken: service "web" / stateful [true|true|]`,
		},
		"a service that is gone": {
			base: web() + "\nservice \"old\" {\n}\n", current: web() + "\nservice \"old\" {\n}\n", fresh: web(),
			want: web() + "\nservice \"old\" {\n}\n", told: `gone: service "old" [{ … }|{ … }|]`,
		},
		"a service that is gone and pruned": {
			base: web() + "\nservice \"old\" {\n}\n", current: web() + "\nservice \"old\" {\n}\n", fresh: web(), prune: true,
			want: web(), told: `pruned: service "old" [{ … }|{ … }|]`,
		},
		"a service that is gone and has a hand's edits is never pruned": {
			base: web() + "\nservice \"old\" {\n}\n", current: web() + "\nservice \"old\" {\n  # keep\n}\n", fresh: web(), prune: true,
			want: web() + "\nservice \"old\" {\n  # keep\n}\n", told: `conflict: service "old" [{ … }|{ … }|]`,
		},
		"a service that is new": {
			base: web(), current: web() + "\n# at the end\n", fresh: "service \"api\" {\n}\n\n" + web(),
			want: "service \"api\" {\n}\n\n" + web() + "\n# at the end\n", told: `added: service "api" [||{ … }]`,
		},
		"a service of a person": {
			base: web(), current: "service \"mine\" {\n}\n" + web(), fresh: web(),
			want: "service \"mine\" {\n}\n" + web(),
		},
		"a block on one line": {
			base: web(`replica { cpu = "1" }`), current: web(`replica { cpu = "1" }`), fresh: web(`replica {`, `  cpu = "1"`, `  memory = "1Gi"`, `}`),
			want: web(`replica {`, `  cpu    = "1"`, `  memory = "1Gi"`, `}`), told: `added: service "web" / replica / memory [||"1Gi"]`,
		},
		"a comment of the import": {
			base: web(`# Deployment web`, `runs_on = "a"`), current: web(`# Deployment web`, `runs_on = "b"`), fresh: web(`# StatefulSet web`, `runs_on = "a"`),
			want: web(`# Deployment web`, `runs_on = "b"`),
		},
		"a comment of the import over a value that no hand touched": {
			base: web(`# Deployment web`, `runs_on = "a"`), current: web(`# Deployment web`, `runs_on = "a"`), fresh: web(`# StatefulSet web`, `runs_on = "a"`),
			want: web(`# StatefulSet web`, `runs_on = "a"`),
		},
		"the comment at the top": {
			base: "# 1 service\n\n" + web(), current: "# 1 service\n\n" + web(`pin = "a"`), fresh: "# 2 services\n\n" + web(),
			want: "# 2 services\n\n" + web(`pin = "a"`),
		},
		"a map written in another order": {
			base: web(`labels = { a = "1", b = "2" }`), current: web(`labels = {`, `  b = "2"`, `  a = "1"`, `}`), fresh: web(`labels = { a = "1", b = "3" }`),
			want: web(`labels = { a = "1", b = "3" }`), told: `taken: service "web" / labels [{ a = "1", b = "2" }|{ b = "2" a = "1" }|{ a = "1", b = "3" }]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Merge(one(c.base), one(c.current), one(c.fresh), Options{Prune: c.prune})
			if err != nil {
				t.Fatal(err)
			}
			text := c.current
			if len(got.Files) > 0 {
				text = string(got.Files[0].Bytes)
			}
			if d := cmp.Diff(c.want, text); d != "" {
				t.Errorf("the file (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.told, told(got.Changes)); d != "" {
				t.Errorf("what is told (-want +got):\n%s", d)
			}
		})
	}
}

func TestALastImportThatIsBrokenIsNamedAsSuch(t *testing.T) {
	good, broken := []spec.Source{{Name: "a.hcl", Bytes: []byte("service \"a\" {}\n")}}, []spec.Source{{Name: "a.hcl", Bytes: []byte("{{{")}}
	for _, c := range []struct {
		base, current []spec.Source
		want          bool
	}{{broken, good, true}, {good, broken, false}} {
		_, err := Merge(c.base, c.current, good, Options{})
		if err == nil || strings.Contains(err.Error(), "the last import") != c.want || !strings.Contains(err.Error(), "a.hcl") {
			t.Errorf("%v", err)
		}
	}
}
