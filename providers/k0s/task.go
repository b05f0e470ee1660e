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

// TaskOf reads what a step tells the driver.
func TaskOf(s *ground.Step) (*Task, error) {
	t := &Task{}
	if err := strict(s.Args, t); err != nil {
		return nil, fmt.Errorf("site %s, step %s: %w", s.Site, s.ID, err)
	}
	return t, nil
}

// Stage is the file that k0sctl gets for a task; a key's path that begins with "~/" is
// below home.
func (t *Task) Stage(home string) Stage {
	return Stage{Version: t.Version, Worker: t.Worker, Reset: t.Reset, Gone: t.Host, All: t.All, Home: home}
}

// JSON is the canonical form, for a step's Args.
func (t *Task) JSON() (json.RawMessage, error) { return compact(t) }
