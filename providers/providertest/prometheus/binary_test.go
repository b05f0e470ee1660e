package prometheus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/providers/providertest/program"
)

func TestTheModuleNamesThePackageThatIsBuilt(t *testing.T) {
	folder, err := server().Source()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\ntool "+mainPackage+"\n") {
		t.Errorf("go.mod has no tool %s", mainPackage)
	}
}

func TestAServerThatCannotStartSaysWhy(t *testing.T) {
	path, folder := Need(t), t.TempDir()
	args, err := Options{Config: "no_such_word: 1"}.arguments(folder, "127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.Launch(path, filepath.Join(folder, "log"), args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Kill)
	s := &Server{url: "http://127.0.0.1:1", process: p}
	if err := s.answers("", ""); err == nil || !strings.Contains(err.Error(), "no_such_word") {
		t.Error(err)
	}
}
