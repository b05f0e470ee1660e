package ground

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// steps are those of plan.json on clusters, as "upgrade tokyo w1 A -> B".
func (s *scene) steps() (out []string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "plan.json"))
	s.good(err)
	var file struct {
		Ground struct {
			Before, After []struct{ Kind, Site, Part, From, To string }
		}
	}
	s.good(json.Unmarshal(text, &file))
	for _, st := range append(file.Ground.Before, file.Ground.After...) {
		words := st.Kind + " " + st.Site
		if st.Part != "" {
			words += " " + st.Part
		}
		if st.From+st.To != "" {
			words += fmt.Sprintf(": %s -> %s", st.From, st.To)
		}
		out = append(out, words)
	}
	return out
}

// staged counts the stages of services in plan.json.
func (s *scene) staged() int {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "plan.json"))
	s.good(err)
	var file struct {
		Work struct{ Stages []json.RawMessage }
	}
	s.good(json.Unmarshal(text, &file))
	return len(file.Work.Stages)
}

// plan writes plan.json and wants these steps on clusters.
func (s *scene) plan(want ...string) answer {
	s.Helper()
	a := s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(s.steps(), "\n")); diff != "" {
		s.Fatalf("steps on clusters (-want +got):\n%s", diff)
	}
	return a
}

// apply carries plan.json out and wants an exit code.
func (s *scene) apply(code int) answer {
	s.Helper()
	return s.run(code, "apply", "plan.json", "--yes", "-C", ".")
}
