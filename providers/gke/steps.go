package gke

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/ground"
)

// Work is what is to be done to one cluster: steps without IDs, which whoever joins the
// sites gives.
type Work struct {
	// Before come before the services' steps, After when those are done.
	Before, After []ground.Step
	// Notes are what a person should hear though nothing is done about it, without the
	// site's name.
	Notes []string
}

// Steps are what leads from what was seen to what was ordered. What must not be done, or
// cannot be, is an error that says so; it may join several.
func Steps(want *Orders, seen *Seen) (*Work, error) {
	p := &planner{want: want, seen: seen, work: &Work{}}
	switch {
	case want.Autopilot && len(want.Pools) > 0:
		p.refuse(noPools)
	case !seen.Exists:
		p.makeCluster()
	case seen.Status == "ERROR" || seen.Status == "STOPPING":
		p.refuse("the cluster is in the state %s (%s). Remove what is left of it, or wait until it is gone, and plan again", seen.Status, orUnsaid(seen.Says))
	case seen.Status == "PROVISIONING":
		p.refuse("the cluster is being made. Wait until it is there, or go on with `berth resume`, and plan again")
	default:
		p.change()
	}
	if len(p.problems) > 0 {
		return nil, fmt.Errorf("site %s: %w", want.Site, errors.Join(p.problems...))
	}
	return p.work, nil
}

// Destroy is the step that removes a cluster which berth made for the site.
func Destroy(want *Orders, seen *Seen) (*ground.Step, error) {
	switch {
	case !seen.Exists:
		return nil, fmt.Errorf("site %s: there is no cluster %s", want.Site, want.Cluster)
	case !seen.Ours:
		return nil, fmt.Errorf("site %s: berth did not make the cluster %s and will not remove it. Remove it as it was made", want.Site, want.Cluster)
	}
	p := &planner{want: want, seen: seen, work: &Work{}}
	p.add(&p.work.Before, ground.Step{
		Kind: ground.RemoveCluster, From: seen.Version, Effects: []ground.Effect{ground.CannotBeUndone}, Seconds: seconds(time.Hour),
		Why: fmt.Sprintf("the cluster %s goes with all that is on it, volumes that it made included", seen.Name.Cluster),
	}, &Task{})
	return &p.work.Before[0], errors.Join(p.problems...)
}

// Ground is what a plan's file has of the site, but for what the specs say of locks and
// windows.
func (o *Orders) Ground(seen *Seen) (ground.Site, error) {
	data, err := o.JSON()
	return ground.Site{Name: o.Site, Provider: "gke", Cluster: o.Cluster, UID: seen.ID, Orders: data}, err
}

// noPools says what is wrong with pools of an Autopilot cluster.
const noPools = "mode is autopilot, which makes its own nodes: leave node_pool out, or set mode = \"standard\""

// planner collects the steps of one cluster.
type planner struct {
	want     *Orders
	seen     *Seen
	work     *Work
	problems []error
}

func (p *planner) refuse(format string, args ...any) {
	p.problems = append(p.problems, fmt.Errorf(format, args...))
}

func (p *planner) note(format string, args ...any) {
	p.work.Notes = append(p.work.Notes, fmt.Sprintf(format, args...))
}

// add puts a step at the end of a list.
func (p *planner) add(list *[]ground.Step, s ground.Step, t *Task) {
	args, err := t.JSON()
	if err != nil {
		p.problems = append(p.problems, err)
	}
	s.Site, s.Args = p.want.Site, args
	*list = append(*list, s)
}

// change plans for a cluster that exists.
func (p *planner) change() {
	p.same()
	p.channel()
	p.versions()
	p.pools()
	if p.seen.Admits == "no" {
		p.admit()
	}
}

// same compares what cannot be changed, or what berth does not change.
func (p *planner) same() {
	w, s := p.want, p.seen
	if w.Autopilot != s.Autopilot {
		p.refuse("the cluster's mode is %s, and a cluster keeps its mode. Set mode of the site, or make another cluster", modeWord(s.Autopilot))
	}
	for _, f := range []struct{ word, is, should string }{{"network", last(s.Network), last(w.Network)}, {"subnetwork", last(s.Subnetwork), last(w.Subnetwork)}} {
		if f.should != "" && f.is != f.should {
			p.refuse("the cluster's %s is %q, and a cluster keeps it. Set %s of the gke block to it, or make another cluster", f.word, f.is, f.word)
		}
	}
	if len(w.Zones) > 0 && !slices.Equal(w.Zones, s.Zones) {
		p.note("nodes are in %s, the specs say %s: berth does not change the zones of a cluster", strings.Join(s.Zones, ", "), strings.Join(w.Zones, ", "))
	}
	if w.PrivateNodes != nil && *w.PrivateNodes != s.PrivateNodes {
		p.note("private_nodes is %t on the cluster, the specs say %t: berth does not change it", s.PrivateNodes, *w.PrivateNodes)
	}
}

// channel plans the change of the release channel.
func (p *planner) channel() {
	if p.want.Channel == "" || p.want.Channel == p.seen.Channel {
		return
	}
	p.add(&p.work.Before, ground.Step{
		Kind: ground.Configure, From: "channel " + p.seen.Channel, To: "channel " + p.want.Channel, Seconds: seconds(time.Hour),
		Why: fmt.Sprintf("the release channel becomes %s; Google then upgrades the cluster as that channel does, in its maintenance windows", p.want.Channel),
	}, &Task{Channel: p.want.Channel, Was: p.seen.Channel})
}

// admit plans that people may run berth on the cluster.
func (p *planner) admit() {
	who := slices.Concat(p.want.Groups, p.want.Users)
	if len(who) == 0 {
		return
	}
	p.add(&p.work.Before, ground.Step{
		Kind: ground.Admit, To: strings.Join(who, ", "), Seconds: seconds(10 * time.Minute),
		Why: "those who run berth get its roles on the cluster",
	}, &Task{})
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

func modeWord(autopilot bool) string {
	if autopilot {
		return "autopilot"
	}
	return "standard"
}

func orUnsaid(s string) string {
	if s == "" {
		return "Google does not say why"
	}
	return s
}

// last is the name at the end of a resource's path.
func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }
