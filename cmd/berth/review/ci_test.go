package review

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTheComponentOfTheREADMERefusesWhatItShould plays GitLab: each job of the README's
// component in a clone at the request's commit, its script and then, whatever became of
// it, its after_script.
func TestTheComponentOfTheREADMERefusesWhatItShould(t *testing.T) {
	origin := company(t)
	forge := openForge(t)
	branch := overBudget(t, origin)
	variables := map[string]string{
		"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event", "CI_DEFAULT_BRANCH": "main",
		"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_IID": "5", "CI_PROJECT_ID": "42",
		"CI_API_V4_URL": forge.url, "BERTH_TOKEN": "secret",
	}
	tellsTheStory(t, branch, func(want int) string {
		tests := passed
		if want == broken {
			tests = broken
		}
		gitlab(t, origin, branch, variables, map[string]int{"berth-test": tests, "berth-check": want})
		return berths(t, forge)
	})
}

// TestTheComponentChecksTheDefaultBranchWhole plays GitLab after a merge.
func TestTheComponentChecksTheDefaultBranchWhole(t *testing.T) {
	origin := company(t)
	forge := openForge(t)
	gitlab(t, origin, origin, map[string]string{
		"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_ID": "42",
		"CI_API_V4_URL": forge.url, "BERTH_TOKEN": "secret",
	}, map[string]int{"berth-test": passed, "berth-check": passed})
	if n := len(forge.all()); n != 1 {
		t.Errorf("%d comments, though there is nothing to comment on", n-1)
	}
}

// tellsTheStory plays a branch that is refused, then excused, then broken, and holds what
// the comment says each time.
func tellsTheStory(t *testing.T, branch *repository, play func(want int) (comment string)) {
	t.Helper()
	for _, c := range []struct {
		want int
		edit func()
		says []string
	}{
		{refused, func() {}, []string{"budget", "product media", "Refused"}},
		{passed, func() {
			branch.write("placement/rules/thumbnails.hcl", exception("budget", `product = "media"`, "2027-03-31"))
		}, []string{"newcomer", "Passed"}},
		{broken, func() { branch.write("placement/rules/thumbnails.hcl", "exceptoin {}\n") }, []string{"the specs have 1 mistake", "thumbnails.hcl:1", "exception"}},
		{broken, func() {
			branch.remove("placement/rules/thumbnails.hcl")
			branch.good(os.Symlink("elsewhere.hcl", branch.path("placement/rules/thumbnails.hcl")))
		}, []string{"could not be done"}},
	} {
		c.edit()
		branch.commit("The next commit of the request")
		got := play(c.want)
		for _, want := range c.says {
			if !strings.Contains(got, want) {
				t.Errorf("the comment does not say %q:\n%s", want, got)
			}
		}
	}
}

// gitlab runs the pipeline of a branch's newest commit.
func gitlab(t *testing.T, origin, branch *repository, variables map[string]string, want map[string]int) {
	t.Helper()
	all := jobs(t, map[string]string{"folder": specs, "image": "registry.example/berth:1"})
	for _, name := range slices.Sorted(maps.Keys(all)) {
		j := all[name]
		if !j.runs(t, variables) {
			t.Errorf("%s does not run", name)
		}
		r := hire(t, origin, branch.git("rev-parse", "HEAD"))
		maps.Copy(r.env, variables)
		got := r.sh(strings.Join(j.Script, "\n"), j.Variables)
		if got.code != want[name] {
			t.Errorf("%s: exit %d, want %d\n%s%s", name, got.code, want[name], got.out, got.err)
		}
		for kind, file := range j.Artifacts.Reports {
			if info, err := os.Stat(r.path(file)); want[name] != broken && (err != nil || info.Size() == 0) {
				t.Errorf("%s: no %s report %s", name, kind, file)
			}
		}
		if after := r.sh(strings.Join(j.AfterScript, "\n"), j.Variables); after.code != 0 || after.err != "" {
			t.Errorf("%s: after_script: exit %d\n%s%s", name, after.code, after.out, after.err)
		}
	}
}

// berths returns the one comment that berth's pipeline has made.
func berths(t *testing.T, f *forge) (body string) {
	t.Helper()
	n := 0
	for _, c := range f.all() {
		if c.Author == pipeline {
			n, body = n+1, c.Body
		} else if c.Body != marker+"\nmine" {
			t.Errorf("the stranger's comment says %q now", c.Body)
		}
	}
	if n != 1 || !strings.HasPrefix(body, marker+"\n") {
		t.Fatalf("%d comments, the last: %q", n, body)
	}
	return body
}

// TestTheWorkflowOfTheREADMERefusesWhatItShould plays GitHub: each command of the
// README's workflow in a clone at the commit that merges the request into main.
func TestTheWorkflowOfTheREADMERefusesWhatItShould(t *testing.T) {
	origin := company(t)
	forge := openForge(t)
	branch := overBudget(t, origin)
	tellsTheStory(t, branch, func(want int) string {
		tip := branch.git("rev-parse", "HEAD")
		merged := origin.git("commit-tree", tip+"^{tree}", "-p", "main", "-p", tip, "-m", "Merge")
		origin.git("update-ref", "refs/pull/5/merge", merged)
		github(t, hire(t, origin, merged), forge, "main", want)
		return berths(t, forge)
	})
}

// TestTheWorkflowChecksMainWhole plays GitHub after a merge.
func TestTheWorkflowChecksMainWhole(t *testing.T) {
	origin := company(t)
	forge := openForge(t)
	github(t, hire(t, origin, origin.git("rev-parse", "HEAD")), forge, "", passed)
	if n := len(forge.all()); n != 1 {
		t.Errorf("%d comments, though there is nothing to comment on", n-1)
	}
}

// github runs the workflow; base is where a pull request goes to, "" without one.
func github(t *testing.T, r *runner, f *forge, base string, want int) {
	t.Helper()
	maps.Copy(r.env, map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": base, "GITHUB_REPOSITORY": "company/specs",
		"GITHUB_API_URL": f.url, "GITHUB_WORKSPACE": r.dir, "GIT_CONFIG_GLOBAL": r.dir + ".gitconfig",
	})
	code := passed
	for _, s := range steps(t) {
		if s.Uses != "" || code != passed && !strings.Contains(s.If, "!cancelled()") || base == "" && strings.Contains(s.If, "pull_request") {
			continue
		}
		got := r.sh(s.Run, values(t, s.Env))
		if strings.HasPrefix(s.Run, "berth check") {
			if told := strings.Contains(got.out, "::error ") && strings.Contains(got.out, "file=placement/products.hcl"); told != (want == refused) {
				t.Errorf("annotations: %q", got.out)
			}
		} else if want != broken && (got.code != passed || got.err != "") {
			t.Errorf("%s: exit %d\n%s%s", s.Run, got.code, got.out, got.err)
		}
		code = max(code, got.code)
	}
	if code != want {
		t.Errorf("the job ends with %d, want %d", code, want)
	}
}

// values are the environment of a step, with what GitHub would put in.
func values(t *testing.T, env map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, value := range env {
		known := map[string]string{"${{ github.token }}": "secret", "${{ github.event.number }}": "5"}
		if out[name] = known[value]; out[name] == "" {
			t.Fatalf("%s is %q, and who would say what that is?", name, value)
		}
	}
	return out
}
