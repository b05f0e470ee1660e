package gke

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Orders are what the specs say a cluster is to be. They stand in the plan's file
// (ground.Site.Orders) without secrets, and are all that the driver knows of the specs.
// What is unset there is empty here, and left to Google or to whoever set it.
type Orders struct {
	// Site is the site's name, Cluster the whole name at Google.
	Site    string `json:"site"`
	Cluster string `json:"cluster"`
	// Autopilot clusters have no pools.
	Autopilot bool `json:"autopilot,omitempty"`
	// Channel is the release channel: "rapid", "regular", "stable", "extended", "none".
	Channel string `json:"channel,omitempty"`
	// Version is what the control plane is to run: "1.36", "1.36.2" or all of it.
	Version string `json:"version,omitempty"`
	// Endpoint is how the API server is reached: "dns", "public" or "private".
	Endpoint string `json:"endpoint"`

	Network      string   `json:"network,omitempty"`
	Subnetwork   string   `json:"subnetwork,omitempty"`
	Zones        []string `json:"zones,omitempty"`
	PrivateNodes *bool    `json:"private_nodes,omitempty"`
	// LoseScratch lets pods be moved whose files on the node are lost.
	LoseScratch bool `json:"lose_scratch,omitempty"`
	// Pools are by name.
	Pools []Pool `json:"pools,omitempty"`
	// Groups and Users are whom the cluster admits as those who run berth.
	Groups []string `json:"groups,omitempty"`
	Users  []string `json:"users,omitempty"`
}

// Pool is a node pool as the specs say it.
type Pool struct {
	// Name is the pool's in the specs. At Google a pool that took another's place has a
	// longer one.
	Name string `json:"name"`
	// Nodes is how many it is to have over all zones, nil where nobody says or where it
	// scales itself.
	Nodes *int `json:"nodes,omitempty"`
	// Scale bounds a pool that scales itself, nil for one that does not.
	Scale *Bounds `json:"scale,omitempty"`

	Machine        string `json:"machine"`
	Spot           bool   `json:"spot,omitempty"`
	DiskGiB        int    `json:"disk_gib,omitempty"`
	DiskType       string `json:"disk_type,omitempty"`
	ServiceAccount string `json:"service_account,omitempty"`
	// Labels and Taints are those of its nodes, nil where the specs say nothing.
	Labels map[string]string `json:"labels,omitempty"`
	Taints []string          `json:"taints,omitempty"`
}

// Bounds are the fewest and the most nodes of a pool, over all of its zones.
type Bounds struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// String is "1 to 5 nodes".
func (b Bounds) String() string { return fmt.Sprintf("%d to %s", b.Min, nodes(b.Max)) }

// nodes is "1 node", "2 nodes".
func nodes(n int) string {
	if n == 1 {
		return "1 node"
	}
	return fmt.Sprintf("%d nodes", n)
}

// Name is the cluster's.
func (o *Orders) Name() (Name, error) { return ParseName(o.Cluster) }

// JSON is the canonical form, for a plan's file: the same orders have the same bytes.
func (o *Orders) JSON() (json.RawMessage, error) { return compact(o) }

// ReadOrders reads what JSON wrote. Unknown words are refused: they come from a newer
// berth, which meant something by them.
func ReadOrders(data []byte) (*Orders, error) {
	o := &Orders{}
	if err := strict(data, o); err != nil {
		return nil, fmt.Errorf("the orders for GKE: %w", err)
	}
	if _, err := o.Name(); err != nil {
		return nil, fmt.Errorf("the orders for GKE: %w", err)
	}
	return o, nil
}

// compact writes JSON on one line: members of structs in their order, those of maps
// sorted.
func compact(v any) (json.RawMessage, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// strict reads one JSON value without unknown members and with nothing after it.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("there is more after the first value")
	}
	return nil
}
