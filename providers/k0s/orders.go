package k0s

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Orders are what the specs say a cluster is to be. They stand in the plan's file
// (ground.Site.Orders) without secrets, and are all that the driver knows of the specs.
type Orders struct {
	// Site is the site's name, Cluster the name in k0sctl.yaml.
	Site    string `json:"site"`
	Cluster string `json:"cluster"`
	// Version is what is to run in the end, Path what runs on the way there: one version
	// a minor, in order.
	Version Version   `json:"version"`
	Path    []Version `json:"path,omitempty"`
	// Hosts are the machines, by name.
	Hosts []Host `json:"hosts"`
	// Config is the ClusterConfig, nil for k0s's own defaults.
	Config map[string]any `json:"config,omitempty"`
	// DrainTimeout and GracePeriod bound the drain of a worker, in seconds; 0 leaves the
	// first to the driver and the second to each pod.
	DrainTimeout int64 `json:"drain_timeout,omitempty"`
	GracePeriod  int64 `json:"grace_period,omitempty"`
	// LoseScratch lets pods be moved whose files on the node are lost.
	LoseScratch bool `json:"lose_scratch,omitempty"`
	// Groups and Users are whom the cluster admits as those who run berth.
	Groups []string `json:"groups,omitempty"`
	Users  []string `json:"users,omitempty"`
}

// Host is one machine as the specs say it.
type Host struct {
	Name string `json:"name"`
	Role Role   `json:"role"`
	// Address, Port and User are how SSH reaches it. KeyPath is a file on the machine
	// that runs berth, "" for an agent. HostKey is the only key that is trusted, as a
	// line of known_hosts without its name: "ssh-ed25519 AAAA…".
	Address string `json:"address"`
	Port    int    `json:"port"`
	User    string `json:"user"`
	KeyPath string `json:"key_path,omitempty"`
	HostKey string `json:"host_key"`

	PrivateAddress   string            `json:"private_address,omitempty"`
	PrivateInterface string            `json:"private_interface,omitempty"`
	DataDir          string            `json:"data_dir,omitempty"`
	Flags            []string          `json:"flags,omitempty"`
	NoTaints         bool              `json:"no_taints,omitempty"`
	Environment      map[string]string `json:"environment,omitempty"`
	// Labels and Taints are those of the node, given when it joins.
	Labels map[string]string `json:"labels,omitempty"`
	Taints []string          `json:"taints,omitempty"`
	// Pool is the node pool of the specs that the machine belongs to, "" for none.
	Pool string `json:"pool,omitempty"`
}

// Role is what a machine does.
type Role string

// The roles of machines, as k0sctl calls them.
const (
	Controller       Role = "controller"
	ControllerWorker Role = "controller+worker"
	Single           Role = "single"
	Worker           Role = "worker"
)

// Controls tells whether a machine of the role runs an API server.
func (r Role) Controls() bool { return r != Worker }

// Works tells whether a machine of the role is a node.
func (r Role) Works() bool { return r != Controller }

// Controllers are the hosts that run an API server, Workers the others, by name.
func (o *Orders) Controllers() []Host { return o.hosts(Role.Controls) }

// Workers are the hosts that only work, by name.
func (o *Orders) Workers() []Host { return o.hosts(func(r Role) bool { return r == Worker }) }

func (o *Orders) hosts(fit func(Role) bool) (out []Host) {
	for _, h := range o.Hosts {
		if fit(h.Role) {
			out = append(out, h)
		}
	}
	return out
}

// Host returns the host of a name, nil where there is none.
func (o *Orders) Host(name string) *Host {
	for i := range o.Hosts {
		if o.Hosts[i].Name == name {
			return &o.Hosts[i]
		}
	}
	return nil
}

// JSON is the canonical form, for a plan's file and for the cluster's record: the same
// orders have the same bytes.
func (o *Orders) JSON() (json.RawMessage, error) {
	data, err := compact(o)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", o.Site, err)
	}
	return data, nil
}

// compact writes JSON on one line. Members of structs stand in their order, those of
// maps are sorted.
func compact(v any) (json.RawMessage, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// ReadOrders reads what JSON wrote. Unknown words are refused: they come from a newer
// berth, which meant something by them.
func ReadOrders(data []byte) (*Orders, error) {
	o := &Orders{}
	if err := strict(data, o); err != nil {
		return nil, fmt.Errorf("the orders for k0s: %w", err)
	}
	o.Config = whole(o.Config).(map[string]any)
	return o, nil
}

// strict reads one JSON value without unknown members and with nothing after it.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("there is more after the first value")
	}
	return nil
}

// whole makes integers of numbers that are: 6443 must not become 6443.0 in a file.
func whole(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = whole(e)
		}
	case []any:
		for i, e := range v {
			v[i] = whole(e)
		}
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	}
	return v
}
