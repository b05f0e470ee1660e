package ground

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The versions that a scene begins with.
const (
	firstK0s = "v1.35.4+k0s.0"
	firstGKE = "1.35"
)

// pixiv writes the nine services of the talk, a twentieth of their size, and sites that
// berth makes. Nothing runs anywhere yet: rendertron is to be where the plan would move
// it.
func (s *scene) pixiv() {
	s.Helper()
	s.good(os.CopyFS(s.dir, os.DirFS("../../../testdata/pixiv")))
	s.drop("report.hcl") // it names services and sites that some scenes leave out
	all, err := filepath.Glob(filepath.Join(s.dir, "traffic", "*.csv"))
	s.good(err)
	for _, file := range all {
		s.shrink(file)
	}
	s.edit("services/gitlab-runner.hcl", "parallelism   = 30", "parallelism   = 2")
	s.edit("services/rendertron.hcl", `runs_on = "gke"`, `runs_on = "tokyo"`)
	for _, name := range []string{"deploy/airflow/airflow.yaml", "deploy/sentry/sentry.yaml"} {
		s.edit(name, "replicas: 12", "replicas: 3")
	}
	s.sites(site{})
}

// idle is a service of which the specs do not say what it runs.
const idle = `service "idle" {
  product = "platform"
  runs_on = "gke"
  calls   = "complete"

  replica {
    cpu    = "1"
    memory = "1Gi"
  }

  job {
    parallelism   = 1
    busy_share    = 0.1
    interruptible = true
    shiftable     = false
  }
}
`

// nothing are specs of which nothing is done but what is done to clusters themselves.
func (s *scene) nothing() {
	s.Helper()
	for _, name := range []string{"workspace.hcl", "prices.hcl"} {
		text, err := os.ReadFile("../../../testdata/pixiv/" + name)
		s.good(err)
		s.write(name, string(text))
	}
	s.write("services.hcl", idle)
}

// shrink divides the values of a series by twenty.
func (s *scene) shrink(file string) {
	s.Helper()
	f, err := os.Open(file)
	s.good(err)
	defer f.Close()
	var out strings.Builder
	for lines := bufio.NewScanner(f); lines.Scan(); {
		at, value, _ := strings.Cut(lines.Text(), ",")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			value = strconv.FormatFloat(n/20, 'f', 4, 64)
		}
		out.WriteString(at + "," + value + "\n")
	}
	s.good(os.WriteFile(file, []byte(out.String()), 0o600))
}

// write puts a file into the folder of specs.
func (s *scene) write(name, text string) {
	s.Helper()
	file := filepath.Join(s.dir, name)
	s.good(os.MkdirAll(filepath.Dir(file), 0o700))
	s.good(os.WriteFile(file, []byte(text), 0o600))
}

// drop removes a file from the folder of specs.
func (s *scene) drop(name string) {
	s.Helper()
	s.good(os.Remove(filepath.Join(s.dir, name)))
}

// edit replaces words of a file, which must be there.
func (s *scene) edit(name, old, fresh string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	s.good(err)
	if !strings.Contains(string(text), old) {
		s.Fatalf("%s has no %q", name, old)
	}
	s.write(name, strings.ReplaceAll(string(text), old, fresh))
}
