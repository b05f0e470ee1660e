package profile_test

import (
	"strings"
	"testing"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
)

func TestAUnitIsReadAsACountOrALevel(t *testing.T) {
	for text, want := range map[string]profile.Unit{
		"requests":     {Name: "requests/s", Count: true},
		"requests/s":   {Name: "requests/s", Count: true, Per: 1},
		"requests/5m":  {Name: "requests/s", Count: true, Per: 300},
		"requests/1h":  {Name: "requests/s", Count: true, Per: 3600},
		"jobs/d":       {Name: "jobs/s", Count: true, Per: 86400},
		"bytes/s":      {Name: "bytes/s", Count: true, Per: 1},
		"MiB/m":        {Name: "MiB/s", Count: true, Per: 60},
		"cores":        {Name: "cores"},
		"bytes":        {Name: "bytes"},
		"GiB":          {Name: "GiB"},
		"percent":      {Name: "percent"},
		"messages/10s": {Name: "messages/s", Count: true, Per: 10},
	} {
		got, err := profile.ParseUnit(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q (-want +got):\n%s", text, d)
		}
	}
}

func TestAWrongUnitIsRefusedWithASuggestion(t *testing.T) {
	for text, want := range map[string]string{
		"":              `missing: write one such as "requests/5m"`,
		"rps":           `do you mean "requests/s"?`,
		"req/5m":        `do you mean "requests/5m"?`,
		"request/s":     `do you mean "requests/s"?`,
		"Requests/5m":   `do you mean "requests/5m"?`,
		"reqeusts":      `do you mean "requests"?`,
		"gib":           `do you mean "GiB"?`,
		"%":             `do you mean "percent"?`,
		"vcpu":          `do you mean "cores"?`,
		"bananas":       "known are calls, events, jobs",
		"cores/s":       `cores is a level, not a count: write "cores"`,
		"requests/5min": `write the interval as "5m"`,
		"requests/hour": `write the interval as "h"`,
		"requests/":     `a time such as "s", "5m"`,
		"requests/0m":   "whole number from 1 s",
		"requests/-5m":  "whole number from 1 s",
		"requests/1.5h": "whole number from 1 s",
		"requests/99d":  "to 31 d",
		"requests/w":    `not "w"`,
		"requests/5":    `not "5"`,
		" requests/s":   `do you mean "requests/s"?`,
	} {
		got, err := profile.ParseUnit(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %+v and %v, want an error with %q", text, got, err, want)
		}
	}
}
