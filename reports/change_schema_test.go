package reports_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/engine/money"
	"berth.dev/reports"
)

// changed is a change with one of everything in it.
func changed() *change.Change {
	r := checked()
	bill := change.Money{What: "the month's bill", Before: jpy(100), After: jpy(250)}
	return &change.Change{
		Before: onDay(2026, 10, 31), After: onDay(2026, 11, 1), Placed: check.Planned, NoPlanBefore: "ads has no place",
		Edits: []change.Edit{
			{Kind: "service", Name: "ads", How: change.Changed, Fields: []change.Field{{Path: "runs_on", From: `"tokyo"`, To: `"gke"`}, {Path: "calls"}}},
			{Kind: "workspace", How: change.Added},
		},
		Services: []change.Service{
			{Name: "ads", Product: "shop", How: change.Changed, From: "tokyo", To: "gke", Why: "it is cheaper", Edited: []string{"runs_on"}, Money: bill},
			{Name: "web", How: change.Added, To: "gke", Money: change.Money{After: jpy(10)}},
		},
		Resplit: []string{"api"}, Nowhere: []string{"orders"},
		Money: []change.Money{{Product: "shop", Before: jpy(100), After: jpy(250)}, {What: "traffic", Before: jpy(1), After: money.New(1, "USD")}}, Total: &bill,
		New: []change.Finding{{Finding: r.Findings[0], Was: "it was excused by x", Doc: "Data stays where the law wants it. Ask privacy."}}, Refusing: []change.Finding{{Finding: r.Findings[2]}},
		Fixed: []change.Finding{{Finding: r.Findings[3]}}, Stay: 2,
		Exceptions: []change.Exception{{Exception: r.Exceptions[0], How: change.Removed}, {Exception: r.Exceptions[1]}},
		Effect:     &change.Effect{Services: 9, Moves: []change.Moved{{Service: "ads", From: "tokyo", To: "gke"}, {Service: "api"}}, New: []change.Finding{{Finding: r.Findings[4]}}},
	}
}

// changes are changes that a reader must get through.
func changes() map[string]*change.Change {
	return map[string]*change.Change{
		"full": changed(), "nothing": {After: onDay(2026, 11, 1)},
		"unread": {After: onDay(2026, 11, 1), Unread: "main cannot be read", New: []change.Finding{{Finding: checked().Findings[0]}}},
	}
}

func writtenChange(t interface {
	Helper()
	Fatal(...any)
}, format string, c *change.Change) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.WriteChange(&b, reports.Options{Format: format}, reports.NewChange(c, ofRun(), "main")); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAChangesJSONFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/change.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range changes() {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(writtenChange(t, reports.JSON, c)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAjvFindsNothingWrongWithAChangesJSON(t *testing.T) {
	files := []string{filepath.Join("schema", "change.json")}
	for name, c := range changes() {
		files = append(files, saved(t, name+".json", writtenChange(t, reports.JSON, c)))
	}
	if diff := cmp.Diff([]string{}, read[[]string](t, "ajv", files...)); diff != "" {
		t.Error(diff)
	}
}

func TestAChangesCommentQuotesWithoutMarkup(t *testing.T) {
	for name, c := range changes() {
		page := read[string](t, "markdown", saved(t, name+".md", writtenChange(t, reports.Markdown, c)))
		for _, tag := range tags.FindAllString(page, -1) {
			if !ours.MatchString(tag) {
				t.Errorf("%s: %s is in the comment's page", name, tag)
			}
		}
	}
}

func TestWhateverAChangeQuotesEveryFormatStaysWhatItIs(t *testing.T) {
	words := rapid.OneOf(rapid.String(), rapid.SampledFrom(attacks()))
	rapid.Check(t, func(t *rapid.T) {
		c := changed()
		c.New[0].Because, c.Exceptions[0].Reason = words.Draw(t, "because"), words.Draw(t, "reason")
		c.Services[0].Why, c.NoPlanAfter = words.Draw(t, "why"), words.Draw(t, "no plan")
		c.Edits[0].Fields[0].From, c.Edits[0].Fields[0].To = words.Draw(t, "from"), words.Draw(t, "to")
		for _, format := range reports.Formats() {
			got := writtenChange(t, format, c)
			if i := strings.IndexFunc(got, func(c rune) bool { return c != '\n' && diag.Steers(c) }); i >= 0 {
				t.Fatalf("%s steers a terminal: %q", format, got)
			}
			if format == reports.JSON && !json.Valid([]byte(got)) {
				t.Fatalf("no JSON: %s", got)
			}
			if format == reports.Markdown && !strings.HasPrefix(got, "<!-- berth:check -->\n") {
				t.Fatalf("no marker: %s", got)
			}
		}
	})
}
