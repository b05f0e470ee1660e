package cli

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
	"berth.dev/engine/intent"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/rollout"
	"berth.dev/reports"
)

// rollbackOptions are the flags of rollback.
type rollbackOptions struct {
	runOptions
	plan    string
	out     string
	writing writing
}

func newRollback(a *app, run func(*rollbackOptions) error) *cobra.Command {
	o := &rollbackOptions{runOptions: runOptions{app: a}}
	c := &cobra.Command{
		Use:   "rollback [PLAN]",
		Short: "Take a plan back: by a plan of its own, shown first",
		Long: `Take back what a plan has done. From the contents that the plan recorded, a plan of
its own is made: it is compared with what is there now, moves are made before they
are broken, and it is refused where it could not be honest. It is shown, and carried
out when it is agreed to; --out writes it to a file instead, for review, a signature
and apply. What a plan did to clusters themselves is not taken back.

Without a file it is the plan begun last, from the state folder. The plan itself
says how its services may move; -C is needed only where values of secrets must be
written again: they are in the specs and nowhere else. A plan that is open must be
given up first ("berth abandon").
` + stateHelp + eventHelp + `

Exit codes: 4 the way back would not be honest or the plan was altered, 5 what is
there is not what the plan left, 6 somebody else is at work, 7 the way back is open:
a gate, a failure, or an interrupt.`,
		Example: `  berth rollback plan.json
  berth rollback plan.json -C shop --key berth.key --out undo.json`,
		Args: arguments(0, 1, "at most one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			if len(args) > 0 {
				o.plan = args[0]
			}
			if o.out != "" {
				return run(o)
			}
			if err := a.asks(c, o.yes, "changes clusters"); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	o.writing.flag(c)
	o.signatureFlag(c)
	c.Flags().StringVar(&o.out, "out", "", "write the undo plan to this file (and its objects beside it) and carry nothing out")
	return c
}

func runRollback(o *rollbackOptions) error {
	e, err := o.open(o.plan)
	defer e.close()
	if err != nil {
		return err
	}
	if err := e.sameClusters(); err != nil {
		return err
	}
	if sites, _ := e.openOn(e.plan.Digest); len(sites) > 0 {
		return &apply.LockedError{Site: sites[0], Plan: e.plan.Digest, Since: e.since()}
	}
	undo, err := e.undo()
	if err != nil {
		return err
	}
	if o.out != "" {
		return o.write(undo)
	}
	e.plan, e.name = undo, ""
	if err := e.agreed("carried out"); err != nil {
		return err
	}
	if len(undo.Work.Stages) == 0 {
		return nil
	}
	if err := e.begin(); err != nil {
		return err
	}
	out, err := e.do("undo "+shortDigest(undo.Digest), apply.Run, nil)
	return e.finish(out, err)
}

// since is when the plan was begun.
func (e *execution) since() string {
	for i := range e.records {
		if open := e.records[i].Open; open != nil && open.Plan == e.plan.Digest {
			return open.Since
		}
	}
	return ""
}

// undo makes the plan that takes the plan back.
func (e *execution) undo() (*carried, error) {
	made, err := e.app.made()
	if err != nil {
		return nil, err
	}
	services, err := e.secrets()
	if err != nil {
		return nil, err
	}
	clusters, err := e.app.observe(e.app.Context, e.clusters, e.touched(services), e.vault)
	if err != nil {
		return nil, err
	}
	result, err := rollout.Undo(rollout.Input{Services: services, Clusters: clusters, Made: made, MaxAge: e.plan.Work.MaxAge},
		rollout.Undoing{Plan: e.plan.Digest, Work: e.plan.Work, Bag: e.plan.bag})
	var cannot *rollout.CannotUndo
	if errors.As(err, &cannot) {
		if cannot.Secrets && e.workspace == nil {
			err = fmt.Errorf("%w\n  If the specs have these values, name their folder with -C", err)
		}
		return nil, &refusal{err}
	}
	if err != nil {
		return nil, err
	}
	e.app.warn(result.Diags, nil)
	f := *e.plan.File
	f.Work, f.Ground, f.Berth = result.Work, nil, thisBuild().Version
	if e.grounded() {
		e.app.say("note", "What the plan did to clusters themselves stays: a version has no way back, and pools follow the specs with the next plan.")
	}
	if e.workspace != nil {
		if f.Evidence, err = e.evidence(); err != nil {
			return nil, err
		}
		slices.SortFunc(f.Evidence, compareEvidence)
	}
	return sealed(&f, result.Bag)
}

// sealed is a plan as its files have it. The file of an undo keeps the placement of
// the plan that is taken back: that is what its services were moved to.
func sealed(f *plan.File, bag *object.Bag) (*carried, error) {
	raw, err := f.Bytes()
	if err != nil {
		return nil, err
	}
	objects := bag.Bytes()
	read, kept, err := plan.ReadWithObjects(bytes.NewReader(raw), bytes.NewReader(objects))
	if err != nil {
		return nil, err
	}
	return &carried{File: read, bag: kept, raw: raw, objects: objects}, nil
}

// secrets are the services as the specs have them, of which an undo reads the values of
// secrets; none without a workspace. How services move the plan says itself.
func (e *execution) secrets() ([]rollout.Service, error) {
	if e.workspace == nil {
		return nil, nil
	}
	out, diags := intent.Services(intent.Input{
		Workspace: e.workspace.Workspace, Courses: e.courses(), Render: e.vault.manifests.render, Seal: e.vault.Mask,
		Reached: func(site string) bool {
			return slices.ContainsFunc(e.clusters, func(r reached) bool { return r.site == site })
		},
	})
	e.app.warn(diags, e.workspace.citing(diags))
	return out, nil
}

// courses are the sites where the plan's services are or were: what an undo needs of
// where they may be.
func (e *execution) courses() []plan.Course {
	var out []plan.Course
	for _, s := range e.plan.Work.Services {
		stop := plan.Stop{}
		for _, site := range distinct(slices.Concat(s.From, s.To), strings.Compare) {
			stop.Halves = append(stop.Halves, plan.Half{Site: site})
		}
		out = append(out, plan.Course{Service: s.Name, Stops: []plan.Stop{stop}})
	}
	return out
}

// touched is what of the clusters an undo looks at.
func (e *execution) touched(services []rollout.Service) view {
	v := viewOf(services)
	for _, s := range e.plan.Work.Services {
		v.namespaces = append(v.namespaces, s.Namespace)
	}
	for i := range e.plan.Work.Stages {
		for _, s := range e.plan.Work.Stages[i].Steps {
			if s.Object != nil && s.Object.Kind == "Secret" {
				v.secrets = append(v.secrets, *s.Object)
			}
		}
	}
	return v
}

// write keeps the undo plan in files: the objects first, so that a plan that is there
// is whole.
func (o *rollbackOptions) write(p *carried) error {
	name, objects := o.app.path(o.out), o.app.path(objectsOf(o.out))
	for _, file := range []string{name, objects} {
		if err := o.writing.may(file); err != nil {
			return err
		}
	}
	if err := errors.Join(o.writing.put(objects, p.objects), o.writing.put(name, p.raw)); err != nil {
		return err
	}
	if err := reports.WriteBrief(o.app.out, o.app.style(reports.Text), reports.NewWork(p.Digest, p.Work)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.app.out, "\nNothing was carried out. %s has the undo; carry it out with: berth apply %s\n", o.out, o.out)
	return err
}
