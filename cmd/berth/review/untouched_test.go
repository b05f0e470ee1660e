package review

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// traces are all that a repository could show of having been touched: what git says of
// it, and each file of the work tree and of git's own with its time.
func (r *repository) traces() map[string]string {
	r.Helper()
	all := map[string]string{
		"status": r.git("--no-optional-locks", "status", "--porcelain", "--ignored"),
		"refs":   r.git("for-each-ref"),
		"trees":  r.git("worktree", "list", "--porcelain"),
	}
	for _, dir := range []string{r.dir, r.git("rev-parse", "--absolute-git-dir")} {
		r.good(filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
			if err != nil {
				return err
			}
			all[strings.TrimPrefix(name, dir)] = info.Mode().String() + info.ModTime().String()
			return nil
		}))
	}
	return all
}

// untouched runs something that must leave no trace.
func (r *repository) untouched(do func()) {
	r.Helper()
	before := r.traces()
	do()
	if diff := cmp.Diff(before, r.traces()); diff != "" {
		r.Errorf("the repository was touched (-before +after):\n%s", diff)
	}
}
