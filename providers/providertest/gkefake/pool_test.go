package gkefake_test

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"berth.dev/providers/providertest/gkefake"
)

func contextWithTimeout(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func TestCountsAreForEachZone(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	must(client.SetNodePoolSize(t.Context(), &containerpb.SetNodePoolSizeRequest{Name: mainPool, NodeCount: 4}))(t)
	c := s.Cluster(web)
	if c.GetCurrentNodeCount() != 12 || c.GetNodePools()[0].GetInitialNodeCount() != 4 || len(s.Nodes(web)["main"]) != 12 {
		t.Error(c.GetCurrentNodeCount(), c.GetNodePools()[0].GetInitialNodeCount(), len(s.Nodes(web)["main"]))
	}
	must(client.SetLocations(t.Context(), &containerpb.SetLocationsRequest{Name: web, Locations: []string{"asia-northeast1-a", "asia-northeast1-b"}}))(t)
	if got := s.Cluster(web); got.GetCurrentNodeCount() != 8 {
		t.Error(got.GetCurrentNodeCount())
	}
}

func TestTheAutoscalerLeavesWhatTheAPISaysOfAPool(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	bounds := &containerpb.NodePoolAutoscaling{Enabled: true, MinNodeCount: 2, MaxNodeCount: 5}
	must(client.SetNodePoolAutoscaling(t.Context(), &containerpb.SetNodePoolAutoscalingRequest{Name: mainPool, Autoscaling: bounds}))(t)
	p := s.Cluster(web).GetNodePools()[0]
	if len(s.Nodes(web)["main"]) != 6 || !proto.Equal(bounds, p.GetAutoscaling()) {
		t.Error(len(s.Nodes(web)["main"]), p.GetAutoscaling())
	}
	if err := s.Autoscale(t.Context(), mainPool, 5); err != nil {
		t.Fatal(err)
	}
	if got := s.Cluster(web); got.GetCurrentNodeCount() != 15 || got.GetNodePools()[0].GetInitialNodeCount() != 1 {
		t.Error(got.GetCurrentNodeCount(), got.GetNodePools()[0].GetInitialNodeCount())
	}
}

func TestMostChangesOfAPoolMakeItsNodesAnew(t *testing.T) {
	for _, test := range []struct {
		name string
		ask  *containerpb.UpdateNodePoolRequest
		anew bool
	}{
		{"labels", &containerpb.UpdateNodePoolRequest{Labels: &containerpb.NodeLabels{Labels: map[string]string{"a": "b"}}}, false},
		{"taints", &containerpb.UpdateNodePoolRequest{Taints: &containerpb.NodeTaints{}}, false},
		{"resource labels", &containerpb.UpdateNodePoolRequest{ResourceLabels: &containerpb.ResourceLabels{}}, false},
		{"the same version", &containerpb.UpdateNodePoolRequest{NodeVersion: "-"}, false},
		{"another patch", &containerpb.UpdateNodePoolRequest{NodeVersion: "1.35.7"}, true},
		{"a machine", &containerpb.UpdateNodePoolRequest{MachineType: "e2-standard-8"}, true},
		{"a disk", &containerpb.UpdateNodePoolRequest{DiskSizeGb: 200}, true},
		{"an image", &containerpb.UpdateNodePoolRequest{ImageType: "UBUNTU_CONTAINERD"}, true},
		{"an innocent field", &containerpb.UpdateNodePoolRequest{WorkloadMetadataConfig: &containerpb.WorkloadMetadataConfig{}}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, client := added(t, gkefake.Options{})
			before := s.Nodes(web)["main"]
			test.ask.Name = mainPool
			must(client.UpdateNodePool(t.Context(), test.ask))(t)
			if anew := !cmp.Equal(before, s.Nodes(web)["main"]); anew != test.anew {
				t.Errorf("made anew: %t", anew)
			}
		})
	}
}

func TestLabelsAreReplacedOnlyByWhoHasReadThem(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	r := &containerpb.SetLabelsRequest{Name: web, ResourceLabels: map[string]string{"managed-by": "berth"}}
	if _, err := client.SetLabels(t.Context(), r); err == nil {
		t.Error("labels were set without a fingerprint")
	}
	r.LabelFingerprint = s.Cluster(web).GetLabelFingerprint()
	must(client.SetLabels(t.Context(), r))(t)
	if diff := cmp.Diff(r.GetResourceLabels(), s.Cluster(web).GetResourceLabels()); diff != "" {
		t.Error(diff)
	}
}

func TestOneSeedGivesTheSameNames(t *testing.T) {
	names := func(seed uint64) map[string][]string {
		s, _ := added(t, gkefake.Options{Seed: seed})
		return s.Nodes(web)
	}
	if !cmp.Equal(names(1), names(1)) || cmp.Equal(names(1), names(2)) {
		t.Error(names(1), names(2))
	}
}

func TestEachChannelHasItsVersions(t *testing.T) {
	_, client := added(t, gkefake.Options{})
	config := must(client.GetServerConfig(t.Context(), &containerpb.GetServerConfigRequest{Name: tokyo}))(t)
	got := map[string][]string{}
	for _, c := range config.GetChannels() {
		valid := c.GetValidVersions()
		got[c.GetChannel().String()] = []string{valid[0], valid[len(valid)-1], c.GetDefaultVersion()}
	}
	want := map[string][]string{
		"RAPID":    {"1.37.1-gke.1100000", "1.35.7-gke.1200000", "1.36.4-gke.1310000"},
		"REGULAR":  {"1.36.4-gke.1310000", "1.34.10-gke.1300000", "1.36.3-gke.1200000"},
		"STABLE":   {"1.35.8-gke.1400000", "1.34.10-gke.1300000", "1.35.7-gke.1200000"},
		"EXTENDED": {"1.36.4-gke.1310000", "1.33.14-gke.1200000", "1.36.3-gke.1200000"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
