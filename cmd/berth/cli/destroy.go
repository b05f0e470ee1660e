package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
	"berth.dev/engine/seal"
	"berth.dev/reports"
)

// destroyOptions are the flags of destroy.
type destroyOptions struct {
	runOptions
	// cluster is the site whose cluster is removed, "" for none.
	cluster string
}

func newDestroy(a *app, run func(*destroyOptions) error) *cobra.Command {
	o := &destroyOptions{runOptions: runOptions{app: a}}
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

--cluster SITE removes the site's cluster itself, where berth made it, once nothing
runs there and no claim keeps data. It asks for the cluster's whole name.
` + stateHelp + eventHelp,
		Example: `  berth destroy -C shop
  berth destroy --context tokyo=admin@tokyo --yes
  berth destroy -C shop --cluster gke`,
		Args: arguments(0, 0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			does, err := o.removes(c)
			if err != nil {
				return err
			}
			if err := a.asks(c, o.yes, does); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	c.Flags().StringVar(&o.cluster, "cluster", "", "remove the cluster of this site itself, which berth made")
	return c
}

func runDestroy(o *destroyOptions) error {
	if o.cluster != "" {
		return o.destroyCluster()
	}
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
	claims, err := e.mayDestroy()
	if err != nil {
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
	return e.destroyed(out, claims, err)
}

// mayDestroy lists what would go and what would stay, and asks. It returns the claims
// that stay.
func (e *execution) mayDestroy() ([]apply.Gone, error) {
	for i := range e.records {
		if open := e.records[i].Open; open != nil {
			return nil, &apply.LockedError{Site: e.clusters[i].site, Plan: open.Plan, Gate: open.Gate, Since: open.Since}
		}
	}
	sites, err := e.members()
	if err != nil {
		return nil, err
	}
	stays, leave, err := e.claims(sites)
	if err != nil {
		return nil, err
	}
	goes, err := apply.Doomed(e.app.Context, e.job())
	if err != nil {
		return nil, err
	}
	taken := e.takenOver(goes, sites)
	if e.format != reports.JSON {
		model := reports.NewDestroy(e.where(), append(goes, leave...), stays)
		if err := reports.WriteDestroy(e.app.out, e.app.style(reports.Text), model); err != nil {
			return nil, err
		}
	}
	var names []string
	for _, c := range e.clusters {
		names = append(names, c.site)
	}
	return stays, e.app.agree(e.yes, destroyQuestion(e.where(), taken), strings.Join(names, " "))
}

// destroyQuestion asks, and says how much is known of what berth did not make itself.
func destroyQuestion(where string, taken int) string {
	words := "Objects that berth took over go too, and nobody brings back what they were before: "
	if taken > 0 {
		words += "of " + plural(taken, "object") + " above it is known from the plans in the state folder"
	} else {
		words += "the plans in the state folder name none, and those of other machines are not known here"
	}
	return words + ". Shall all of this be removed from " + where + "? It cannot be undone."
}

// destroyed says what is gone and what is left. Cut off, the same command goes on.
func (e *execution) destroyed(out *apply.Destroyed, claims []apply.Gone, err error) error {
	if out == nil || err != nil && len(out.Removed) == 0 {
		return err
	}
	left := out.Left
	for _, c := range claims {
		if !slices.ContainsFunc(left, func(g apply.Gone) bool { return g.Site == c.Site && g.Object == c.Object }) {
			left = append(left, c)
		}
	}
	model := reports.NewDestroy(e.where(), out.Removed, left)
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
