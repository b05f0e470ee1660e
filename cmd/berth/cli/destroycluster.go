package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/prepare"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/reports"
)

// removes says what the command is about to remove. An empty --cluster, as a shell's unset
// variable makes one, must not be taken for a command that removes everything else.
func (o *destroyOptions) removes(c *cobra.Command) (string, error) {
	switch {
	case !c.Flags().Changed("cluster"):
		return "removes everything of berth's", nil
	case o.cluster == "":
		return "", misused(c.CommandPath(), "--cluster needs the name of a site, and it is empty.")
	case o.dir == "":
		return "", misused(c.CommandPath(), "--cluster %s: the specs say what the site's cluster is: name their folder with -C.", o.cluster)
	}
	return "removes the cluster of " + o.cluster, nil
}

// destroyCluster removes the cluster of a site that berth made, once nothing runs on it
// any more.
func (o *destroyOptions) destroyCluster() error {
	e := &execution{runOptions: &o.runOptions, vault: &vault{}}
	defer e.close()
	if err := e.equip(); err != nil {
		return err
	}
	c, err := e.removal(o.cluster)
	if err != nil {
		return err
	}
	if len(c.before) == 0 {
		_, err := fmt.Fprintf(o.app.out, "Nothing to do: %s has no cluster.\n", o.cluster)
		return err
	}
	if err := e.deserted(c.site); err != nil {
		return err
	}
	if err := e.plannedRemoval(c); err != nil {
		return err
	}
	if err := e.agreeRemoval(c); err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return err
	}
	if err := e.prepare(prepare.Run, prepare.Before); err != nil {
		return e.removalEnded(err)
	}
	if m, err := e.managedSite(o.cluster); err == nil && m.exists() {
		return fmt.Errorf("site %s: the state folder remembers that this cluster was removed, and it is there, as one is that came back from a backup. Nothing was done to it: give the same command with --state and an empty folder", o.cluster)
	}
	if e.format == reports.JSON {
		return nil
	}
	_, err = fmt.Fprintf(o.app.out, "The cluster %s of %s is gone.\n", c.site.Cluster, c.site.Name)
	return err
}

// removal is what removes the cluster of a site that berth manages. Where its lock lies on
// a cluster that is there, that one holds a lease too: the cluster that goes cannot tell
// anybody that it is going.
func (e *execution) removal(name string) (*change, error) {
	m, err := e.managedSite(name)
	if err != nil {
		return nil, err
	}
	c, err := m.removal()
	if err != nil {
		return nil, &refusal{err}
	}
	if m.site.Lock == nil {
		return c, nil
	}
	lock := e.workspace.Site(m.site.Lock.Site.V)
	if lock.Manage.V == "cluster" {
		if m, err = e.managedSite(lock.Name); err != nil || !m.exists() {
			return c, err
		}
	}
	c.site.Lock = lock.Name
	return c, nil
}

// managedSite looks at the cluster of a site that berth manages.
func (e *execution) managedSite(name string) (*managed, error) {
	site := e.workspace.Site(name)
	switch {
	case site == nil:
		return nil, misused(e.cmd.CommandPath(), "--cluster %s: %s", name, e.noSite(name))
	case site.Manage.V != "cluster":
		return nil, &refusal{fmt.Errorf(`site %s: berth makes and removes clusters only where the specs say manage = "cluster"; here they do not`, name)}
	}
	s := &stepper{stepsOptions: &stepsOptions{clusters: e.runOptions.clusters}, app: e.app, w: e.workspace, vault: e.vault}
	found, err := s.lookAt(e.app.Context, site)
	if err != nil {
		return nil, err
	}
	return &managed{site, found}, nil
}

// noSite says that there is no site of a name, and which may be meant.
func (e *execution) noSite(name string) string {
	var names []string
	for _, s := range e.workspace.Sites {
		if s.Cluster.V == name {
			return fmt.Sprintf("that is the cluster of site %q. Name the site: --cluster %s.", s.Name, s.Name)
		}
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return "there is no site of that name. " + diag.Meant(name, names)
}

// deserted refuses a cluster on which something still runs or keeps data, whoever's it
// is: that goes first, by "berth destroy" and by its owners.
func (e *execution) deserted(site ground.Site) error {
	contexts := map[string]string{}
	for _, one := range []string{site.Name, site.Lock} {
		if one == "" {
			continue
		}
		contexts[one] = e.runOptions.clusters.context(one, contextOf(e.workspace.Site(one)))
		if contexts[one] == "" {
			return fmt.Errorf("site %s: nothing says how its cluster is reached, and it must be before that of %s goes: give --context %s=NAME", one, site.Name, one)
		}
	}
	if err := e.reach(contexts); err != nil {
		return err
	}
	going := &e.clusters[slices.IndexFunc(e.clusters, func(r reached) bool { return r.site == site.Name })]
	var left []string
	for _, kind := range []string{"Deployment", "StatefulSet", "CronJob", "Job", "PersistentVolumeClaim"} {
		found, err := going.cluster.List(e.app.Context, target.Query{Kind: kind, Names: true})
		if err != nil {
			return going.unreachable(e.app.Context, err)
		}
		for _, o := range found {
			if ref := o.Ref(); !isSystems(ref) {
				left = append(left, ref.String())
			}
		}
	}
	if len(left) == 0 {
		return nil
	}
	const most = 10
	words := strings.Join(left[:min(len(left), most)], "\n  ")
	if len(left) > most {
		words += fmt.Sprintf("\n  and %d more", len(left)-most)
	}
	return &refusal{fmt.Errorf("site %s: the cluster goes only when nothing runs there and no claim keeps data; there are still:\n  %s\nMove the services by a plan, or remove berth's with \"berth destroy -C %s\"; the rest is its owners' to remove", site.Name, words, e.dir)}
}

// isSystems tells whether an object belongs to the cluster itself.
func isSystems(ref object.Ref) bool {
	return strings.HasPrefix(ref.Namespace, "kube-") || strings.HasPrefix(ref.Namespace, "gke-") || strings.HasPrefix(ref.Namespace, "gmp-") || ref.Namespace == "k0s-system" || ref.Namespace == "k0s-autopilot"
}

// plannedRemoval makes the removal a plan of its own, so that a journal remembers it. It
// is known by what it does, whenever that is said, so that the same command goes on.
func (e *execution) plannedRemoval(c *change) error {
	for i := range c.before {
		c.before[i].ID = fmt.Sprintf("g%d", i+1)
	}
	work := &ground.Work{Sites: []ground.Site{c.site}, Before: c.before, After: []ground.Step{}}
	text, err := json.Marshal(work)
	if err != nil {
		return err
	}
	made, err := e.app.made()
	if err != nil {
		return err
	}
	f := &plan.File{Ground: work, Work: &step.Work{Made: made}, Digest: plan.Digest(text)}
	for i := range e.clusters {
		f.Work.Clusters = append(f.Work.Clusters, step.Cluster{Site: e.clusters[i].site, Context: e.clusters[i].context, UID: e.clusters[i].uid})
	}
	e.plan = &carried{File: f, bag: &object.Bag{}}
	return nil
}

// agreeRemoval shows what goes, and asks for the cluster's whole name.
func (e *execution) agreeRemoval(c *change) error {
	if e.format != reports.JSON {
		work := reports.NewWork(e.plan.Digest, e.plan.Work).WithGround(e.plan.Ground)
		if err := reports.WriteBrief(e.app.out, e.app.style(reports.Text), work); err != nil {
			return err
		}
	}
	return e.app.agree(e.yes, fmt.Sprintf("Shall the cluster of %s be removed, with all that it keeps? It cannot be undone.", c.site.Name), c.site.Cluster)
}

// removalEnded says how to go on after a removal that was cut off.
func (e *execution) removalEnded(err error) error {
	var partly *prepare.Partly
	if errors.As(err, &partly) {
		return &endedError{fmt.Sprintf("%v. Give the same command again to go on", partly.Cause), errPartly}
	}
	return err
}
