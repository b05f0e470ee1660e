package gkefake

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"berth.dev/providers/providertest/cluster"
)

const nodesPath = "/api/v1/nodes"

// list reads all objects of a path.
func (p *real) list(ctx context.Context, path string) ([]fields, error) {
	text, err := p.cluster.Ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	var out struct{ Items []fields }
	return out.Items, json.Unmarshal(text, &out)
}

// nodes are those of a control plane by name.
func (p *real) nodes(ctx context.Context) (map[string]fields, error) {
	items, err := p.list(ctx, nodesPath)
	out := map[string]fields{}
	for _, n := range items {
		out[text(n, "metadata", "name")] = n
	}
	return out, err
}

// pods are those of a node that no DaemonSet keeps there.
func (p *real) pods(ctx context.Context, name string) ([]fields, error) {
	items, err := p.list(ctx, "/api/v1/pods?fieldSelector="+url.QueryEscape("spec.nodeName="+name))
	return slices.DeleteFunc(items, func(pod fields) bool {
		owners, _ := part(pod, "metadata")["ownerReferences"].([]any)
		return slices.ContainsFunc(owners, func(o any) bool { owner, _ := o.(fields); return owner["kind"] == "DaemonSet" })
	}), err
}

// register makes a node.
func (p *real) register(ctx context.Context, node fields) error {
	body, err := json.Marshal(node)
	if err != nil {
		return err
	}
	_, err = p.cluster.Ask(ctx, http.MethodPost, nodesPath, body)
	return err
}

// edit changes a node, again where somebody else changed it in between. The change tells
// whether there is one.
func (p *real) edit(ctx context.Context, name string, change func(node fields) bool) error {
	return cluster.Until(ctx, func() (bool, error) {
		found, err := p.cluster.Ask(ctx, http.MethodGet, nodesPath+"/"+name, nil)
		if err != nil {
			return false, err
		}
		var node fields
		if err := json.Unmarshal(found, &node); err != nil {
			return false, err
		}
		if !change(node) {
			return true, nil
		}
		body, err := json.Marshal(node)
		if err != nil {
			return false, err
		}
		_, err = p.cluster.Ask(ctx, http.MethodPut, nodesPath+"/"+name, body)
		if err != nil && strings.Contains(err.Error(), "409 Conflict") {
			return false, nil
		}
		return err == nil, err
	})
}

// cordon keeps new pods off a node.
func cordon(node fields) bool {
	part(node, "spec")["unschedulable"] = true
	return true
}

// relabel gives a node the labels and taints of its pool. Those that others put there
// stay; labels that were the pool's go, by the list that came with the node.
func relabel(have, want fields) bool {
	before := fmt.Sprint(have)
	meta, spec := part(have, "metadata"), part(have, "spec")
	labels, _ := meta["labels"].(fields)
	for name := range strings.SplitSeq(notes(have)[ofPool], ",") {
		delete(labels, name)
	}
	for name, value := range part(want, "metadata")["labels"].(map[string]string) {
		labels[name] = value
	}
	annotations, _ := meta["annotations"].(fields)
	annotations[ofPool] = part(want, "metadata")["annotations"].(map[string]string)[ofPool]
	taints, _ := spec["taints"].([]any)
	kept := slices.DeleteFunc(taints, func(t any) bool {
		taint, _ := t.(fields)
		key, _ := taint["key"].(string)
		return !strings.HasPrefix(key, "node.kubernetes.io/")
	})
	for _, taint := range part(want, "spec")["taints"].([]fields) {
		kept = append(kept, taint)
	}
	if spec["taints"] = kept; len(kept) == 0 {
		delete(spec, "taints")
	}
	return fmt.Sprint(have) != before
}

// ofPool is the annotation of a node that lists the labels that its pool gave it.
const ofPool = "gkefake.berth.dev/labels-of-pool"

// notes are a node's annotations.
func notes(node fields) map[string]string {
	out := map[string]string{}
	annotations, _ := part(node, "metadata")["annotations"].(fields)
	for name, value := range annotations {
		out[name], _ = value.(string)
	}
	return out
}

// ready tells whether the nodes take pods.
func (p *real) ready(ctx context.Context, want map[string]fields) (bool, error) {
	have, err := p.nodes(ctx)
	for name := range want {
		conditions, _ := part(have[name], "status")["conditions"].([]any)
		is := slices.ContainsFunc(conditions, func(c any) bool {
			condition, _ := c.(fields)
			return condition["type"] == "Ready" && condition["status"] == "True"
		})
		if !is {
			return false, err
		}
	}
	return true, err
}

func podPath(pod fields) string {
	return "/api/v1/namespaces/" + text(pod, "metadata", "namespace") + "/pods/" + text(pod, "metadata", "name")
}

func part(o fields, name string) fields { out, _ := o[name].(fields); return out }

func text(o fields, name, field string) string { out, _ := part(o, name)[field].(string); return out }
