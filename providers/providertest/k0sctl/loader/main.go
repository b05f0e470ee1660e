// Command loader reads a k0sctl.yaml from its standard input as `k0sctl apply -c -` does,
// with k0sctl's own packages, and writes what those make of it as JSON: what they refuse,
// and else what they have read.
//
// Tests of package k0s run it (package k0sctl builds it). It is a module of its own, so
// that berth does not depend on all that k0sctl does. It connects to nothing.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/a8m/envsubst"
	"github.com/k0sproject/dig"

	"github.com/k0sproject/k0sctl/pkg/apis/k0sctl.k0sproject.io/v1beta1"
	"github.com/k0sproject/k0sctl/pkg/manifest"
)

// verdict is what is written.
type verdict struct {
	// Refused is why k0sctl takes the file not, "" where it does.
	Refused string `json:"refused,omitempty"`
	// Read is the cluster as YAML, with what k0sctl adds; Manifests are the other documents
	// of the file, which k0sctl would apply to the cluster.
	Read      string `json:"read,omitempty"`
	Manifests int    `json:"manifests,omitempty"`
	// GracePeriod and Timeout are those of a drain, in nanoseconds.
	GracePeriod int64 `json:"grace_period"`
	Timeout     int64 `json:"timeout"`
	Drains      bool  `json:"drains"`
	Limit       int   `json:"limit"`
}

func main() {
	input, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(judge(input))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// judge does what the command's initConfig does before it connects to a host.
func judge(input []byte) (v verdict) {
	cluster, others, err := load(input)
	if err != nil {
		return verdict{Refused: err.Error()}
	}
	drain := cluster.Spec.Options.Drain
	return verdict{
		Read: cluster.String(), Manifests: others,
		GracePeriod: int64(drain.GracePeriod), Timeout: int64(drain.Timeout), Drains: drain.Enabled == nil || *drain.Enabled,
		Limit: cluster.Spec.Options.Concurrency.Limit,
	}
}

func load(input []byte) (*v1beta1.Cluster, int, error) {
	replaced, err := envsubst.Bytes(input)
	if err != nil {
		return nil, 0, err
	}
	reader := &manifest.Reader{}
	if err := reader.ParseBytes(replaced); err != nil {
		return nil, 0, fmt.Errorf("failed to parse config: %w", err)
	}
	found, err := reader.GetResources(v1beta1.APIVersion, "Cluster")
	if err != nil {
		return nil, 0, err
	}
	if len(found) != 1 {
		return nil, 0, fmt.Errorf("expected exactly one cluster config, got %d", len(found))
	}
	cluster := &v1beta1.Cluster{}
	if err := found[0].Unmarshal(cluster); err != nil {
		return nil, 0, err
	}
	others := reader.Len() - 1
	for _, r := range reader.FilterResources(isConfig) {
		if err := mergeConfig(cluster, r); err != nil {
			return nil, 0, err
		}
		others--
	}
	if err := cluster.Validate(); err != nil {
		return nil, 0, fmt.Errorf("cluster config validation failed: %w", err)
	}
	return cluster, others, nil
}

func isConfig(r *manifest.ResourceDefinition) bool {
	return strings.EqualFold(r.APIVersion, "k0s.k0sproject.io/v1beta1") && strings.EqualFold(r.Kind, "ClusterConfig")
}

// mergeConfig takes a ClusterConfig beside the cluster into it.
func mergeConfig(cluster *v1beta1.Cluster, r *manifest.ResourceDefinition) error {
	config := make(dig.Mapping)
	if err := r.Unmarshal(&config); err != nil {
		return err
	}
	if cluster.Spec.K0s.Config == nil {
		cluster.Spec.K0s.Config = make(dig.Mapping)
	}
	cluster.Spec.K0s.Config.Merge(config)
	return nil
}
