package cluster

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

// Outcome is the annotation of a pod that says how it fares on a fake node: not set,
// it becomes Ready, or Succeeded where it belongs to a Job. A node that has it, of any
// value, is not made Ready.
const Outcome = "cluster.berth.dev/outcome"

const (
	// NeverReady is an [Outcome]: the pod runs and its readiness probe fails.
	NeverReady = "never-ready"
	// Crashes is an [Outcome]: the pod's containers end again and again; that of a Job
	// fails.
	Crashes = "crashes"
)

// Delay is the annotation of a pod that says how long it takes to become Ready, as in
// "2s"; not set, it does at once.
const Delay = "cluster.berth.dev/delay"

//go:embed stages.yaml
var stages []byte

// storage is the class of claims that get a volume, which holds nothing.
const storage = `{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"standard",
	"annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"cluster.berth.dev/nothing"}`

// kubelets runs kwok.
func (c *Cluster) kubelets(ctx context.Context, port int) error {
	config, err := c.User("kwok", "system:masters")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.file("stages.yaml"), stages, 0o600); err != nil {
		return err
	}
	if _, err := c.Ask(ctx, http.MethodPost, "/apis/storage.k8s.io/v1/storageclasses", []byte(storage)); err != nil {
		return err
	}
	return c.run(ctx, "kwok", local("http", port)+"/healthz", "--kubeconfig="+config, "--manage-all-nodes=true",
		"--config="+c.file("stages.yaml"), "--node-ip=127.0.0.1", "--cidr=10.244.0.0/16",
		"--node-lease-duration-seconds=40", fmt.Sprintf("--server-address=127.0.0.1:%d", port))
}

// Nodes makes n fake nodes of this size, as in "16" and "64Gi", and waits until they
// are Ready. Their names go on from those that are there.
func (c *Cluster) Nodes(ctx context.Context, n int, cpu, memory string) error {
	_, before, err := c.readyNodes(ctx)
	if err != nil {
		return err
	}
	type object = map[string]any
	size := object{"cpu": cpu, "memory": memory, "pods": "250"}
	for i := range n {
		name := fmt.Sprintf("node-%d", before+i)
		body, err := json.Marshal(object{
			"apiVersion": "v1", "kind": "Node",
			"metadata": object{"name": name, "labels": object{"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}},
			"status":   object{"capacity": size, "allocatable": size},
		})
		if err != nil {
			return err
		}
		if _, err := c.Ask(ctx, http.MethodPost, "/api/v1/nodes", body); err != nil {
			return err
		}
	}
	return Until(ctx, func() (bool, error) {
		ready, _, err := c.readyNodes(ctx)
		return ready == before+n, err
	})
}

// readyNodes counts the nodes on which the scheduler would put a pod, and all.
func (c *Cluster) readyNodes(ctx context.Context) (ready, all int, err error) {
	text, err := c.Ask(ctx, http.MethodGet, "/api/v1/nodes", nil)
	if err != nil {
		return 0, 0, err
	}
	var list struct {
		Items []struct {
			Spec   struct{ Taints []struct{ Key string } }
			Status struct {
				Conditions []struct{ Type, Status string }
			}
		}
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return 0, 0, err
	}
	for _, node := range list.Items {
		for _, condition := range node.Status.Conditions {
			if condition.Type == "Ready" && condition.Status == "True" && len(node.Spec.Taints) == 0 {
				ready++
			}
		}
	}
	return ready, len(list.Items), nil
}
