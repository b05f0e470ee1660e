package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// plan writes plan.json with its steps.
func (s *scene) plan(more ...string) answer {
	s.Helper()
	return s.run(0, append([]string{"plan", "--steps", "--out", "plan.json", "--force"}, more...)...)
}

// apply carries plan.json out and wants an exit code.
func (s *scene) apply(code int, more ...string) answer {
	s.Helper()
	return s.run(code, append([]string{"apply", "plan.json", "--yes", "-C", "."}, more...)...)
}

// steps are those of plan.json, as "create tokyo Deployment shop/web".
func (s *scene) steps() (out []string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "plan.json"))
	s.good(err)
	var file struct {
		Work struct {
			Stages []struct {
				Steps []struct {
					ID, Kind, Site, Service string
					Object                  *struct{ Kind, Namespace, Name string }
				}
			}
		}
	}
	s.good(json.Unmarshal(text, &file))
	for _, stage := range file.Work.Stages {
		for _, st := range stage.Steps {
			words := st.Kind + " " + st.Site + " " + st.Service
			if o := st.Object; o != nil {
				words = fmt.Sprintf("%s %s %s %s/%s", st.Kind, st.Site, o.Kind, o.Namespace, o.Name)
			}
			out = append(out, words)
		}
	}
	return out
}

// stays wants a plan, made anew, to have no step, and its apply to change nothing.
func (s *scene) stays(more ...string) {
	s.Helper()
	s.plan(more...)
	if steps := s.steps(); len(steps) > 0 {
		s.berth("show", "plan.json", "--diff")
		s.Fatalf("nothing has changed, and a plan has steps:\n%s", strings.Join(steps, "\n"))
	}
	before := s.mark()
	s.apply(0)
	s.none("a plan without steps", append(s.writes(before), s.records(before)...))
}
