package review

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHoweverTheSameSpecsAreWrittenNothingIsBrought writes all blocks of the company anew:
// in another order, in files of other names and folders, with comments between them.
func TestHoweverTheSameSpecsAreWrittenNothingIsBrought(t *testing.T) {
	main := company(t)
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			branch := main.branch(t, fmt.Sprint("rewritten-", seed), "main")
			branch.rewrite(rand.New(rand.NewPCG(seed, 1)))
			branch.commit("Tidy up")
			if got := branch.brought("main", passed); len(got.lines()) != 0 {
				t.Errorf("it brings:\n%s", strings.Join(got.lines(), "\n"))
			}
		})
	}
}

// rewrite puts the blocks of all specs into other files.
func (r *repository) rewrite(chance *rand.Rand) {
	r.Helper()
	var blocks []string
	r.good(fs.WalkDir(os.DirFS(r.path(specs)), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".hcl" || strings.HasSuffix(name, "_test.hcl") {
			return err
		}
		for block := range strings.SplitSeq(r.read(filepath.Join(specs, name)), "\n}\n") {
			if strings.TrimSpace(block) != "" {
				blocks = append(blocks, block+"\n}\n")
			}
		}
		r.remove(filepath.Join(specs, name))
		return nil
	}))
	if len(blocks) < 50 {
		r.Fatalf("only %d blocks", len(blocks))
	}
	chance.Shuffle(len(blocks), func(i, j int) { blocks[i], blocks[j] = blocks[j], blocks[i] })
	files := map[string]string{}
	for i, block := range blocks {
		name := fmt.Sprintf("part%d/%c.hcl", chance.IntN(3), 'a'+rune(chance.IntN(4)))
		files[name] += fmt.Sprintf("\n# %d of %d.\n%s", i+1, len(blocks), block)
	}
	for name, text := range files {
		r.write(filepath.Join(specs, name), text)
	}
}
