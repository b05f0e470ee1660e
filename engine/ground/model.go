package ground

import "encoding/json"

// Work is what is to be done to clusters.
type Work struct {
	// Sites are those whose clusters are looked at, by name.
	Sites []Site `json:"sites"`
	// Before come before all stages of services, After when all of them are done.
	Before []Step `json:"before"`
	After  []Step `json:"after"`
}

// Site is a site whose cluster berth manages.
type Site struct {
	Name string `json:"name"`
	// Provider is "k0s" or "gke".
	Provider string `json:"provider"`
	// Cluster is what the provider calls it: "projects/p/locations/l/clusters/c" for GKE,
	// the name in k0sctl.yaml for k0s.
	Cluster string `json:"cluster"`
	// UID tells the cluster from another of its name, "" where there is none yet: of GKE
	// its id, of k0s the UID of the namespace kube-system.
	UID string `json:"uid,omitempty"`
	// Lock is the site whose cluster holds the lease while this one has none; "" for a
	// lock of the state folder alone.
	Lock string `json:"lock,omitempty"`
	// Window is when what disturbs may begin, "" for always.
	Window string `json:"window,omitempty"`
	// Orders is what the site's driver needs to know besides the steps, as canonical JSON
	// without secrets. A plan is carried out without its workspace.
	Orders json.RawMessage `json:"orders,omitempty"`
}

// Step is one thing to do to a cluster.
type Step struct {
	// ID is "g1", "g2" … in the order in which steps are done, over Before and After.
	ID   string `json:"id"`
	Site string `json:"site"`
	Kind Kind   `json:"kind"`
	// Part is what of the cluster it is about: a node pool, a host; "" for the control
	// plane or the whole.
	Part string `json:"part,omitempty"`
	// From and To are what it is and what it becomes: versions, numbers of nodes.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Args are for the driver alone, as canonical JSON without secrets.
	Args json.RawMessage `json:"args,omitempty"`
	// Why says it to a person.
	Why string `json:"why"`
	// Effects are what a person must know before agreeing.
	Effects []Effect `json:"effects,omitempty"`
	// Diff is how a file on the cluster's hosts changes, as a unified diff; "" for none.
	Diff string `json:"diff,omitempty"`
	// Seconds is how long it may take.
	Seconds int64 `json:"seconds"`
}

// Kind is what a step does.
type Kind string

// The kinds of steps.
const (
	// MakeCluster makes a cluster where there is none.
	MakeCluster Kind = "make cluster"
	// Admit gives those whom the site names the roles that berth ships.
	Admit Kind = "admit"
	// Configure changes the control plane's configuration: ClusterConfig, release channel.
	Configure Kind = "configure"
	// Upgrade changes a version: of the control plane (Part is ""), a host, a pool.
	Upgrade Kind = "upgrade"
	// AddHost and RemoveHost are about one machine of k0s.
	AddHost    Kind = "add host"
	RemoveHost Kind = "remove host"
	// MakePool, ResizePool, AutoscalePool and RemovePool are about one node pool of GKE.
	MakePool      Kind = "make pool"
	ResizePool    Kind = "resize pool"
	AutoscalePool Kind = "autoscale pool"
	RemovePool    Kind = "remove pool"
	// DrainPool moves the pods of a pool to others, by eviction alone.
	DrainPool Kind = "drain pool"
	// RemoveCluster removes a cluster that berth made. No plan of services has it.
	RemoveCluster Kind = "remove cluster"
)

// Kinds are all kinds of steps.
func Kinds() []Kind {
	return []Kind{MakeCluster, Admit, Configure, Upgrade, AddHost, RemoveHost, MakePool, ResizePool, AutoscalePool, RemovePool, DrainPool, RemoveCluster}
}

// Effect is what a person must know of a step.
type Effect string

// The effects of steps.
const (
	// RestartsControllers: each controller in turn; with more than one the API goes on.
	RestartsControllers Effect = "restarts controllers"
	// StopsAPI: the API server does not answer for a while; what runs goes on.
	StopsAPI Effect = "API outage"
	// MovesPods: pods are evicted and start elsewhere.
	MovesPods Effect = "moves pods"
	// CannotBeUndone: there is no way back but a backup.
	CannotBeUndone Effect = "cannot be undone"
)

// Effects are all effects, in the order in which a step has them.
func Effects() []Effect {
	return []Effect{RestartsControllers, StopsAPI, MovesPods, CannotBeUndone}
}

// Disturbs tells whether a step is felt by what runs, so that it must begin within the
// site's window.
func (s *Step) Disturbs() bool { return len(s.Effects) > 0 && s.Kind != MakeCluster }
