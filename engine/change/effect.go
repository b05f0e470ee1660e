package change

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"berth.dev/engine/check"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// RulesEdited tells whether the rules, or how their scores are weighed, differ.
func (c *Change) RulesEdited() bool {
	return slices.ContainsFunc(c.Edits, func(e Edit) bool {
		switch e.Kind {
		case kindCriterion, kindPolicy, kindConstraint, kindCheck:
			return true
		case "workspace":
			return slices.ContainsFunc(e.Fields, func(f Field) bool { return f.Path == "weights" || f.Path == "disable" })
		case "product":
			return slices.ContainsFunc(e.Fields, func(f Field) bool { return f.Path == "weights" })
		}
		return false
	})
}

// Rules judges the services of the later side under the rules of the earlier one and
// under its own, and says what differs: what the edited rules do to the whole fleet,
// with all else as it is now. in says how to check; its fleet and places are not read.
func Rules(ctx context.Context, before, after Side, in check.Input) (*Effect, error) {
	old, now := in, in
	old.Planned, now.Planned = nil, nil
	old.Fleet, now.Fleet = Under(after.Fleet, before.Fleet), after.Fleet
	was, err := check.Run(ctx, old)
	if err != nil {
		return nil, err
	}
	is, err := check.Run(ctx, now)
	if err != nil {
		return nil, err
	}
	e := &Effect{Services: len(after.Fleet.Workspace.Services)}
	e.New, e.Fixed, _ = differing(was, is)
	e.Weaker = weaker(was, is)
	from, err := Decide(ctx, old.Fleet)
	if err != nil {
		return nil, err
	}
	to := after.Decided
	if to == nil {
		if to, err = Decide(ctx, now.Fleet); err != nil {
			return nil, err
		}
	}
	for _, s := range after.Fleet.Workspace.Services {
		if a, b := from[s.Name], to[s.Name]; !slices.Equal(a.Sites, b.Sites) {
			e.Moves = append(e.Moves, Moved{s.Name, a.Option, b.Option})
		}
	}
	return e, nil
}

// weaker are the rules that ran before and now do not, or that are less severe.
func weaker(before, after *check.Result) (out []string) {
	for _, was := range before.Rules {
		if was.NotRun != "" || was.Kind == kindPolicy || was.Kind == check.KindBerth {
			continue
		}
		i := slices.IndexFunc(after.Rules, func(r check.Rule) bool { return r.Kind == was.Kind && r.Name == was.Name })
		name := was.Kind + " " + was.Name
		switch {
		case i < 0:
			out = append(out, name+" is gone")
		case after.Rules[i].NotRun != "":
			out = append(out, name+" is "+after.Rules[i].NotRun)
		case lessSevere(after.Rules[i].Severity, was.Severity):
			out = append(out, name+" is of severity "+string(after.Rules[i].Severity))
		}
	}
	return out
}

// Under is a fleet under the rules of another one, and under its weights of criteria.
func Under(services, rules *score.Fleet) *score.Fleet {
	return score.New(services.Workspace.Weighed(rules.Workspace), rules.Suite, services.Profiles)
}

// Decide decides every service by itself. Those that no option is allowed for, and those
// that cannot be decided, are missing: a run of checks says so.
func Decide(ctx context.Context, f *score.Fleet) (map[string]Place, error) {
	services := f.Workspace.Services
	places := make([]Place, len(services))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range services {
		g.Go(func() error {
			places[i] = decide(f, s)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := make(map[string]Place, len(services))
	for i, s := range services {
		if len(places[i].Sites) > 0 {
			out[s.Name] = places[i]
		}
	}
	return out, nil
}

// decide is the place of one service, without sites where it has none.
func decide(f *score.Fleet, s *spec.Service) Place {
	glance, err := f.Glance(s)
	if err != nil {
		return Place{}
	}
	stand, err := glance.Winner()
	if err != nil || stand == nil {
		return Place{}
	}
	bill, err := glance.Bill(stand)
	if err != nil {
		return Place{}
	}
	return Place{strings.Join(stand.Sites, "+"), stand.Sites, bill.Total}
}
