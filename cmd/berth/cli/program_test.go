package cli

import (
	"strings"
	"testing"

	"berth.dev/engine/spec"
)

func TestAProgramIsStartedOnlyWhereSomebodyVouchesForIt(t *testing.T) {
	text := `
		service "web" {
		  switch {
		    command = ["dns-switch", "web"]
		  }
		}
		service "plain" {}`
	w, _ := spec.Parse([]spec.Source{{Name: "berth.hcl", Bytes: []byte(text)}}, spec.Options{Fragment: true})
	declared := []string{"dns-switch", "web"}
	for name, c := range map[string]struct {
		signature string
		workspace *workspace
		service   string
		command   []string
		allowed   bool
	}{
		"the specs name it":             {"", &workspace{Workspace: w}, "web", declared, true},
		"with another argument":         {"", &workspace{Workspace: w}, "web", []string{"dns-switch", "api"}, false},
		"with one argument more":        {"", &workspace{Workspace: w}, "web", append(declared, "--all"), false},
		"the specs name none":           {"", &workspace{Workspace: w}, "plain", declared, false},
		"the specs have no such one":    {"", &workspace{Workspace: w}, "other", declared, false},
		"there are no specs":            {"", nil, "web", declared, false},
		"a signature vouches for it":    {"keys", nil, "web", declared, true},
		"a signature, and other specs ": {"keys", &workspace{Workspace: w}, "plain", declared, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := &execution{runOptions: &runOptions{signature: c.signature}, workspace: c.workspace}
			err := e.allows(c.service, c.command)
			if (err == nil) != c.allowed || err != nil && !strings.Contains(err.Error(), "--require-signature") {
				t.Errorf("%v", err)
			}
		})
	}
}
