package gke

import (
	"fmt"
	"time"

	"berth.dev/engine/ground"
)

// versions plans the way to the version that the specs name: the control plane one minor
// at a time, and after each the pools, so that no node is newer than the control plane
// or more than one minor older.
func (p *planner) versions() {
	if p.want.Version == "" {
		return
	}
	channel := p.want.Channel
	if channel == "" {
		channel = p.seen.Channel
	}
	path, err := route(p.seen.Version, p.want.Version, p.seen.Offers.Of(channel))
	if err != nil {
		p.problems = append(p.problems, err)
		return
	}
	have, _ := parseVersion(p.seen.Version)
	if want, _ := parseVersion(p.want.Version); want.minor().compare(have.minor()) < 0 {
		p.note("the cluster runs %s, newer than the specs' %s: GKE does not go back a minor version. Write version = %q", p.seen.Version, p.want.Version, have)
	}
	pools := p.standing()
	p.upgradePools(pools, p.seen.Version, true)
	at := p.seen.Version
	for _, next := range path {
		p.upgradePlane(at, next)
		p.upgradePools(pools, next, false)
		at = next
	}
}

// upgradePlane plans one upgrade of the control plane.
func (p *planner) upgradePlane(from, to string) {
	effects := []ground.Effect{ground.StopsAPI, ground.CannotBeUndone}
	why := "the API server does not answer for some minutes; what runs goes on"
	if p.seen.Name.Regional() {
		effects[0] = ground.RestartsControllers
		why = "its replicas are replaced one after another, and the API goes on"
	}
	p.add(&p.work.Before, ground.Step{
		Kind: ground.Upgrade, From: from, To: to, Effects: effects, Seconds: seconds(2 * time.Hour),
		Why: fmt.Sprintf("the control plane goes to %s: %s", to, why),
	}, &Task{Version: to, Was: from})
}

// upgradePools plans that pools of an older minor follow the control plane. Where behind
// is set, those alone that are more than a minor older.
func (p *planner) upgradePools(pools []*SeenPool, to string, behind bool) {
	if p.seen.Autopilot {
		return
	}
	plane, _ := parseVersion(to)
	for _, pool := range pools {
		have, n := parseVersion(pool.Version)
		gap := have.behind(plane)
		if n < 4 || gap < 1 || behind && gap < 2 {
			continue
		}
		p.add(&p.work.Before, ground.Step{
			Kind: ground.Upgrade, Part: pool.Name, From: pool.Version, To: to, Effects: []ground.Effect{ground.MovesPods},
			Seconds: seconds(time.Hour + time.Duration(pool.Nodes)*70*time.Minute),
			Why:     "the nodes follow the control plane: one more is made, then each is emptied and replaced in turn. Google asks PodDisruptionBudgets for an hour a node and then goes on",
		}, &Task{Version: to, Was: pool.Version})
		pool.Version = to
	}
}

// standing are copies of the pools that stay: those of the orders.
func (p *planner) standing() (out []*SeenPool) {
	for i := range p.want.Pools {
		if keep, _ := p.match(&p.want.Pools[i]); keep != nil {
			pool := *keep
			out = append(out, &pool)
		}
	}
	return out
}
