package review

import (
	"os"
	"strings"
	"testing"
)

// TestTheComponentOfTheREADMERefusesWhatItShould plays GitLab: each job of the README's
// component in a clone at the request's commit, its script and then, whatever became of
// it, its after_script.
func TestTheComponentOfTheREADMERefusesWhatItShould(t *testing.T) {
	origin := company(t)
	forge := openForge(t)
	branch := origin.branch(t, "over-budget", "main")
	moreThumbnails(branch)
	branch.commit("Thumbnails for every size of screen")
	gitlab(t, origin, forge, branch, map[string]int{"berth-test": passed, "berth-check": refused})
	first := berths(t, forge)
	for _, want := range []string{"budget", "media"} {
		if !strings.Contains(first, want) {
			t.Errorf("the comment does not say %q:\n%s", want, first)
		}
	}
	branch.write("placement/rules/thumbnails.hcl", exception("budget", `product = "media"`, "2027-03-31"))
	branch.commit("It was agreed with finance")
	gitlab(t, origin, forge, branch, map[string]int{"berth-test": passed, "berth-check": passed})
	if second := berths(t, forge); second == first || !strings.Contains(second, "newcomer") {
		t.Errorf("the comment is not the new one:\n%s", second)
	}
}

// gitlab runs the pipeline of a branch's newest commit.
func gitlab(t *testing.T, origin *repository, f *forge, branch *repository, want map[string]int) {
	t.Helper()
	for name, j := range jobs(t, map[string]string{"folder": specs, "image": "registry.example/berth:1"}) {
		r := hire(t, origin, branch.git("rev-parse", "HEAD"))
		r.env = map[string]string{
			"CI": "true", "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event",
			"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_IID": "5", "CI_PROJECT_ID": "42",
			"CI_API_V4_URL": f.url, "BERTH_TOKEN": "secret",
		}
		got := r.sh(strings.Join(j.Script, "\n"), j.Variables)
		if got.code != want[name] {
			t.Errorf("%s: exit %d, want %d\n%s%s", name, got.code, want[name], got.out, got.err)
		}
		for kind, file := range j.Artifacts.Reports {
			if info, err := os.Stat(r.path(file)); err != nil || info.Size() == 0 {
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
	branch := origin.branch(t, "over-budget", "main")
	moreThumbnails(branch)
	branch.commit("Thumbnails for every size of screen")
	github(t, origin, forge, branch, refused)
	first := berths(t, forge)
	branch.write("placement/rules/thumbnails.hcl", exception("budget", `product = "media"`, "2027-03-31"))
	branch.commit("It was agreed with finance")
	github(t, origin, forge, branch, passed)
	if second := berths(t, forge); second == first {
		t.Errorf("the comment is the old one:\n%s", second)
	}
}

// github runs the workflow for a branch's newest commit, merged.
func github(t *testing.T, origin *repository, f *forge, branch *repository, want int) {
	t.Helper()
	tip := branch.git("rev-parse", "HEAD")
	merged := origin.git("commit-tree", tip+"^{tree}", "-p", "main", "-p", tip, "-m", "Merge")
	origin.git("update-ref", "refs/pull/5/merge", merged)
	r := hire(t, origin, merged)
	r.env = map[string]string{
		"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "GITHUB_REPOSITORY": "company/specs",
		"GITHUB_API_URL": f.url, "GITHUB_WORKSPACE": r.dir, "GIT_CONFIG_GLOBAL": r.dir + ".gitconfig",
	}
	code := 0
	for _, s := range steps(t) {
		switch {
		case s.Uses != "" || code != 0 && !strings.Contains(s.If, "!cancelled()"):
			continue
		}
		env := map[string]string{}
		for name, value := range s.Env {
			switch value {
			case "${{ github.token }}":
				env[name] = "secret"
			case "${{ github.event.number }}":
				env[name] = "5"
			default:
				t.Fatalf("%s is %q, and who would say what that is?", name, value)
			}
		}
		got := r.sh(s.Run, env)
		if strings.HasPrefix(s.Run, "berth check") {
			if told := strings.Contains(got.out, "::error ") && strings.Contains(got.out, "file=placement/products.hcl"); told != (want == refused) {
				t.Errorf("annotations: %q", got.out)
			}
		} else if got.code != 0 || got.err != "" {
			t.Errorf("%s: exit %d\n%s%s", s.Run, got.code, got.out, got.err)
		}
		code = max(code, got.code)
	}
	if code != want {
		t.Errorf("the job ends with %d, want %d", code, want)
	}
}
