package policies

import (
	"slices"
	"testing"

	"cel.dev/cel-go/common/ast"
	"github.com/google/go-cmp/cmp"
)

func TestATreeNamesWhatIsRead(t *testing.T) {
	forbid, because := mustConstraint(t, standardSuite(t), "residency").Trees()
	for _, c := range []struct {
		tree Tree
		want []string
	}{
		{forbid, []string{"option.countries", "service.security.residency"}},
		{because, []string{"option.countries", "service.security.residency"}},
	} {
		var got []string
		ast.PreOrderVisit(c.tree.Root(), ast.NewExprVisitor(func(e ast.Expr) {
			if name := c.tree.Variable(e); name != "" {
				got = append(got, name)
			}
		}))
		slices.Sort(got)
		if diff := cmp.Diff(c.want, slices.Compact(got)); diff != "" {
			t.Error(diff)
		}
	}
	if (Tree{}).Present() || !forbid.Present() {
		t.Error("a tree is there where none is, or the other way round")
	}
}

func TestACheckNamesTheFactsThatItsRequireReads(t *testing.T) {
	for name, want := range map[string][]string{
		"image-tag": {"service.images"}, "budget": {"product.budget", "product.money"},
		"declared-resources": {"service.replica_cores", "service.replica_memory_gib"},
	} {
		for _, c := range standardSuite(t).Checks {
			if diff := cmp.Diff(want, c.Requires()); c.Name() == name && diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
}
