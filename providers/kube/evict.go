package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Evict asks for the pod of this UID to be ended where no budget forbids it: class Busy
// where one does now, or where the pod goes with its namespace; Absent where there is no
// pod of the name; Conflict where another one has it; Invalid where a webhook refuses,
// or two budgets have a word. A grace above 0, in whole seconds, takes the place of the
// pod's own. That it was evicted does not say that it has ended.
func (c *Cluster) Evict(ctx context.Context, pod object.Ref, uid string, grace time.Duration) error {
	k, _ := object.KindOf("Pod")
	q := &request{verb: "evict", ref: pod, method: http.MethodPost, path: path(k, pod.Namespace, pod.Name) + "/eviction", evicts: true, content: typeJSON}
	if pod.Kind != k.Name || pod.Name == "" || pod.Namespace == "" {
		return strange(q.verb, pod)
	}
	if uid == "" {
		return &target.Fault{Class: target.Broken, What: q.what(), Says: "no UID is named: it could be another pod"}
	}
	options := map[string]any{"preconditions": map[string]any{"uid": uid}}
	if grace > 0 {
		options["gracePeriodSeconds"] = int64(max(grace, time.Second) / time.Second)
	}
	var err error
	q.body, err = json.Marshal(map[string]any{
		"apiVersion": "policy/v1", "kind": "Eviction",
		"metadata":      map[string]any{"name": pod.Name, "namespace": pod.Namespace},
		"deleteOptions": options,
	})
	if err != nil {
		return &target.Fault{Class: target.Broken, What: q.what(), Says: "it cannot be written as JSON"}
	}
	var answer []byte
	err = c.send(ctx, q, func(r io.Reader) (err error) {
		answer, err = io.ReadAll(io.LimitReader(r, maxRefusal))
		return err
	})
	if err != nil {
		return err
	}
	return evicted(q, answer)
}

// evicted reads the answer to an eviction. A server that finds two budgets answers 201,
// and says only within that it has failed.
func evicted(q *request, answer []byte) error {
	var kind metav1.TypeMeta
	if err := json.Unmarshal(answer, &kind); err != nil {
		return &target.Fault{Class: target.Unclear, What: q.what(), Says: "the answer cannot be read", Cause: err}
	}
	var s metav1.Status
	if kind.Kind != "Status" || json.Unmarshal(answer, &s) != nil || s.Status != metav1.StatusFailure {
		return nil
	}
	res := &http.Response{StatusCode: int(s.Code), Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(answer))}
	return refused(q, res)
}
