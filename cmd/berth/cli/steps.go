package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/intent"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/rollout"
	"berth.dev/engine/seal"
	"berth.dev/engine/spec"
	"berth.dev/engine/workload"
)

// stepsOptions are the flags of plan that make steps.
type stepsOptions struct {
	wanted      bool
	clusters    clusterOptions
	key         string
	allowDelete bool
}

func (o *stepsOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&o.wanted, "steps", false, "look at the clusters, and work out how the plan is carried out on them (nothing is written to them)")
	o.clusters.flags(c)
	f.StringVar(&o.key, "key", "", "the private key that stands for secrets in the plan and signs it (with --steps; see berth key)")
	f.BoolVar(&o.allowDelete, "allow-delete", false, "let the steps delete the last copy of a service, or over a fifth of berth's objects (with --steps)")
	_ = c.MarkFlagFilename("key") // fails for a flag that does not exist, and this one does
}

// check refuses flags that say nothing.
func (o *stepsOptions) check(c *cobra.Command) error {
	for _, name := range []string{"kubeconfig", "context", "key", "allow-delete"} {
		if !o.wanted && c.Flags().Changed(name) {
			return misused(c.CommandPath(), "--%s is about clusters, and without --steps none is looked at. Add --steps.", name)
		}
	}
	return o.clusters.check(c)
}

// stepper works out how a plan is carried out on clusters.
type stepper struct {
	*stepsOptions
	app *app
	w   *workspace
	// managed are the sites whose clusters berth makes and changes.
	managed  []managed
	clusters []reached
	vault    *vault
	// diags are what was warned of when the services were read.
	diags diag.List
}

// stepper reaches the clusters of a workspace and reads the key, so that what is
// wrong with them is known before the search. It must be closed.
func (o *planOptions) stepper(w *workspace) (*stepper, error) {
	if err := o.steps.clusters.known(o.cmd, w.Workspace); err != nil {
		return nil, err
	}
	s := &stepper{stepsOptions: &o.steps, app: o.app, w: w, vault: &vault{workspace: w.Workspace}}
	var err error
	if o.steps.key != "" {
		if s.vault.key, err = o.app.readKey(o.steps.key); err != nil {
			return nil, err
		}
	}
	if s.vault.manifests, err = o.app.manifests(w.dir); err != nil {
		return nil, err
	}
	if err := s.look(o.app.Context); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// look looks at the clusters of sites that berth manages, and reaches all others.
func (s *stepper) look(ctx context.Context) (err error) {
	if s.managed, err = s.lookAtManaged(ctx); err != nil {
		return err
	}
	contexts, err := s.contexts()
	if err != nil {
		return err
	}
	s.vault.manifests.ahead(s.folders(contexts))
	s.clusters, err = s.app.reach(ctx, &s.stepsOptions.clusters, contexts, neverWrites)
	return err
}

// folders are those that the services may ask for on these sites.
func (s *stepper) folders(contexts map[string]string) []string {
	seen := map[string]bool{}
	for _, service := range s.w.Services {
		for site := range contexts {
			folder, _ := workload.Folder(service, s.w.Site(site))
			seen[folder] = true
		}
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

func (s *stepper) close() { s.vault.manifests.close() }

// errReadOnly holds for certain that a command that only looks does not write.
var errReadOnly = errors.New("this command does not write to clusters: a mistake in berth, and nothing was sent")

func neverWrites(context.Context) (context.Context, context.CancelFunc, error) {
	return nil, nil, errReadOnly
}

// contexts are those of the sites that have one. It tells which sites have none.
func (s *stepper) contexts() (map[string]string, error) {
	out := map[string]string{}
	var without []string
	for _, site := range s.w.Sites {
		if s.missing(site.Name) {
			continue
		}
		if name := s.stepsOptions.clusters.context(site.Name, contextOf(site)); name != "" {
			out[site.Name] = name
			continue
		}
		without = append(without, site.Name)
	}
	slices.Sort(without)
	switch {
	case len(out) == 0 && len(s.managed) == 0:
		return nil, fmt.Errorf(`no site has a cluster that could be looked at: give sites a context, as in context = "admin@tokyo", or --context %s=NAME`, cmp.Or(strings.Join(without[:min(1, len(without))], ""), "SITE"))
	case len(without) > 0:
		s.app.say("note", fmt.Sprintf("%s: no context is given, so nothing is done there. Give one in the specs, or as --context %s=NAME.", strings.Join(without, ", "), without[0]))
	}
	return out, nil
}

// work is how a plan is carried out on the clusters as they are now. The plan gets the
// steps and the evidence; the objects they name are returned.
func (s *stepper) work(ctx context.Context, f *plan.File, solved *plan.Solved) (*object.Bag, error) {
	courses, err := plan.Courses(f, solved)
	if err != nil {
		return nil, err
	}
	if f.Ground, err = s.ground(courses); err != nil {
		return nil, err
	}
	services, err := s.services(courses)
	if err != nil {
		return nil, err
	}
	made, err := s.app.made()
	if err != nil {
		return nil, err
	}
	clusters, err := s.app.observe(ctx, s.clusters, viewOf(services), s.vault)
	if err != nil {
		return nil, err
	}
	result, err := rollout.Build(rollout.Input{
		Services: services, Clusters: clusters, Made: made, AllowDelete: s.allowDelete,
		MaxAge: int64(s.w.Settings.MaxAge.Or(spec.DefaultMaxAge)),
	})
	if err != nil {
		return nil, unfit(err)
	}
	s.sayOpen(clusters)
	s.app.warn(result.Diags, s.w.citing(result.Diags))
	if err := s.pin(f, clusters); err != nil {
		return nil, err
	}
	f.Work = result.Work
	f.Work.Notes = noted(s.diags, result.Diags)
	return result.Bag, nil
}

// sayOpen tells of plans that must end before this one may begin.
func (s *stepper) sayOpen(clusters []rollout.Cluster) {
	for _, c := range clusters {
		if open := c.Record.Open; open != nil {
			s.app.say("note", fmt.Sprintf(`%s: plan %s is open there since %s: no other begins before it is finished ("berth resume") or given up ("berth abandon"), and then the steps may be others.`,
				c.Site, shortDigest(open.Plan), open.Since))
		}
	}
}

// services are what the clusters are to hold. What cannot be read stops the command:
// it must never be taken for something that is not wanted. What cannot be made is
// left alone, by name.
func (s *stepper) services(courses []plan.Course) ([]rollout.Service, error) {
	out, diags := intent.Services(intent.Input{
		Workspace: s.w.Workspace, Courses: courses, Render: s.vault.manifests.render, Seal: s.vault.Mask, Unfit: s.unfit,
		Reached: func(site string) bool {
			return slices.ContainsFunc(s.clusters, func(r reached) bool { return r.site == site })
		},
	})
	stops := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && slices.Contains([]string{intent.CodeManifests, workload.CodeTwice}, d.Code)
	})
	if stops {
		return nil, &diagError{list: diags, sources: s.w.citing(diags), then: "no steps were made, for an object that could not be read would look like one that is not wanted"}
	}
	for i := range diags {
		diags[i].Severity = diag.Warning
	}
	s.app.warn(diags, s.w.citing(diags))
	s.diags = diags
	return out, nil
}

// noted are warnings as the plan keeps them, for who agrees to it later.
func noted(lists ...diag.List) (out []string) {
	for _, d := range slices.Concat(lists...) {
		out = append(out, diag.Clean(d.Summary+": "+d.Detail))
	}
	return out
}

// viewOf is what of the clusters services are about.
func viewOf(services []rollout.Service) (v view) {
	for i := range services {
		v.namespaces = append(v.namespaces, services[i].Namespace)
		if r := services[i].Route; r != nil && r.HTTPRoute != nil {
			v.namespaces = append(v.namespaces, r.HTTPRoute.Namespace)
		}
		for _, objects := range services[i].Objects {
			for _, o := range objects {
				if o.IsSecret() {
					v.secrets = append(v.secrets, o.Ref())
				}
				v.needs = append(v.needs, o.References()...)
			}
		}
	}
	return v
}

// unfit says of an error of the steps that it is a check that refuses.
func unfit(err error) error {
	var much *rollout.TooMuch
	var missing *rollout.Missing
	if errors.As(err, &much) || errors.As(err, &missing) {
		return &refusal{err}
	}
	return err
}

// pin adds to the evidence what the steps were made from.
func (s *stepper) pin(f *plan.File, clusters []rollout.Cluster) error {
	manifests, err := s.vault.manifests.evidence(s.vault.Mask)
	if err != nil {
		return err
	}
	for _, c := range clusters {
		f.Evidence = append(f.Evidence, plan.Evidence{Kind: "cluster", Name: c.Site, Digest: clusterDigest(c.UID, c.Record.Generation)})
	}
	f.Evidence = append(f.Evidence, manifests...)
	slices.SortFunc(f.Evidence, compareEvidence)
	return nil
}

// clusterDigest names a cluster and how many plans were finished on it.
func clusterDigest(uid string, generation int64) string {
	return plan.Digest(fmt.Appendf(nil, "%s %d\n", uid, generation))
}

func compareEvidence(a, b plan.Evidence) int {
	return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
}

// signed is a plan's signature, nil where there is no key.
func signed(key *seal.Key, raw []byte) []byte {
	if key == nil {
		return nil
	}
	return seal.Sign(key, raw)
}
