package k0s

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/client-go/rest"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/prepare"
	"berth.dev/engine/target"
	"berth.dev/providers/k0s/hosts"
	"berth.dev/providers/k0s/k0sctl"
)

// Tools are what a driver works with.
type Tools struct {
	// Machines asks hosts by SSH, Program runs k0sctl.
	Machines Machines
	Program  Program
	// State is the state folder, whose lock is held, and Lock its locked file.
	State string
	Lock  *os.File
	// Home is the folder that "~/" means in a key's path.
	Home string
	// Settings reads the administrator's kubeconfig, with another server in the place of
	// its own; Reach opens the cluster. Each request that writes asks permit before, where
	// there is one.
	Settings func(kubeconfig []byte, server string) (*rest.Config, error)
	Reach    func(c *rest.Config, permit Permit) (Cluster, error)
	// Admitted tells whether all of the groups and users may run berth on the cluster;
	// Admit gives them the roles that berth ships.
	Admitted func(ctx context.Context, c *rest.Config, groups, users []string) (bool, error)
	Admit    func(ctx context.Context, c *rest.Config, permit Permit, groups, users []string) error
	// Drain bounds how a worker is emptied; the orders and the driver set the rest.
	Drain drain.Options
	// Clock tells the time and waits; nil is the machine's.
	Clock drain.Clock
}

// Permit is asked right before each request that changes something.
type Permit = func(context.Context) (context.Context, context.CancelFunc, error)

// Machines asks hosts. A *hosts.Access is it.
type Machines interface {
	// All asks all hosts, in their order; an error means that nothing is known.
	All(ctx context.Context, list []hosts.Host) ([]hosts.Facts, error)
	// Start starts k0s where it is installed and stands still.
	Start(ctx context.Context, h hosts.Host) error
}

// Program runs k0sctl. A *k0sctl.Program is it.
type Program interface {
	Apply(ctx context.Context, j k0sctl.Job) error
	Backup(ctx context.Context, j k0sctl.Job, archive string) error
	Reset(ctx context.Context, j k0sctl.Job) error
	Kubeconfig(ctx context.Context, j k0sctl.Job) ([]byte, error)
}

// Cluster is what a driver needs of the cluster that it changes, by one controller. A
// *kube.Cluster of providers/kube is it.
type Cluster interface {
	drain.Cluster
	Identity(ctx context.Context) (string, error)
	Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error)
	Replace(ctx context.Context, o object.Object) (object.Object, error)
	// Ready asks whether the API server is ready to serve.
	Ready(ctx context.Context) error
}

// NewDriver makes the driver of a site's cluster from what the plan's file has of it.
func NewDriver(site ground.Site, t Tools) (prepare.Driver, error) {
	want, err := ReadOrders(site.Orders)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", site.Name, err)
	}
	if t.Clock == nil {
		t.Clock = drain.MachineClock{}
	}
	if t.Lock != nil { // nothing runs any more that had inherited it
		if err := k0sctl.Sweep(t.State); err != nil {
			return nil, err
		}
	}
	return &driver{site: site, want: want, tools: t}, nil
}

// driver does the steps of one cluster.
type driver struct {
	site  ground.Site
	want  *Orders
	tools Tools
	// admin is the administrator's kubeconfig, nil before it was needed. It is in memory
	// alone.
	admin []byte
}

// act is one step in the driver's hands.
type act struct {
	*driver
	step *ground.Step
	task *Task
	hand prepare.Hand
	// loose takes a step that is half done as one that is due: whoever only looks cannot
	// tell who has begun it.
	loose bool
	// until is when the step must have ended.
	until time.Time
}

// Judge reads what machines and cluster have.
func (d *driver) Judge(ctx context.Context, s *ground.Step) (prepare.Standing, error) {
	a, err := d.act(s, prepare.Hand{Point: func(string) {}, Say: func(string) {}})
	if err != nil {
		return "", err
	}
	a.loose = true
	standing, _, err := a.stand(ctx)
	return standing, err
}

// Do does a step.
func (d *driver) Do(ctx context.Context, s *ground.Step, h prepare.Hand) error {
	a, err := d.act(s, h)
	if err != nil {
		return err
	}
	a.loose = h.Again
	switch {
	case s.Kind == ground.Admit:
		return a.doAdmit(ctx)
	case s.Kind == ground.RemoveCluster:
		return a.doRemoveAll(ctx)
	case a.task.Worker != "":
		return a.doWorker(ctx)
	}
	return a.doControllers(ctx)
}

func (d *driver) act(s *ground.Step, h prepare.Hand) (*act, error) {
	task, err := TaskOf(s)
	if err != nil {
		return nil, err
	}
	return &act{driver: d, step: s, task: task, hand: h, until: d.tools.Clock.Now().Add(time.Duration(s.Seconds) * time.Second)}, nil
}

// stand tells where the step stands, with what was seen.
func (a *act) stand(ctx context.Context) (prepare.Standing, *Seen, error) {
	seen, err := a.look(ctx)
	if err != nil {
		return "", nil, err
	}
	var standing prepare.Standing
	switch {
	case a.step.Kind == ground.Admit:
		standing, err = a.standAdmit(ctx, seen)
	case a.step.Kind == ground.RemoveCluster:
		standing, err = a.standRemoveAll(seen)
	case a.task.Worker != "":
		standing, err = a.standWorker(ctx, seen)
	default:
		standing, err = a.standControllers(ctx, seen)
	}
	return standing, seen, err
}

// stale says that what the step was planned over is gone.
func (a *act) stale(format string, args ...any) error {
	return &prepare.Stale{Site: a.step.Site, Step: a.step.ID, Why: fmt.Sprintf(format, args...)}
}

// refused says that the step cannot be done as things are, and nothing was changed.
func (a *act) refused(cause error, format string, args ...any) error {
	return &prepare.Refused{Site: a.step.Site, Step: a.step.ID, Why: fmt.Sprintf(format, args...), Cause: cause}
}

// failed is an error of the step that may have changed something.
func (a *act) failed(err error) error {
	return fmt.Errorf("site %s, step %s: %w", a.step.Site, a.step.ID, err)
}

// together are several errors on one line, nil for none.
func together(errs ...error) (out error) {
	for _, err := range errs {
		switch {
		case err == nil:
		case out == nil:
			out = err
		default:
			out = fmt.Errorf("%w; %w", out, err)
		}
	}
	return out
}
