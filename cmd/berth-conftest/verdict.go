package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ruleNames are the rules of the comparison, in the order of their file.
func ruleNames() (names []string) {
	for _, m := range regexp.MustCompile(`(?m)^check "([^"]+)"`).FindAllSubmatch(checks, -1) {
		names = append(names, string(m[1]))
	}
	return names
}

// foundByBerth reads violations from berth's JSON, each as "RULE SERVICE".
func foundByBerth(output []byte) (found []string, err error) {
	var report struct {
		Findings []struct {
			Rule    string
			Kind    string
			Subject struct{ Name string }
		}
	}
	if err := json.Unmarshal(output, &report); err != nil {
		return nil, err
	}
	for _, f := range report.Findings {
		if f.Kind != "check" {
			return nil, fmt.Errorf("it found something by itself: %s %s", f.Rule, f.Subject.Name)
		}
		found = append(found, f.Rule+" "+f.Subject.Name)
	}
	return found, nil
}

// foundByConftest reads violations from conftest's JSON; its rules say "RULE SERVICE".
func foundByConftest(output []byte) (found []string, err error) {
	var reports []struct {
		Failures []struct{ Msg string }
	}
	if err := json.Unmarshal(output, &reports); err != nil {
		return nil, err
	}
	for _, r := range reports {
		for _, f := range r.Failures {
			found = append(found, f.Msg)
		}
	}
	return found, nil
}

// agree refuses contenders that did not find the same, and rules that found nothing: of
// those nobody knows whether both mean the same.
func agree(all []*contender) error {
	first := all[0]
	for _, c := range all[1:] {
		if c.violations == nil || slices.Equal(first.found, c.found) {
			continue
		}
		return fmt.Errorf("%s and %s do not find the same: only the first has %q, only the second %q",
			first.name, c.name, sample(without(first.found, c.found)), sample(without(c.found, first.found)))
	}
	for _, name := range ruleNames() {
		if !slices.ContainsFunc(first.found, func(f string) bool { return strings.HasPrefix(f, name+" ") }) {
			return fmt.Errorf("no service breaks rule %s: take more services", name)
		}
	}
	return nil
}

// without are the texts of a sorted list that another does not have.
func without(list, other []string) (out []string) {
	for _, s := range list {
		if _, there := slices.BinarySearch(other, s); !there {
			out = append(out, s)
		}
	}
	return out
}

// sample are a few of many.
func sample(list []string) []string { return list[:min(len(list), 5)] }

// table is what the runs took, beside the first contender.
func table(all []*contender, services, perFile int) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d services, %d to a file, %d rules, %d violations; the median of %d runs in turn, and the most memory of any.\n\n",
		services, perFile, len(ruleNames()), len(all[0].found), len(all[0].runs))
	b.WriteString("| program | seconds | cpu seconds | MB | times the seconds | times the memory |\n")
	b.WriteString("| --- | --: | --: | --: | --: | --: |\n")
	base := all[0].typical()
	for _, c := range all {
		u := c.typical()
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.0f | %.1f | %.1f |\n", c.name, u.wall.Seconds(), u.cpu.Seconds(), float64(u.memory)/1e6,
			u.wall.Seconds()/base.wall.Seconds(), float64(u.memory)/float64(base.memory))
	}
	return b.String()
}
