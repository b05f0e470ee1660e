package k0s

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Stage says what a file for k0sctl has: all controllers of the orders at a version, and
// at most one worker.
type Stage struct {
	// Version is what the file names. A file with a worker brings that worker to it; the
	// controllers must run it already.
	Version Version
	// Worker is the host's name, "" for none.
	Worker string
	// Reset takes k0s off the worker.
	Reset bool
	// Gone is the worker where the orders have it no longer.
	Gone *Host
	// All has every host, for `k0sctl reset` of a whole cluster and nothing else.
	All bool
	// Home is the folder that "~/" of a key's path stands for: k0sctl is given a home of
	// its own, where no keys are. "" leaves paths as they are.
	Home string
}

// File writes the k0sctl.yaml of a stage.
func (o *Orders) File(s Stage) ([]byte, error) {
	hosts, err := o.staged(s)
	if err != nil {
		return nil, err
	}
	if s.Version == (Version{}) {
		return nil, fmt.Errorf("site %s: a file for k0sctl names no version", o.Site)
	}
	var list []any
	for _, h := range hosts {
		list = append(list, h.entry(s))
	}
	return emit(map[string]any{
		"apiVersion": "k0sctl.k0sproject.io/v1beta1",
		"kind":       "Cluster",
		"metadata":   map[string]any{"name": o.Cluster, "user": "admin"},
		"spec": map[string]any{
			"hosts": list,
			"k0s":   map[string]any{"version": s.Version.String(), "dynamicConfig": false, "config": o.Config},
			// What k0sctl would do by itself when berth has not asked: nothing at once, no
			// drain. Nothing here is a duration, and nothing is zero, which means the default.
			"options": map[string]any{
				"wait":        map[string]any{"enabled": true},
				"drain":       map[string]any{"enabled": false},
				"concurrency": map[string]any{"limit": 1, "workerDisruptionPercent": 1, "uploads": 1},
			},
		},
	}), nil
}

// staged are the hosts of a stage.
func (o *Orders) staged(s Stage) ([]Host, error) {
	if s.All {
		return o.Hosts, nil
	}
	hosts := o.Controllers()
	if len(hosts) == 0 {
		return nil, fmt.Errorf("site %s: no host is a controller", o.Site)
	}
	if s.Worker == "" {
		if s.Reset {
			return nil, fmt.Errorf("site %s: a controller is never reset: k0sctl leaves its member in etcd", o.Site)
		}
		return hosts, nil
	}
	worker := o.Host(s.Worker)
	if worker == nil {
		worker = s.Gone
	}
	if worker == nil || worker.Name != s.Worker {
		return nil, fmt.Errorf("site %s: there is no host %q", o.Site, s.Worker)
	}
	if worker.Role != Worker {
		return nil, fmt.Errorf("site %s: host %q is a %s and no worker", o.Site, s.Worker, worker.Role)
	}
	return append(slices.Clip(hosts), *worker), nil
}

// entry is a host as k0sctl writes it.
func (h *Host) entry(s Stage) map[string]any {
	ssh := map[string]any{"address": h.Address, "user": h.User, "port": h.Port, "options": h.trust()}
	if h.KeyPath != "" {
		ssh["keyPath"] = atHome(h.KeyPath, s.Home)
	}
	out := map[string]any{"role": string(h.Role), "ssh": ssh}
	for key, value := range map[string]string{"privateAddress": h.PrivateAddress, "privateInterface": h.PrivateInterface, "dataDir": h.DataDir} {
		if value != "" {
			out[key] = value
		}
	}
	if flags := h.installFlags(); len(flags) > 0 {
		out["installFlags"] = flags
	}
	if len(h.Environment) > 0 {
		environment := map[string]any{}
		for key, value := range h.Environment {
			environment[key] = value
		}
		out["environment"] = environment
	}
	if h.NoTaints {
		out["noTaints"] = true
	}
	if s.Reset && h.Name == s.Worker {
		out["reset"] = true
	}
	return out
}

// trust is what keeps k0sctl to the pinned key. It obeys the machine's ssh_config, which
// may say that no key is checked, unless the file says otherwise; and it must ask a
// machine that has several keys for the one that is pinned.
func (h *Host) trust() map[string]any {
	out := map[string]any{"StrictHostKeyChecking": "yes"}
	kind, _, _ := strings.Cut(h.HostKey, " ")
	if kind == "ssh-rsa" {
		kind = "rsa-sha2-512,rsa-sha2-256"
	}
	if kind != "" {
		out["HostKeyAlgorithms"] = kind
	}
	return out
}

// atHome puts a folder in the place of "~".
func atHome(path, home string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
		return strings.TrimSuffix(home, "/") + "/" + rest
	}
	return path
}

// installFlags are a host's flags, with those that stand for its labels and taints.
func (h *Host) installFlags() (out []any) {
	for _, f := range h.Flags {
		out = append(out, f)
	}
	if len(h.Labels) > 0 {
		var pairs []string
		for _, key := range slices.Sorted(maps.Keys(h.Labels)) {
			pairs = append(pairs, key+"="+h.Labels[key])
		}
		out = append(out, "--labels="+strings.Join(pairs, ","))
	}
	if len(h.Taints) > 0 {
		out = append(out, "--taints="+strings.Join(h.Taints, ","))
	}
	return out
}
