package gke

import (
	"fmt"
	"time"

	"berth.dev/engine/ground"
)

// makeCluster plans a cluster where there is none: the cluster with its first pool, the
// other pools, those whom it admits.
func (p *planner) makeCluster() {
	t := &Task{Version: p.firstVersion()}
	why := fmt.Sprintf("there is no cluster %s in %s", p.seen.Name.Cluster, p.seen.Name.Location)
	pools := p.want.Pools
	if p.want.Autopilot {
		why += "; Autopilot makes its nodes as pods need them"
	} else if len(pools) == 0 {
		p.refuse("a cluster needs a node_pool, or mode = \"autopilot\"")
		return
	} else {
		t.Pool, t.PerZone = &pools[0], perZone(first(&pools[0]), p.zones())
		why += fmt.Sprintf("; it is made with the pool %s of %s", pools[0].Name, nodes(t.PerZone*p.zones()))
		pools = pools[1:]
	}
	p.add(&p.work.Before, ground.Step{
		Kind: ground.MakeCluster, To: firstSaid(t.Version, "channel "+p.want.firstChannel()), Seconds: seconds(time.Hour), Why: why,
	}, t)
	for i := range pools {
		p.makePool(&pools[i], pools[i].Name, first(&pools[i]), "the specs have it")
	}
	p.admit()
}

// firstVersion is the version that a new cluster gets, "" for Google's choice.
func (p *planner) firstVersion() string {
	if p.want.Version == "" {
		return ""
	}
	channel := p.want.firstChannel()
	v := newest(p.seen.Offers.Of(channel), p.want.Version)
	if v == "" {
		p.refuse("version %s cannot be had in the channel %s now; offered are %s. Choose another version or channel", p.want.Version, channel, minors(p.seen.Offers.Of(channel)))
	}
	return v
}

// firstChannel is the release channel that a new cluster is put into. The API would
// leave one that names none without a channel, where nobody upgrades it.
func (o *Orders) firstChannel() string {
	if o.Channel == "" {
		return "regular"
	}
	return o.Channel
}

// makePool plans a pool of the orders, under the name that Google is to call it by.
func (p *planner) makePool(w *Pool, name string, count int, why string) {
	per := perZone(count, p.zones())
	total := per * p.zones()
	p.add(&p.work.Before, ground.Step{
		Kind: ground.MakePool, Part: name, To: p.spread(total), Seconds: seconds(45 * time.Minute),
		Why: fmt.Sprintf("%s: %s of %s", why, nodes(total), w.Machine),
	}, &Task{Pool: w, PerZone: per, Nodes: total})
}

// zones is over how many zones a new pool is spread.
func (p *planner) zones() int {
	switch {
	case len(p.want.Zones) > 0 && !p.seen.Exists:
		return len(p.want.Zones)
	case p.seen.Exists:
		return max(1, len(p.seen.Zones))
	case p.seen.Name.Regional():
		return regionZones
	}
	return 1
}

// regionZones is in how many zones of a region Google puts nodes where nobody says.
const regionZones = 3

// spread is "6 nodes (2 in each of 3 zones)".
func (p *planner) spread(total int) string { return spreadOver(total, p.zones()) }

func spreadOver(total, zones int) string {
	if zones <= 1 {
		return nodes(total)
	}
	return fmt.Sprintf("%s (%d in each of %d zones)", nodes(total), total/zones, zones)
}

// perZone is how many nodes each zone gets so that there are as many as wanted: the
// API knows no other number.
func perZone(total, zones int) int { return (total + zones - 1) / zones }

// first is how many nodes a new pool begins with.
func first(w *Pool) int {
	switch {
	case w.Scale != nil:
		return w.Scale.Min
	case w.Nodes != nil:
		return *w.Nodes
	}
	return 1
}
