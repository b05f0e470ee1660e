package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// qualityIssue is one entry of a report of GitLab's Code Quality.
type qualityIssue struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"`
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

// writeCheckQuality writes a run for GitLab's Code Quality. GitLab compares the
// fingerprints of two branches, so they hold neither lines nor words. It knows no
// exceptions: what is excused is an issue of severity info that says so.
func writeCheckQuality(w io.Writer, c *Check) error {
	out := []qualityIssue{}
	twins := map[string]int{}
	for i := range c.Errors {
		e := &c.Errors[i]
		key := e.Code + " " + e.At.File + " " + e.words()
		sum := sha256.Sum256(fmt.Appendf(nil, "error %d %s", twins[key], key))
		twins[key]++
		out = append(out, qualityIssue{clean(e.words()), "berth/" + e.Code, hex.EncodeToString(sum[:]), "blocker", e.At.quality()})
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		issue := qualityIssue{f.sentence(), "berth/" + f.Rule, f.Fingerprint, qualitySeverity(f.Severity), f.At.quality()}
		if e := c.exception(f); e != nil {
			issue.Severity = qualitySeverity("info")
			issue.Description += "; " + clean(e.excuse())
		}
		out = append(out, issue)
	}
	return writeJSON(w, out)
}

// quality is the place as GitLab wants it: it refuses an issue without path and line.
func (p SpecPlace) quality() qualityLocation {
	if p.File == "" {
		p.File = "."
	}
	return qualityLocation{p.File, qualityLines{max(p.Line, 1)}}
}

// qualitySeverity is GitLab's word; it has info, minor, major, critical and blocker.
func qualitySeverity(severity string) string {
	switch severity {
	case "error":
		return "critical"
	case "warning":
		return "minor"
	}
	return "info"
}
