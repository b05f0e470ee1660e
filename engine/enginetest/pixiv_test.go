package enginetest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the series of testdata/pixiv anew")

// TestTheSeriesOfPixivAreTheGeneratorsOwn keeps the files and what made them
// together.
func TestTheSeriesOfPixivAreTheGeneratorsOwn(t *testing.T) {
	for _, s := range Pixiv() {
		path := filepath.Join("..", "..", "testdata", "pixiv", "traffic", s.File)
		want := s.CSV()
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes: run go test ./engine/enginetest -update", path)
		}
	}
}
