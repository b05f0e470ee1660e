package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
	"berth.dev/engine/seal"
	"berth.dev/reports"
)

// destroyOptions are the flags of destroy.
type destroyOptions struct{ runOptions }

func newDestroy(a *app, run func(*destroyOptions) error) *cobra.Command {
	o := &destroyOptions{runOptions{app: a}}
	c := &cobra.Command{
		Use:   "destroy",
		Short: "Remove everything of berth's from clusters",
		Long: `Remove from clusters everything that berth's records name and that is still berth's,
what was made last first; then namespaces that berth made and that hold nothing
foreign; then berth's own records. Claims with data stay, and so does whatever is
somebody else's by now; both are listed.

The clusters are those of the workspace's sites (-C), or those that --context names.
It asks for the names of the sites; off a terminal it needs --yes. It cannot be
undone, and it is refused while a plan is open.
` + stateHelp + eventHelp,
		Example: `  berth destroy -C shop
  berth destroy --context tokyo=admin@tokyo --yes`,
		Args: arguments(0, 0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			if err := a.asks(c, o.yes, "removes everything of berth's"); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	return c
}

func runDestroy(o *destroyOptions) error {
	e := &execution{runOptions: &o.runOptions, vault: &vault{}}
	defer e.close()
	err := e.equip()
	if err != nil {
		return err
	}
	if e.vault.key == nil {
		// What is removed is told by labels and UIDs: any key hides the values.
		if e.vault.key, err = seal.NewKey(rand.Reader); err != nil {
			return err
		}
	}
	contexts, err := e.siteContexts()
	if err != nil {
		return err
	}
	if err := e.reach(contexts); err != nil {
		return err
	}
	if err := e.mayDestroy(); err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return err
	}
	var out *apply.Destroyed
	_, err = e.do("destroy on "+e.where(), func(ctx context.Context, j apply.Job) (*apply.Outcome, error) {
		out, err = apply.Destroy(ctx, j)
		return nil, err
	}, nil)
	return e.destroyed(out, err)
}

// mayDestroy lists what would go and what would stay, and asks.
func (e *execution) mayDestroy() error {
	for i := range e.records {
		if open := e.records[i].Open; open != nil {
			return &apply.LockedError{Site: e.clusters[i].site, Plan: open.Plan, Gate: open.Gate, Since: open.Since}
		}
	}
	doomed, err := apply.Doomed(e.app.Context, e.job())
	if err != nil {
		return err
	}
	stays, err := e.claims()
	if err != nil {
		return err
	}
	if e.format != reports.JSON {
		model := reports.NewDestroy(e.where(), doomed, stays)
		if err := reports.WriteDestroy(e.app.out, e.app.style(reports.Text), model); err != nil {
			return err
		}
	}
	var sites []string
	for _, c := range e.clusters {
		sites = append(sites, c.site)
	}
	return e.app.agree(e.yes, "Shall all of this be removed from "+e.where()+"? It cannot be undone.", strings.Join(sites, " "))
}

// claims are the members of sets that a destroy leaves.
func (e *execution) claims() ([]apply.Gone, error) {
	var out []apply.Gone
	for _, c := range e.clusters {
		seen, err := apply.Observe(e.app.Context, e.job(), c.site, apply.Scope{})
		if err != nil {
			return nil, err
		}
		for i := range seen.Sets {
			for _, m := range seen.Sets[i].Members {
				if m.Ref.Kind == "PersistentVolumeClaim" {
					out = append(out, apply.Gone{Site: c.site, Object: m.Ref, Why: "it holds data"})
				}
			}
		}
	}
	return out, nil
}

// destroyed says what is gone and what is left. Cut off, the same command goes on.
func (e *execution) destroyed(out *apply.Destroyed, err error) error {
	if out == nil || err != nil && len(out.Removed) == 0 {
		return err
	}
	model := reports.NewDestroy(e.where(), out.Removed, out.Left)
	model.Over = true
	if err != nil {
		model.Error = err.Error()
	}
	if e.format == reports.JSON {
		return errors.Join(reports.WriteDestroyLine(e.app.out, model), err)
	}
	if written := reports.WriteDestroy(e.app.out, e.app.style(reports.Text), model); written != nil {
		return written
	}
	if err != nil && len(out.Removed) > 0 {
		words := fmt.Sprintf("%s removed, then: %v. Run the same command again to go on", plural(len(out.Removed), "object"), err)
		if errors.Is(err, context.Canceled) {
			words = fmt.Sprintf("interrupted with %s removed. Run the same command again to go on", plural(len(out.Removed), "object"))
		}
		return &endedError{words, errPartly}
	}
	return err
}
