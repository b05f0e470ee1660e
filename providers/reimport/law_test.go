package reimport

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"pgregory.net/rapid"

	"berth.dev/engine/spec"
)

// drawn is a file of services as an importer would write it, drawn from few words so
// that sides have much in common.
func drawn(t *rapid.T, label string) []byte {
	var b strings.Builder
	few := func(what string) string {
		return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, label+what)
	}
	if rapid.Bool().Draw(t, label+" preface") {
		fmt.Fprintf(&b, "# %s services\n\n", few("preface"))
	}
	for _, name := range []string{"web", "api", "db"} {
		if !rapid.Bool().Draw(t, label+name) {
			continue
		}
		fmt.Fprintf(&b, "# of %s\nservice %q {\n", few("lead"), name)
		for _, word := range []string{"product", "runs_on", "calls"} {
			if rapid.Bool().Draw(t, label+name+word) {
				fmt.Fprintf(&b, "  # %s\n  %s = %q\n", few("comment"), word, few("value"))
			}
		}
		for _, inner := range []string{`replica`, `call "a"`, `call "b"`} {
			if rapid.Bool().Draw(t, label+name+inner) {
				fmt.Fprintf(&b, "  %s {\n    cpu = %q # %s\n  }\n", inner, few("cpu"), few("end"))
			}
		}
		b.WriteString("}\n\n")
	}
	return hclwrite.Format([]byte(strings.TrimRight(b.String(), "\n") + "\n"))
}

// whole is a folder of one file, none where it says nothing.
func whole(text []byte) []spec.Source {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	return one(string(text))
}

// after is the folder's file once a merge was written.
func after(t *rapid.T, current []byte, r *Result) []byte {
	if len(r.Files) == 0 {
		return current
	}
	if len(r.Files) > 1 || r.Files[0].Name != "services.hcl" {
		t.Fatalf("%s and more came out of nowhere", r.Files[0].Name)
	}
	return r.Files[0].Bytes
}

func merged(t *rapid.T, base, current, fresh []spec.Source, o Options) *Result {
	r, err := Merge(base, current, fresh, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNothingNewChangesNotAByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, hand := drawn(t, "base"), drawn(t, "hand")
		r := merged(t, whole(base), whole(hand), whole(base), Options{Prune: rapid.Bool().Draw(t, "prune")})
		if len(whole(hand)) == 0 || len(r.Changes) > 0 && noneLeft(base, hand) {
			return // all of it was taken out: it comes back
		}
		if len(r.Files) > 0 {
			t.Fatalf("was\n%s\nis\n%s", hand, r.Files[0].Bytes)
		}
	})
}

// noneLeft tells whether nothing of the last import is left.
func noneLeft(base, hand []byte) bool {
	last, now, _, err := sides(whole(base), whole(hand), nil)
	return err == nil && begunAnew(last, now)
}

func TestAFolderThatNoHandTouchedBecomesTheNewImport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, fresh := drawn(t, "base"), drawn(t, "fresh")
		if len(whole(base)) == 0 || len(whole(fresh)) == 0 {
			return
		}
		r := merged(t, whole(base), whole(base), whole(fresh), Options{Prune: true})
		got := says(t, after(t, base, r))
		if d := cmp.Diff(says(t, fresh), got); d != "" {
			t.Fatal(d)
		}
		for _, c := range r.Changes {
			if c.Did == Conflict || c.Did == Gone {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestASecondMergeHasNothingToDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, hand, fresh := drawn(t, "base"), drawn(t, "hand"), drawn(t, "fresh")
		if len(whole(hand)) == 0 {
			return
		}
		first := merged(t, whole(base), whole(hand), whole(fresh), Options{})
		is := after(t, hand, first)
		if noneLeft(contentOf(first.Base), is) {
			return
		}
		second := merged(t, first.Base, whole(is), whole(fresh), Options{})
		if len(second.Files) > 0 {
			t.Fatalf("first\n%s\nsecond\n%s\n%v", is, second.Files[0].Bytes, second.Changes)
		}
		for _, c := range second.Changes {
			if c.Did != Gone {
				t.Fatalf("told again: %+v", c)
			}
		}
	})
}

// Whatever a person wrote that was not imported is there after any merge.
func TestNothingOfAPersonsIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, fresh := drawn(t, "base"), drawn(t, "fresh")
		hand := strings.ReplaceAll(string(drawn(t, "hand")), "# of a", "# a person's")
		hand += "\n# last words\nservice \"mine\" {\n  pin = \"x\" # by hand\n}\n"
		is := string(after(t, []byte(hand), merged(t, whole(base), one(hand), whole(fresh), Options{Prune: true})))
		for _, word := range []string{"# last words", "by hand", `"mine"`} {
			if !strings.Contains(is, word) {
				t.Fatalf("%s is lost:\n%s", word, is)
			}
		}
		if strings.Count(is, "# a person's") != strings.Count(hand, "# a person's") {
			t.Fatalf("a comment is lost or twice there:\n%s\nwas\n%s", is, hand)
		}
		if string(hclwrite.Format([]byte(hand))) == hand && string(hclwrite.Format([]byte(is))) != is {
			t.Fatalf("the layout is lost:\n%s", is)
		}
	})
}

// says is what a file says, block by block, in the order of their names, without
// comments and layout.
func says(t *rapid.T, text []byte) string {
	b, err := parse("services.hcl", text)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines(b, ""), "\n")
}

func lines(b *body, path string) (out []string) {
	keys := map[string]*item{}
	for _, i := range b.items {
		keys[i.key] = i
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		i := keys[key]
		if i.expr != nil {
			out = append(out, path+i.key+shown(i))
			continue
		}
		out = append(append(out, path+key), lines(i.inner, path+key+" / ")...)
	}
	return out
}

func contentOf(files []spec.Source) []byte {
	if len(files) == 0 {
		return nil
	}
	return files[0].Bytes
}

// FuzzMerge looks for inputs that bring the merge down, or out of it what is no HCL.
func FuzzMerge(f *testing.F) {
	f.Add("service \"a\" {\n}\n", "service \"a\" { pin = \"x\" }", "# x\nservice \"a\" {\n  pin = <<E\nx\nE\n}\n")
	f.Add("a = 1", "b {}\nb {}\n", "b { x = [1,\n2] }\n\nc \"d\" {}")
	f.Add("/* */ a {\n}", "a {\n /* x */ b = 1 /* y */\n}", "a {\r\n b = 2\r\n}")
	f.Fuzz(func(t *testing.T, base, current, fresh string) {
		r, err := Merge(one(base), one(current), one(fresh), Options{Prune: len(base)%2 == 0})
		if err != nil {
			return
		}
		for _, out := range append(r.Files, r.Base...) {
			if _, err := parse(out.Name, out.Bytes); err != nil {
				t.Fatalf("%v\n%q", err, out.Bytes)
			}
		}
	})
}
