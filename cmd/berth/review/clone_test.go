package review

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// overBudget is a branch that must be refused for the budget of one product.
func overBudget(t *testing.T, main *repository) *repository {
	t.Helper()
	branch := main.branch(t, "over-budget", "main")
	moreThumbnails(branch)
	branch.commit("Thumbnails for every size of screen")
	return branch
}

// TestAShallowCloneIsToldHowToMendIt does what the message says, word for word.
func TestAShallowCloneIsToldHowToMendIt(t *testing.T) {
	main := company(t)
	main.write("README.md", "# A commit before\n")
	main.commit("So that there is something to leave out")
	branch := overBudget(t, main)
	main.write("README.md", "# A commit since\n")
	main.commit("So that the branch is behind")
	r := hire(t, main, branch.git("rev-parse", "HEAD"), "--depth=1")
	check := `berth check placement --against origin/main`
	first := r.sh(check, nil)
	command := regexp.MustCompile(`git fetch[^".]*`).FindString(first.err)
	if first.code != broken || command == "" {
		t.Fatalf("exit %d, and no command to mend it:\n%s", first.code, first.err)
	}
	if mended := r.sh(strings.TrimSpace(command), nil); mended.code != 0 {
		t.Fatalf("%s: %s", command, mended.err)
	}
	if second := r.sh(check, nil); second.code != refused || !strings.Contains(second.out, "product media") {
		t.Errorf("exit %d\n%s%s", second.code, second.out, second.err)
	}
}

func TestWhatIsNotCommittedYetIsSeenToo(t *testing.T) {
	main := company(t)
	want := overBudget(t, main).brought("main", refused)
	moreThumbnails(main)
	main.untouched(func() {
		if diff := cmp.Diff(want.lines(), main.brought("HEAD", refused).lines()); diff != "" {
			t.Errorf("committed and not (-want +got):\n%s", diff)
		}
	})
}

func TestAFolderIsAsGoodAsABranch(t *testing.T) {
	main := company(t)
	branch := overBudget(t, main)
	want := branch.brought("main", refused)
	if diff := cmp.Diff(want.lines(), branch.brought(main.path(specs), refused).lines()); diff != "" {
		t.Errorf("by branch and by folder (-want +got):\n%s", diff)
	}
}

func TestAFileOfTheSpecsIsNamedAsSeenFromTheRepository(t *testing.T) {
	a := overBudget(t, company(t)).berth("check", specs, "--against", "main", "--format", "github")
	if want := "file=placement/products.hcl"; a.code != refused || !strings.Contains(a.out, want) {
		t.Errorf("exit %d, no %s:\n%s%s", a.code, want, a.out, a.err)
	}
}
