package machines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"berth.dev/providers/providertest/cluster"
)

type object = map[string]any

// startWorker makes the machine a node, or a node that was there ready again. One whose
// version may not meet the controllers' is not ready.
func (m *machine) startWorker() error {
	m.state.Running, m.state.Data = true, true
	w := m.world
	if why := w.unfit(m.state.Version); why != "" {
		w.wrong(fmt.Sprintf("node %s: %s", m.Name, why))
		m.state.Broken = why
	}
	err := w.makeNode(m)
	if err != nil {
		return err
	}
	return w.describeNode(m)
}

// unfit says why a kubelet may not meet the controllers that run, "" where it may.
func (w *World) unfit(kubelet string) string {
	oldest, newest := 0, 0
	for _, c := range w.controllers() {
		if v := minor(c.state.Version); c.state.Running && (oldest == 0 || v < oldest) {
			oldest = v
		}
		if c.state.Running {
			newest = max(newest, minor(c.state.Version))
		}
	}
	switch v := minor(kubelet); {
	case oldest == 0:
		return ""
	case v > oldest:
		return fmt.Sprintf("kubelet of minor %d is newer than a controller of minor %d", v, oldest)
	case v < newest-1:
		return fmt.Sprintf("kubelet of minor %d is more than one behind a controller of minor %d", v, newest)
	}
	return ""
}

// meetVersions breaks the nodes that a controller's new version has left behind.
func (w *World) meetVersions() error {
	for _, m := range w.machines {
		if m.state.Role != "worker" || !m.state.Running || m.state.Broken != "" {
			continue
		}
		if why := w.unfit(m.state.Version); why != "" {
			w.wrong(fmt.Sprintf("node %s: %s", m.Name, why))
			m.state.Broken = why
			if err := w.describeNode(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// ask is a request of the world's own to the cluster, past all fronts.
func (w *World) ask(method, path string, body any) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	return w.cluster.Ask(ctx, method, path, text)
}

// edit reads an object, changes it and writes it back, again where somebody was faster.
func (w *World) edit(path, write string, change func(object)) error {
	for {
		text, err := w.ask(http.MethodGet, path, nil)
		if err != nil {
			return err
		}
		var o object
		if err := json.Unmarshal(text, &o); err != nil {
			return err
		}
		change(o)
		if _, err = w.ask(http.MethodPut, path+write, o); err == nil || !strings.Contains(err.Error(), "409 Conflict") {
			return err
		}
	}
}

// makeNode makes the machine's Node, with the labels and taints that its service was
// given, where it is not there yet.
func (w *World) makeNode(m *machine) error {
	labels := object{"kubernetes.io/hostname": m.Name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
	for pair := range strings.SplitSeq(flag(m.state.Flags, "--labels"), ",") {
		if key, value, ok := strings.Cut(pair, "="); ok {
			labels[key] = value
		}
	}
	var taints []object
	for pair := range strings.SplitSeq(flag(m.state.Flags, "--taints"), ",") {
		rest, effect, ok := strings.Cut(pair, ":")
		if key, value, _ := strings.Cut(rest, "="); ok {
			taints = append(taints, object{"key": key, "value": value, "effect": effect})
		}
	}
	if m.state.Role == "controller+worker" || m.state.Role == "single" {
		labels["node-role.kubernetes.io/control-plane"] = "true"
	}
	if m.state.Role == "controller+worker" && flag(m.state.Flags, "--no-taints") != "true" {
		taints = append(taints, object{"key": "node-role.kubernetes.io/master", "effect": "NoSchedule"})
	}
	size := object{"cpu": "16", "memory": "64Gi", "pods": "250"}
	_, err := w.ask(http.MethodPost, "/api/v1/nodes", object{
		"apiVersion": "v1", "kind": "Node", "metadata": object{"name": m.Name, "labels": labels},
		"spec": object{"taints": taints}, "status": object{"capacity": size, "allocatable": size},
	})
	if err != nil && strings.Contains(err.Error(), "409 Conflict") {
		return nil
	}
	return err
}

// describeNode lets the Node say which kubelet runs, and whether it is ready: a broken
// one is kept from becoming so.
func (w *World) describeNode(m *machine) error {
	path := "/api/v1/nodes/" + m.Name
	err := w.edit(path, "", func(o object) {
		annotations, _ := dig(o, "metadata", "annotations").(object)
		if annotations == nil {
			annotations = object{}
		}
		delete(annotations, cluster.Outcome)
		if m.state.Broken != "" {
			annotations[cluster.Outcome] = "broken"
		}
		o["metadata"].(object)["annotations"] = annotations
	})
	if err != nil {
		return err
	}
	kubelet, _, _ := strings.Cut(m.state.Version, "+")
	return w.edit(path, "/status", func(o object) {
		status, _ := o["status"].(object)
		status["nodeInfo"] = nodeInfo(kubelet + "+k0s")
		if m.state.Broken != "" {
			status["conditions"] = []object{{"type": "Ready", "status": "False", "reason": "KubeletNotReady", "message": m.state.Broken}}
		}
		o["status"] = status
	})
}

func nodeInfo(kubelet string) object {
	return object{
		"kubeletVersion": kubelet, "kubeProxyVersion": kubelet, "architecture": "amd64", "operatingSystem": "linux",
		"osImage": "k0s of a test", "kernelVersion": "6.1.0", "containerRuntimeVersion": "containerd://2.1.0",
		"machineID": "", "systemUUID": "", "bootID": "",
	}
}

// nodeReady waits until a node is ready; one that cannot become so is not waited for.
func (w *World) nodeReady(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return cluster.Until(ctx, func() (bool, error) {
		text, err := w.ask(http.MethodGet, "/api/v1/nodes/"+name, nil)
		if err != nil {
			return false, err
		}
		var node struct {
			Metadata struct{ Annotations map[string]string }
			Status   struct {
				Conditions []struct{ Type, Status, Message string }
			}
		}
		if err := json.Unmarshal(text, &node); err != nil {
			return false, err
		}
		if node.Metadata.Annotations[cluster.Outcome] != "" {
			return false, errors.New("node " + name + " status is not ready")
		}
		for _, c := range node.Status.Conditions {
			if c.Type == "Ready" && c.Status == "True" {
				return true, nil
			}
		}
		return false, nil
	})
}

// cordon marks a node as one for no more pods, or takes the mark away.
func (w *World) cordon(name string, yes bool) error {
	return w.edit("/api/v1/nodes/"+name, "", func(o object) {
		spec, _ := o["spec"].(object)
		if spec == nil {
			spec = object{}
			o["spec"] = spec
		}
		delete(spec, "unschedulable")
		if yes {
			spec["unschedulable"] = true
		}
	})
}
