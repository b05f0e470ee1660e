package k0s

import (
	"encoding/json"
	"fmt"

	"berth.dev/engine/ground"
)

// Task is what the Args of a step tell the driver.
type Task struct {
	// Version, Worker and Reset are the [Stage] of the file that k0sctl gets; the zero
	// Version where k0sctl is not run.
	Version Version `json:"version,omitzero"`
	Worker  string  `json:"worker,omitempty"`
	Reset   bool    `json:"reset,omitempty"`
	All     bool    `json:"all,omitempty"`
	// Drain says that the worker is emptied first, by evictions alone.
	Drain bool `json:"drain,omitempty"`
	// Backup says that `k0sctl backup` comes first.
	Backup bool `json:"backup,omitempty"`
	// Host is a worker to remove, as the cluster's record has it: the orders have it no
	// longer.
	Host *Host `json:"host,omitempty"`
	// Was are the digests of /etc/k0s/k0s.yaml of the controllers when the step was
	// planned, by host, as [Digest] tells them: anything but these or what the orders make
	// of them is a premise that is gone.
	Was map[string]string `json:"was,omitempty"`
	// Take says that the cluster runs as the specs say and is taken over.
	Take bool `json:"take,omitempty"`
}

// TaskOf reads what a step tells the driver. A task that does something else than the
// step says to whoever agrees to it is an error.
func TaskOf(s *ground.Step) (*Task, error) {
	t := &Task{}
	err := strict(s.Args, t)
	if err == nil {
		err = t.fits(s)
	}
	if err != nil {
		return nil, fmt.Errorf("site %s, step %s: %w", s.Site, s.ID, err)
	}
	return t, nil
}

// fits says where a task is not what its step's kind and part say.
func (t *Task) fits(s *ground.Step) error {
	changes := s.Kind == ground.Upgrade || s.Kind == ground.Configure
	var wrong string
	switch {
	case t.All != (s.Kind == ground.RemoveCluster):
		wrong = "all hosts are taken off by the removal of a cluster alone"
	case t.Reset != (s.Kind == ground.RemoveHost) || t.Reset != (t.Host != nil):
		wrong = "k0s is taken off a host by the removal of that host alone"
	case t.Reset && (t.Host.Role != Worker || t.Host.Name != t.Worker):
		wrong = "only a worker can be removed, and only the one that the step names"
	case t.Take && s.Kind != ground.Admit:
		wrong = "a cluster is taken over by a step that admits alone"
	case t.Worker != "" && t.Worker != s.Part:
		wrong = fmt.Sprintf("it is about the worker %q, and the step names %q", t.Worker, s.Part)
	case t.Worker != "" && (changes || t.Reset) && !t.Drain:
		wrong = "a worker is emptied before it is changed"
	case t.Worker == "" && (changes || s.Kind == ground.AddHost) && !t.Backup:
		wrong = "a control plane is backed up before it is changed"
	default:
		return nil
	}
	return fmt.Errorf("its task is not what the step says: %s. Plan again", wrong)
}

// Stage is the file that k0sctl gets for a task; a key's path that begins with "~/" is
// below home.
func (t *Task) Stage(home string) Stage {
	return Stage{Version: t.Version, Worker: t.Worker, Reset: t.Reset, Gone: t.Host, All: t.All, Home: home}
}

// JSON is the canonical form, for a step's Args.
func (t *Task) JSON() (json.RawMessage, error) { return compact(t) }
