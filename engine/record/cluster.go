package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

const keyRecord = "record"

// ClusterRef is where the record of a cluster is kept.
func ClusterRef() object.Ref {
	return object.Ref{Kind: "ConfigMap", Name: "berth-record", Namespace: object.SystemNamespace}
}

// Object is the record as an object of a cluster, at the resource version at which
// it was read.
func (c *Cluster) Object() (object.Object, error) {
	text, err := c.text()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ClusterRef(), err)
	}
	return c.configMap(ClusterRef(), keyRecord, text), nil
}

// ReadCluster reads the record of a cluster from its object. It takes only what
// [Cluster.Object] writes.
func ReadCluster(o object.Object) (*Cluster, error) {
	text, k, err := open(o, ClusterRef(), keyRecord)
	if err != nil {
		return nil, err
	}
	c := &Cluster{}
	in := json.NewDecoder(strings.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(c); err != nil {
		return nil, edited(ClusterRef(), "it is not JSON of its format")
	}
	again, err := c.text()
	if err != nil {
		return nil, edited(ClusterRef(), err.Error())
	}
	if again != text {
		return nil, edited(ClusterRef(), "it is not written as berth writes it")
	}
	c.kept = k
	return c, nil
}

// Made tells whether berth made a namespace, and with which UID.
func (c *Cluster) Made(namespace string) (Namespace, bool) {
	for _, n := range c.Namespaces {
		if n.Name == namespace {
			return n, true
		}
	}
	return Namespace{}, false
}

// text is the record as JSON, the same for the same record.
func (c *Cluster) text() (string, error) {
	if err := c.check(); err != nil {
		return "", err
	}
	out := Cluster{Callers: c.Callers, Epoch: c.Epoch, Generation: c.Generation, Holds: c.Holds, Last: c.Last}
	out.Namespaces = append([]Namespace{}, c.Namespaces...)
	slices.SortFunc(out.Namespaces, func(a, b Namespace) int { return strings.Compare(a.Name, b.Name) })
	if c.Open != nil {
		open := *c.Open
		open.Passed = append([]string{}, open.Passed...)
		open.Services = slices.Sorted(slices.Values(open.Services))
		if open.Services == nil {
			open.Services = []string{}
		}
		out.Open = &open
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// check finds what no record may say.
func (c *Cluster) check() error {
	if c.Epoch < 0 || c.Generation < 0 {
		return errors.New("a number of it is below zero")
	}
	seen := map[string]bool{}
	for _, n := range c.Namespaces {
		if n.Name == "" || seen[n.Name] {
			return fmt.Errorf("it names the namespace %q twice or emptily", n.Name)
		}
		seen[n.Name] = true
	}
	if err := c.checkCallers(); err != nil {
		return err
	}
	if err := c.checkHolds(); err != nil {
		return err
	}
	if c.Open == nil {
		return nil
	}
	if c.Open.Plan == "" || c.Open.Done < 0 {
		return errors.New("its open plan has no digest or a number below zero")
	}
	if !isUTC(c.Open.Since) {
		return fmt.Errorf("its open plan began at %q, which is no time in UTC", c.Open.Since)
	}
	return nil
}
