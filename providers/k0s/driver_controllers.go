package k0s

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
)

// standControllers tells where a step stands that is about all controllers: making them,
// their configuration, their version, their number.
func (a *act) standControllers(ctx context.Context, seen *Seen) (prepare.Standing, error) {
	past, err := a.isPast(seen)
	if err != nil {
		return "", err
	}
	if past {
		return prepare.Done, nil
	}
	open, err := a.unsettled(seen, a.task.Version)
	if err != nil {
		return "", err
	}
	for _, h := range a.want.Controllers() {
		if why := a.premise(h, seen.Machine(h.Name), open); why != "" {
			return "", a.stale("host %s: %s", h.Name, why)
		}
	}
	for _, h := range a.want.Controllers() {
		if m := seen.Machine(h.Name); m.Installed && !m.Running {
			return a.partly("host %s: k0s is installed and does not run. Start it (`systemctl start k0scontroller`), or find out why it does not", h.Name)
		}
	}
	if len(open) > 0 {
		return prepare.Due, nil
	}
	c, err := a.ready(ctx, seen)
	if err != nil {
		return prepare.Due, nil
	}
	if err := a.isTheOne(ctx, c); err != nil {
		return "", err
	}
	was, err := a.record(ctx, c)
	if err != nil {
		return "", err
	}
	if was == nil && a.step.Kind == ground.MakeCluster {
		return prepare.Due, nil
	}
	return prepare.Done, nil
}

// record reads the cluster's record.
func (a *act) record(ctx context.Context, c *access) (*Orders, error) {
	uid, err := c.Identity(ctx)
	if err != nil {
		return nil, a.failed(err)
	}
	return recorded(ctx, c, uid)
}

// unsettled are the controllers that are not as a file of a version says, with the
// reason. With none of them k0sctl, given the file, leaves all controllers alone.
func (a *act) unsettled(seen *Seen, v Version) (map[string]string, error) {
	changes, err := a.want.Changes(seen)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for i := range a.want.Hosts {
		h := &a.want.Hosts[i]
		if !h.Role.Controls() {
			continue
		}
		m := seen.Machine(h.Name)
		now := flagsOf(m.Args)
		switch {
		case !m.Installed:
			out[h.Name] = "it has no k0s"
		case !m.Running:
			out[h.Name] = "k0s does not run on it"
		case m.Version != v:
			out[h.Name] = fmt.Sprintf("it runs %s and not %s", m.Version, v)
		case !flagsFor(h, now).equal(now):
			out[h.Name] = fmt.Sprintf("it runs with %q and not %q", now, flagsFor(h, now))
		}
	}
	for _, c := range changes {
		if out[c.Host] == "" {
			out[c.Host] = differs
		}
	}
	return out, nil
}

// differs is why a controller is unsettled whose configuration is another.
const differs = "its k0s.yaml is not what the specs order"

// isPast tells whether a later step of the plan has begun to do more than this one: a
// run that remembers nothing must not take that for somebody else's doing.
func (a *act) isPast(seen *Seen) (bool, error) {
	past := false
	for _, h := range a.want.Controllers() {
		m := seen.Machine(h.Name)
		if !m.Installed || !a.reaches(m.Version) {
			return false, nil
		}
		past = past || m.Version != a.task.Version
	}
	if !past {
		return false, nil
	}
	changes, err := a.want.Changes(seen)
	return len(changes) == 0, err
}

// reaches tells whether a version is the step's, or one that the plan goes to later.
func (a *act) reaches(v Version) bool {
	later := v == a.want.Version || slices.Contains(a.want.Path, v)
	return v == a.task.Version || later && v.Compare(a.task.Version) > 0
}

// premise says what of a controller is neither what the step was planned over nor what
// it makes, "" where nothing is.
func (a *act) premise(h Host, m Machine, open map[string]string) string {
	was, planned := a.task.Was[h.Name]
	switch {
	case !m.Installed && planned:
		return "it has no k0s any more"
	case !m.Installed && m.Data:
		return fmt.Sprintf("it has data of another cluster (%s); run `k0s reset` on it, or remove them by hand", dirOr(h.DataDir))
	case !m.Installed:
		return ""
	case m.Role != "" && m.Role.Controls() != h.Role.Controls() || m.Running && m.Role != h.Role:
		return fmt.Sprintf("it is a %s and not a %s", m.Role, h.Role)
	case m.Version.Compare(a.task.Version) > 0:
		return fmt.Sprintf("it runs %s, newer than %s", m.Version, a.task.Version)
	case a.movedOn(m):
		return fmt.Sprintf("it runs %s, and the step goes from %s to %s", m.Version, a.step.From, a.task.Version)
	case open[h.Name] != differs:
		return ""
	case !planned:
		return "it has a k0s that was not there when the plan was made, with another configuration"
	}
	if digest, err := Digest(m.Config); err != nil || digest != was {
		return "its /etc/k0s/k0s.yaml has changed since the plan was made"
	}
	return ""
}

// movedOn tells whether somebody has upgraded a controller since the plan was made. One
// that is behind the others is what some steps are for.
func (a *act) movedOn(m Machine) bool {
	from, err := ParseVersion(a.step.From)
	return a.step.Kind == ground.Upgrade && err == nil && m.Version.Compare(from) > 0 && m.Version != a.task.Version
}

// doControllers makes controllers what the step says, after a backup where one can be.
func (a *act) doControllers(ctx context.Context) error {
	standing, seen, err := a.stand(ctx)
	if err != nil || standing == prepare.Done {
		return err
	}
	if seen, err = a.rouse(ctx, seen); err != nil {
		return err
	}
	open, err := a.unsettled(seen, a.task.Version)
	if err != nil {
		return err
	}
	var ran error
	if len(open) > 0 {
		if err := a.before(ctx, seen); err != nil {
			return err
		}
		a.sayWhy(open)
		ran = a.apply(ctx)
	}
	c, err := a.verify(ctx, ran)
	if err != nil {
		return err
	}
	return a.remember(ctx, c)
}

// before is what must be before k0sctl changes controllers: some of them run, unless it
// makes the cluster, an upgrade begins with all of them ready, and there is a backup.
// Where none runs k0sctl would begin a new cluster on the first.
func (a *act) before(ctx context.Context, seen *Seen) error {
	if a.step.Kind == ground.MakeCluster {
		return nil
	}
	if a.running(seen) == nil {
		return a.refused(nil, "no controller runs; k0sctl would begin a new cluster in its place. Start one (`systemctl start k0scontroller`)")
	}
	c, err := a.ready(ctx, seen)
	if err != nil && a.step.Kind != ground.Configure && !a.loose {
		return a.refused(err, "the control plane is not well, and is not changed: %v", err)
	}
	if c != nil {
		if err := a.isTheOne(ctx, c); err != nil {
			return err
		}
	}
	if !a.task.Backup {
		return nil
	}
	return a.backup(ctx, seen)
}

// sayWhy tells what is about to change.
func (a *act) sayWhy(open map[string]string) {
	var words []string
	for _, name := range sortedKeys(open) {
		words = append(words, name+": "+open[name])
	}
	a.hand.Say("k0sctl changes the controllers (" + strings.Join(words, "; ") + ")")
}

// settling is how long controllers may take to be ready after k0sctl has ended well;
// after a failure there is no reason to wait as long.
const (
	settling = 5 * time.Minute
	failing  = 20 * time.Second
)

// verify waits until the controllers are as the step's file says and each of them is
// ready by its own address. That k0sctl ended well does not count, and that it failed
// does not count where everything is as ordered.
func (a *act) verify(ctx context.Context, ran error) (c *access, err error) {
	limit := settling
	if ran != nil {
		limit = failing
	}
	a.until = maxTime(a.until, a.tools.Clock.Now().Add(verifying))
	err = a.wait(ctx, limit, func() error {
		seen, err := a.look(ctx)
		if err != nil {
			return err
		}
		open, err := a.unsettled(seen, a.task.Version)
		if err != nil {
			return err
		}
		for _, name := range sortedKeys(open) {
			return fmt.Errorf("host %s: %s", name, open[name])
		}
		if c, err = a.ready(ctx, seen); err != nil {
			return err
		}
		return a.nodesAreBack(ctx, c, seen)
	})
	switch {
	case err == nil && ran != nil:
		a.hand.Say("k0sctl ended with an error, and all is as ordered all the same: " + ran.Error())
		return c, nil
	case err == nil:
		return c, nil
	case ran != nil:
		return nil, a.failed(fmt.Errorf("%w%s", together(ran, err), a.wayBack()))
	}
	return nil, a.failed(fmt.Errorf("k0sctl ended well, and all the same %w%s", err, a.wayBack()))
}

// wayBack names the backup, where there is one.
func (a *act) wayBack() string {
	if !a.task.Backup {
		return ""
	}
	return ". What was before is in " + a.archive() + " (k0s restore)"
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
