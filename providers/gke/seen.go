package gke

import (
	"slices"
	"time"

	"berth.dev/engine/object"
)

// Seen is what was found of a cluster.
type Seen struct {
	Name Name
	// Exists is false where Google knows no cluster of that name: then only Offers is
	// filled.
	Exists bool
	// ID is Google's own for this very cluster: another one of the same name has another.
	ID string
	// Ours says that berth made it, for the site that Site names.
	Ours bool
	Site string
	// Status is Google's word: "RUNNING", "PROVISIONING", "ERROR" …
	Status string
	// Says is what Google says of the status, "" for nothing.
	Says string

	Autopilot    bool
	Channel      string
	Version      string
	Network      string
	Subnetwork   string
	Zones        []string
	PrivateNodes bool
	Etag         string
	// DNS, Public and Private are the hosts at which the API server is reached, "" for
	// one that is closed. CA is the certificate that signs for the latter two.
	DNS, Public, Private string
	CA                   []byte

	// Pools are by name.
	Pools []SeenPool
	// Counted says that Nodes of the pools were counted on the cluster.
	Counted bool
	// Running are the operations on the cluster that have not ended, oldest first.
	Running []Operation
	// Offers are the versions that a control plane may be given.
	Offers Offers
	// Admits says whether those whom the specs name may run berth on the cluster: "yes",
	// "no", "" where nobody asked.
	Admits string
}

// SeenPool is a node pool as it is.
type SeenPool struct {
	// Name is what Google calls it, For the name of the pool in the specs that berth made
	// it for, "" where berth did not make it.
	Name, For string
	// Ours says that berth made it, for this cluster's site.
	Ours    bool
	Status  string
	Version string
	Zones   []string
	// Nodes are those on the cluster over all zones; before [Seen.Count], those that the
	// pool was made with.
	Nodes int
	Scale *Bounds

	Machine        string
	Spot           bool
	DiskGiB        int
	DiskType       string
	ServiceAccount string
	Labels         map[string]string
	Taints         []string
	Etag           string
}

// Operation is a change that Google makes.
type Operation struct {
	// Name is what it is waited for by; Type is Google's word: "UPGRADE_NODES" …
	Name, Type string
	// Pool is the pool that it is about, "" for the cluster.
	Pool  string
	Start time.Time
}

// Offers are the versions that can be had, newest first.
type Offers struct {
	// Channels are those of each release channel, by its name in the specs.
	Channels map[string][]string
	// Fixed are those of clusters without a channel.
	Fixed []string
}

// Of are the versions of a channel; "" and "none" are clusters without one.
func (o Offers) Of(channel string) []string {
	if channel == "" || channel == "none" {
		return o.Fixed
	}
	return o.Channels[channel]
}

// PoolLabel is the label by which a node says which pool it belongs to.
const PoolLabel = "cloud.google.com/gke-nodepool"

// Count takes the number of nodes of each pool from the cluster's Node objects.
func (s *Seen) Count(list []object.Object) {
	for i := range s.Pools {
		s.Pools[i].Nodes = 0
	}
	for _, n := range list {
		if p := s.Pool(poolOf(n)); p != nil {
			p.Nodes++
		}
	}
	s.Counted = true
}

// Pool returns the pool that Google calls so, nil where there is none.
func (s *Seen) Pool(name string) *SeenPool {
	if i := slices.IndexFunc(s.Pools, func(p SeenPool) bool { return p.Name == name }); i >= 0 {
		return &s.Pools[i]
	}
	return nil
}
