package reimport

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
)

// folderOf is a folder of files by name and text, one after the other.
func folderOf(texts ...string) (out []spec.Source) {
	for i := 0; i < len(texts); i += 2 {
		out = append(out, spec.Source{Name: texts[i], Bytes: []byte(texts[i+1])})
	}
	return out
}

// written is what a merge writes, as name and text.
func written(r *Result) (out []string) {
	for _, f := range r.Files {
		out = append(out, f.Name, string(f.Bytes))
	}
	return out
}

func merge(t *testing.T, base, current, fresh []spec.Source, o Options) *Result {
	t.Helper()
	r, err := Merge(base, current, fresh, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	webA = "service \"web\" {\n  pin = \"a\"\n}\n"
	webB = "service \"web\" {\n  pin = \"b\"\n}\n"
	api  = "service \"api\" {\n}\n"
	db   = "service \"db\" {\n}\n"
)

func TestABlockIsFoundInWhateverFileAPersonPutIt(t *testing.T) {
	r := merge(t, folderOf("services.hcl", webA+"\n"+api), folderOf("teams/web.hcl", webA, "services.hcl", api), folderOf("services.hcl", webB+"\n"+api), Options{})
	if d := cmp.Diff([]string{"teams/web.hcl", webB}, written(r)); d != "" {
		t.Error(d)
	}
}

func TestWhatIsNewComesIntoTheImportsOwnFile(t *testing.T) {
	r := merge(t, folderOf("services.hcl", webA), folderOf("teams/web.hcl", webA), folderOf("services.hcl", "# 2 services\n\n"+webA+"\n"+db), Options{})
	if d := cmp.Diff([]string{"services.hcl", "# 2 services\n\n" + db}, written(r)); d != "" {
		t.Error(d)
	}
}

func TestWhatIsGoneIsRememberedUntilItIsPruned(t *testing.T) {
	both, left := webA+"\n"+db, webA
	first := merge(t, folderOf("services.hcl", both), folderOf("services.hcl", both), folderOf("services.hcl", left), Options{})
	if d := cmp.Diff("gone: service \"db\" [{ … }|{ … }|]", told(first.Changes)); d != "" || len(first.Files) > 0 {
		t.Error(d, written(first))
	}
	again := merge(t, first.Base, folderOf("services.hcl", both), folderOf("services.hcl", left), Options{Prune: true})
	if d := cmp.Diff([]string{"services.hcl", left}, written(again)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(left, string(again.Base[0].Bytes)); d != "" {
		t.Error(d)
	}
}

func TestWhoTookOutEverythingGetsItBack(t *testing.T) {
	r := merge(t, folderOf("services.hcl", webA), folderOf("workspace.hcl", "workspace {\n}\n"), folderOf("services.hcl", webA), Options{})
	if d := cmp.Diff([]string{"services.hcl", webA}, written(r)); d != "" {
		t.Error(d)
	}
}

func TestFilesThatAreNoSpecsAreMergedAsAWhole(t *testing.T) {
	for name, c := range map[string]struct{ base, current, fresh, want, told string }{
		"new":           {"", "", "a", "a", "added"},
		"as it was":     {"a", "a", "a", "", ""},
		"new upstream":  {"a", "a", "b", "b", "taken"},
		"edited":        {"a", "x", "a", "", ""},
		"both":          {"a", "x", "b", "", "conflict"},
		"taken out":     {"a", "", "a", "a", "added"},
		"somebody else": {"", "x", "b", "", "conflict"},
	} {
		t.Run(name, func(t *testing.T) {
			side := func(text string) []spec.Source {
				if text == "" {
					return nil
				}
				return folderOf("k0s/config.yaml", text)
			}
			r := merge(t, side(c.base), side(c.current), side(c.fresh), Options{})
			got, did := "", ""
			if len(r.Files) > 0 {
				got = string(r.Files[0].Bytes)
			}
			if len(r.Changes) > 0 {
				did = string(r.Changes[0].Did)
			}
			if got != c.want || did != c.told {
				t.Errorf("%q %q, want %q %q", got, did, c.want, c.told)
			}
		})
	}
}

func TestAFileThatAHandTookOutStaysOutWhileOthersAreThere(t *testing.T) {
	both := folderOf("k0s.txt", "a", "k0s/config.yaml", "b")
	r := merge(t, both, folderOf("k0s.txt", "a"), both, Options{})
	if len(r.Files)+len(r.Changes) > 0 {
		t.Errorf("%q %v", written(r), r.Changes)
	}
}

func TestWhatCannotBeReadIsAnErrorThatNamesTheFile(t *testing.T) {
	deep := "a = " + strings.Repeat("[", 500) + strings.Repeat("]", 500) + "\n"
	cut := "/*\n# x */\nservice \"web\" {\n  pin = \"a\"\n}\n"
	for name, c := range map[string]struct{ base, current, fresh string }{
		"a folder that is none":           {webA, "service {{", webB},
		"an import that was damaged":      {"service \"web\" {", webA, webB},
		"brackets without end":            {webA, deep, webB},
		"a larger file than a spec":       {webA, "# " + strings.Repeat("x", 1<<20) + "\n" + webA, webB},
		"a comment that would be cut off": {strings.Replace(cut, "x", "y", 1), strings.Replace(cut, "x", "y", 1), "# z\n" + webA},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Merge(folderOf("a.hcl", c.base), folderOf("a.hcl", c.current), folderOf("a.hcl", c.fresh), Options{})
			if err == nil || !strings.Contains(err.Error(), "a.hcl") {
				t.Errorf("%v %v", err, written(r))
			}
		})
	}
}
