package reports_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/check"
	"berth.dev/policies"
	"berth.dev/reports"
)

// many is a run with so many findings, of which one in four is excused.
func many(n int, because string) *check.Result {
	r := &check.Result{AsOf: onDay(2026, 10, 31), Rules: []check.Rule{{Name: "r", Kind: "check", Evaluated: n, Failed: n}}}
	for i := range n {
		f := check.Finding{Rule: "r", Kind: "check", Severity: policies.SeverityError, Subject: check.Subject{Kind: "service", Name: fmt.Sprintf("s%05d", i)}, Because: because, At: at("s.hcl", i+1)}
		if i%4 == 3 {
			f.Exception = fmt.Sprintf("e%05d", i)
			r.Exceptions = append(r.Exceptions, check.Exception{Name: f.Exception, Check: "r", Subject: f.Subject, Owner: "Ann", Reason: because, Expires: onDay(2026, 12, 31), Excuses: 1})
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

func comment(t *testing.T, r *check.Result) string {
	t.Helper()
	return writtenCheck(t, reports.Options{Format: reports.Markdown}, r, reports.CheckRun{})
}

func TestACommentBeginsWithItsMarker(t *testing.T) {
	want := `<!-- berth:check -->

### berth check: refused (1 error, 2 warnings, 1 info)

6 rules, evaluated 39 times: 35 passed, 3 failed, 1 excused. 1 rule did not run.

|  | rule | where | what | when | why |
| --- | --- | --- | --- | --- | --- |
| error | **residency** | services.hcl:31 | **service ads** | today on gke | would run in US, but its data may be kept in JP only |
| warning | **exception-unused** | exceptions.hcl:9 | **exception old-image** |  | excuses nothing: remove it |
| warning | **image-tags** | services.hcl:12 | **service web** |  | image example.com/web has no tag |
| info | **whole** | – | **the fleet** |  | 2 services have no place |

<details><summary>1 excused finding</summary>

|  | rule | where | what | when | why | notes |
`
	if got := comment(t, checked()); !strings.HasPrefix(got, want) {
		t.Error(cmp.Diff(want, got[:min(len(got), len(want))]))
	}
}

func TestACommentFitsAndCountsWhatItLeavesOut(t *testing.T) {
	for _, c := range []struct {
		name    string
		n       int
		because string
	}{
		{"a few", 12, "short"}, {"many", 20_000, "a reason of usual length, as rules give it"},
		{"long reasons", 400, strings.Repeat("long ", 300)}, {"one endless reason", 3, strings.Repeat("endless ", 20_000)},
		{"reasons that grow when they are escaped", 300, strings.Repeat("<&>*", 100)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := many(c.n, c.because)
			got := comment(t, r)
			if len(got) > 65_000 {
				t.Fatalf("%d bytes", len(got))
			}
			shown := strings.Count(got, "| error | **r** |")
			left := 0
			for _, m := range regexp.MustCompile(`… and ([\d,]+) more`).FindAllStringSubmatch(got, -1) {
				n, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
				if err != nil {
					t.Fatal(err)
				}
				left += n
			}
			// Rules and exceptions have lines of their own.
			shown += len(regexp.MustCompile(`(?m)^\| (r|e\d+) \|`).FindAllString(got, -1))
			if diff := cmp.Diff(c.n+len(r.Rules)+len(r.Exceptions), shown+left); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestACommentShowsTenFindingsAndFoldsTheOthers(t *testing.T) {
	got := comment(t, many(40, "why"))
	before, after, found := strings.Cut(got, "<details><summary>20 more findings</summary>")
	if !found {
		t.Fatal("nothing is folded")
	}
	if diff := cmp.Diff([]int{10, 30}, []int{strings.Count(before, "| error |"), strings.Count(after, "| error |")}); diff != "" {
		t.Error(diff)
	}
}

func TestNoLineOfACommentBeginsAsAStrangerWants(t *testing.T) {
	r, run := hostile()
	text := writtenCheck(t, reports.Options{Format: reports.Markdown}, r, run)
	for line := range strings.Lines(text) {
		ours := strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "<details>") || strings.HasPrefix(line, "</details>") ||
			strings.HasPrefix(line, "<!-- berth:check -->") || strings.HasPrefix(line, "… and ") || line == "\n" || regexp.MustCompile(`^\d+ rules, evaluated`).MatchString(line)
		if !ours {
			t.Errorf("%q", line)
		}
	}
}
