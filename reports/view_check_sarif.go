package reports

import (
	"io"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
)

// writeCheckSARIF writes a run as SARIF: every rule that can fail with its doc as help,
// every finding as a result, exceptions as suppressions, and rules that could not be
// asked as notifications of a run that did not succeed.
func writeCheckSARIF(w io.Writer, c *Check) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "berth", Version: sarifVersion(c.Version), InformationURI: "https://berth.dev", Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{Successful: !c.failed(), Notifications: c.notifications()}},
		Results:     []sarifResult{},
		Properties:  map[string]any{"asOf": c.AsOf, "verdict": c.Verdict, "services": c.Services},
	}
	for _, g := range c.allRules() {
		if g.rule.Kind == "policy" || g.rule.NotRun != "" && len(g.findings) == 0 {
			continue
		}
		for _, f := range g.findings {
			run.Results = append(run.Results, f.sarif(len(run.Tool.Driver.Rules), c))
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, g.rule.sarif())
	}
	return writeSARIF(w, run)
}

func (r *CheckRule) sarif() sarifRule {
	doc := diag.Clean(r.Doc)
	if doc == "" {
		doc = r.Name
	}
	out := sarifRule{
		ID: sarifID(r.Kind, r.Name), Short: sarifText{Text: firstSentence(doc)}, Full: sarifText{Text: doc},
		Help:          sarifText{Text: doc, Markdown: escape(doc)},
		Configuration: sarifLevel{sarifLevelOf(r.Severity)},
		Properties:    map[string]any{"kind": r.Kind, "evaluated": r.Evaluated, "passed": r.Passed, "failed": r.Failed, "excused": r.Excused},
	}
	return out
}

// sarifID is the name of a rule. Rules share their names; what berth looks at by itself
// is kept apart from them.
func sarifID(kind, name string) string {
	if kind == check.KindBerth {
		return kind + "/" + name
	}
	return name
}

func (f *CheckFinding) sarif(rule int, c *Check) sarifResult {
	out := sarifResult{
		RuleID: sarifID(f.Kind, f.Rule), RuleIndex: rule, Kind: "fail", Level: sarifLevelOf(f.Severity), Message: sarifText{Text: f.sentence()},
		Fingerprints: map[string]string{"berth/v1": f.Fingerprint}, Suppressions: []sarifSuppression{},
		Locations: []sarifLocation{{Physical: f.At.sarif(), Logical: []sarifLogical{{Name: f.Subject.String(), Full: f.Subject.String(), Kind: "resource"}}}},
	}
	if e := c.exception(f); e != nil {
		s := sarifSuppression{Kind: "external", Status: "accepted", Justification: diag.Clean(e.excuse())}
		if p := e.At.sarif(); p != nil {
			s.Location = &sarifLocation{Physical: p}
		}
		out.Suppressions = append(out.Suppressions, s)
	}
	return out
}

func (c *Check) notifications() (out []sarifNotification) {
	for i := range c.Errors {
		e := &c.Errors[i]
		n := sarifNotification{Descriptor: sarifReference{e.Code}, Level: "error", Message: sarifText{Text: clean(e.words())}}
		if p := e.At.sarif(); p != nil {
			n.Locations = []sarifLocation{{Physical: p}}
		}
		out = append(out, n)
	}
	return out
}
