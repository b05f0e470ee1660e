package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/fleet"
	"berth.dev/engine/score"
	"berth.dev/engine/unit"
	"berth.dev/reports"
)

// explainable refuses to explain a service as a page: there is none for it.
func explainable(c *cobra.Command, explain, format string) error {
	if explain != "" && format == reports.HTML {
		return misused(c.CommandPath(), "--explain has no page. Write it as %s, %s or %s.", reports.Text, reports.JSON, reports.Markdown)
	}
	return nil
}

// countApart refuses a number of scenarios that stands apart from its flag: it would be
// taken for a folder.
func (o *planOptions) countApart(c *cobra.Command, args []string) error {
	if !c.Flags().Changed("scenarios") {
		return nil
	}
	for _, arg := range args {
		if _, err := strconv.Atoi(arg); err == nil {
			return misused(c.CommandPath(), "%q would be a folder. Write --scenarios=%s.", arg, arg)
		}
	}
	return nil
}

// build reads the flags that change the problem.
func (o *planOptions) build() (fleet.Options, error) {
	out := fleet.DefaultOptions()
	out.Objective = fleet.Objective(o.objective)
	for _, pin := range o.pins {
		service, to, ok := strings.Cut(pin, "=")
		if !ok || service == "" || to == "" {
			return out, misused(o.cmd.CommandPath(), "--pin %q is not SERVICE=PLACE, as in frontend=tokyo.", pin)
		}
		if sites, kept, split := strings.Cut(to, "@"); split {
			// Plans print places so, and people copy them.
			o.app.say("note", fmt.Sprintf("--pin %s keeps the service on %s; how many replicas stay on the first is left to the plan, so \"@%s\" is left out.", pin, sites, kept))
			to = sites
		}
		if out.Pins == nil {
			out.Pins = map[string]string{}
		}
		if other, twice := out.Pins[service]; twice && other != to {
			return out, misused(o.cmd.CommandPath(), "--pin names %s twice, on %s and on %s. Join sites by \"+\", as in %s=tokyo+gke.", service, other, to, service)
		}
		out.Pins[service] = to
	}
	for _, assume := range o.assume {
		assumed, err := parseAssumed(assume)
		if err != nil {
			return out, misused(o.cmd.CommandPath(), "--assume %q: %s.", assume, err)
		}
		out.Unknown = assumed
	}
	return out, nil
}

// asked are the flags that change the problem, as they were given.
func (o *planOptions) asked() (out []string) {
	for _, pin := range o.pins {
		pin, _, _ = strings.Cut(pin, "@") // see build
		out = append(out, "--pin "+pin)
	}
	for _, assume := range o.assume {
		out = append(out, "--assume "+assume)
	}
	slices.Sort(out)
	return out
}

// parseAssumed reads --assume.
func parseAssumed(s string) (*score.Assumed, error) {
	what, value, ok := strings.Cut(s, "=")
	if !ok || what != "unknown" {
		return nil, errors.New("write unknown=low, unknown=high or a volume a month, as in unknown=500Gi")
	}
	switch value {
	case "low":
		return &score.Assumed{Low: true}, nil
	case "high":
		return &score.Assumed{High: true}, nil
	}
	bytes, err := unit.ParseBytes(value)
	if err != nil {
		return nil, fmt.Errorf("%w; or write unknown=low or unknown=high", err)
	}
	gib := bytes / unit.GiB
	return &score.Assumed{GiB: &gib}, nil
}
