package machines

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// pod is one that stands on a node.
type pod struct {
	Metadata struct {
		Namespace, Name string
		OwnerReferences []struct{ Kind string }
		Annotations     map[string]string
	}
	Status struct{ Phase string }
}

// podsOn are all pods of a node.
func (w *World) podsOn(node string) ([]pod, error) {
	text, err := w.ask(http.MethodGet, "/api/v1/pods?fieldSelector=spec.nodeName="+node, nil)
	if err != nil {
		return nil, err
	}
	var list struct{ Items []pod }
	err = json.Unmarshal(text, &list)
	return list.Items, err
}

// pods are those on a node that a drain would move, as namespace/name.
func (w *World) pods(node string) ([]string, error) {
	all, err := w.podsOn(node)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, p := range all {
		owned := len(p.Metadata.OwnerReferences) > 0 && p.Metadata.OwnerReferences[0].Kind == "DaemonSet"
		mirrored := p.Metadata.Annotations["kubernetes.io/config.mirror"] != ""
		over := p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed"
		if !owned && !mirrored && !over {
			out = append(out, p.Metadata.Namespace+"/"+p.Metadata.Name)
		}
	}
	return out, nil
}

// deleteUsed removes a Node as k0sctl does, whatever stands on it.
func (w *World) deleteUsed(name string) error {
	pods, err := w.pods(name)
	if err != nil {
		return err
	}
	w.events[len(w.events)-1].Pods = pods
	if len(pods) > 0 {
		w.wrong(fmt.Sprintf("node %s was deleted under its pods: %s", name, strings.Join(pods, ", ")))
	}
	return w.deleteNode(name)
}

// deleteNode removes a Node, where it is, and at once what its pods leave behind: the
// cluster itself takes up to a minute to see that nobody runs them.
func (w *World) deleteNode(name string) error {
	_, err := w.ask(http.MethodDelete, "/api/v1/nodes/"+name, nil)
	if err != nil && !strings.Contains(err.Error(), "404 Not Found") {
		return err
	}
	all, err := w.podsOn(name)
	if err != nil {
		return err
	}
	for _, p := range all {
		path := "/api/v1/namespaces/" + p.Metadata.Namespace + "/pods/" + p.Metadata.Name
		_, err := w.ask(http.MethodDelete, path, object{"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0})
		if err != nil && !strings.Contains(err.Error(), "404 Not Found") {
			return err
		}
	}
	return nil
}

// drain is k0sctl's own: one round of evictions. A pod that may not go fails it, and so
// does a bound of less than a second.
func (w *World) drain(node string, bound int64) error {
	if bound < int64(time.Second) {
		return fmt.Errorf("drain node: global timeout reached: %v", time.Duration(bound))
	}
	pods, err := w.pods(node)
	if err != nil {
		return err
	}
	for _, p := range pods {
		namespace, name, _ := strings.Cut(p, "/")
		_, err := w.ask(http.MethodPost, "/api/v1/namespaces/"+namespace+"/pods/"+name+"/eviction", object{
			"apiVersion": "policy/v1", "kind": "Eviction", "metadata": object{"namespace": namespace, "name": name},
		})
		if err != nil {
			return fmt.Errorf("drain node: error when evicting pods/%q -n %q: %w", name, namespace, err)
		}
	}
	return nil
}
