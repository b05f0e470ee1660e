package reports

import (
	"fmt"
	"slices"
	"strings"
)

// complete fills what JSON must not show as null.
func (s *Summary) complete() {
	if s.Rules == nil {
		s.Rules = []Rule{}
	}
	if s.Notes == nil {
		s.Notes = []string{}
	}
	if s.Errors == nil {
		s.Errors = []Failure{}
	}
}

func (e *pageEvaluation) end(s Summary) error {
	if err := e.flush(); err != nil {
		return err
	}
	blocks := []block{heading{2, []text{{"Summary", strong}}}}
	blocks = append(blocks, paragraph{parts: []text{say(totalLine(s.Totals))}})
	if s.Totals.SharedCalls {
		blocks = append(blocks, paragraph{parts: []text{{sharedLine, dim}}})
	}
	blocks = append(blocks, paragraph{parts: []text{say(rulesLine(s.Rules))}})
	for _, n := range s.Notes {
		blocks = append(blocks, paragraph{parts: []text{say(n)}})
	}
	if n := len(s.Errors); n > 0 {
		blocks = append(blocks, paragraph{parts: []text{{failedLine(s.Errors), bad}}})
	}
	blocks = append(blocks, settleBlocks(s)...)
	blocks = append(blocks, paragraph{parts: []text{{"\"berth explain -C DIR SERVICE\" shows how a decision came about, \"berth flip -C DIR SERVICE\" what would change it.", dim}}})
	return e.page.write(blocks...)
}

const (
	sharedLine = "Traffic between two services is in both bills, so the sum holds it twice."
	allFirm    = "All decisions are firm: nothing unknown can change them, within the ranges that are assumed for it."
)

// places counts the placements by kind, as in "4 on-prem".
func (t Totals) places() (where []string) {
	for _, k := range []struct {
		n    int
		word string
	}{{t.Onprem, "on-prem"}, {t.Cloud, "cloud"}, {t.Hybrid, "hybrid"}, {t.None, "nowhere"}} {
		if k.n > 0 {
			where = append(where, fmt.Sprintf("%s %s", Number(k.n), k.word))
		}
	}
	return where
}

// totalLine sums up the placements.
func totalLine(t Totals) string {
	where := t.places()
	if len(where) == 0 {
		where = []string{"no service"}
	}
	line := fmt.Sprintf("%s. The places chosen cost %s %s a month (%s) and %s of work.",
		strings.Join(where, ", "), rounded(t.Cost.Amount), t.Cost.Amount.Currency(), spoken(t.Cost.Basis), unitOf(t.Hours, "hour"))
	if t.Services > t.Firm {
		line += " This is an estimate: assumed values stand in for what is unknown."
	}
	return line
}

// rulesLine says how many rules ran and what the workspace changed.
func rulesLine(rules []Rule) string {
	ran := map[string]int{}
	var added, replaced, disabled []string
	for _, r := range rules {
		switch {
		case r.Disabled:
			disabled = append(disabled, r.Name)
			continue
		case r.Replaces:
			replaced = append(replaced, r.Name)
		case r.Origin == "workspace":
			added = append(added, r.Name)
		}
		ran[r.Kind]++
	}
	line := fmt.Sprintf("%s and %s ran.", policyCount(ran["policy"]), count(ran["constraint"], "constraint"))
	if n := ran["check"]; n > 0 {
		line = fmt.Sprintf("%s, %s and %s ran.", policyCount(ran["policy"]), count(ran["constraint"], "constraint"), count(n, "check"))
	}
	for _, c := range []struct {
		what  string
		names []string
	}{{"added", added}, {"replaced", replaced}, {"switched off", disabled}} {
		if len(c.names) > 0 {
			line += fmt.Sprintf(" The workspace %s %s.", c.what, strings.Join(c.names, ", "))
		}
	}
	return line
}

func policyCount(n int) string {
	if n == 1 {
		return "1 policy"
	}
	return fmt.Sprintf("%d policies", n)
}

// mostFailed is how many services that failed are named.
const mostFailed = 5

// failedLine names the services without a decision.
func failedLine(errors []Failure) string {
	var names []string
	for _, e := range errors[:min(len(errors), mostFailed)] {
		names = append(names, e.Service)
	}
	line := fmt.Sprintf("%s could not be decided, for the reasons given as errors: %s", count(len(errors), "service"), strings.Join(names, ", "))
	if rest := len(errors) - len(names); rest > 0 {
		line += fmt.Sprintf(" and %s more", Number(rest))
	}
	return line + "."
}

// settleBlocks say what to measure.
func settleBlocks(s Summary) []block {
	open := s.Totals.Services - s.Totals.Firm
	if open == 0 && s.Totals.Services == 0 {
		return nil
	}
	if open == 0 {
		return []block{paragraph{parts: []text{{allFirm, good}}}}
	}
	lead := needs(open)
	settle := s.Settle
	blocks := []block{paragraph{parts: []text{{lead, doubtful}}}}
	if len(settle.Measurements) == 0 {
		return append(blocks, paragraph{parts: []text{say(settleNothing(settle))}})
	}
	blocks = append(blocks, paragraph{parts: []text{say(settleLead(settle))}})
	list := items{}
	for i, m := range settle.Measurements {
		if i == mostMeasurements {
			list.entries = append(list.entries, []text{say(fmt.Sprintf("and %s more (all are in --format json)", Number(len(settle.Measurements)-i)))})
			break
		}
		list.entries = append(list.entries, []text{say(m)})
	}
	return append(append(blocks, list), listedCalls(settle.Measurements...)...)
}

// listedCalls says what besides measuring it takes where calls are to be known: measured
// ones do not tell that there are no others.
func listedCalls(measurements ...string) []block {
	if !slices.ContainsFunc(measurements, func(m string) bool { return strings.HasPrefix(m, "calls of ") }) {
		return nil
	}
	return []block{paragraph{parts: []text{say(`Calls of a service are known once each call block has its traffic, and calls = "complete" says that there are no others.`)}}}
}

// mostMeasurements is how many measurements are listed for a person.
const mostMeasurements = 40

func needs(n int) string {
	if n == 1 {
		return "1 decision needs data: what is unknown could still change it."
	}
	return fmt.Sprintf("%s decisions need data: what is unknown could still change them.", Number(n))
}

// settleLead introduces the list of measurements.
func settleLead(s Settle) string {
	least := "the fewest measurements are"
	if !s.Exact {
		least = "these measurements do (fewer might)"
	}
	if !s.Enough {
		return fmt.Sprintf("No measurements make %s of them firm. These make %s firm:", Number(s.Services), Number(s.Firm))
	}
	if len(s.Measurements) == 1 {
		least = "one measurement is enough"
	}
	return fmt.Sprintf("To make %s firm, %s:", count(s.Services, "service"), least)
}

// settleNothing says why no measurement is named though decisions are open.
func settleNothing(s Settle) string {
	if s.Enough {
		return fmt.Sprintf("%s of %s asked for are firm already.", Number(s.Firm), Number(s.Services))
	}
	return "No single measurement is known that would settle them; narrower ranges in the specs would."
}
