package gkefake_test

import (
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	"berth.dev/providers/providertest/gkefake"
)

func TestAClusterIsMadeByAnOperation(t *testing.T) {
	clock := newClock()
	s := gkefake.Start(t, gkefake.Options{Now: clock.Now, Pending: time.Second, Running: time.Minute})
	client := dial(t, s.Reach())
	o := must(client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")}))(t)
	var states []string
	for _, wait := range []time.Duration{0, time.Second, 59 * time.Second, time.Second} {
		clock.move(wait)
		c := must(client.GetCluster(t.Context(), &containerpb.GetClusterRequest{Name: web}))(t)
		states = append(states, get(t, client, o).GetStatus().String()+" "+c.GetStatus().String())
	}
	if diff := cmp.Diff([]string{"PENDING PROVISIONING", "RUNNING PROVISIONING", "RUNNING PROVISIONING", "DONE RUNNING"}, states); diff != "" {
		t.Error(diff)
	}
	_, err := client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")})
	wantCode(t, codes.AlreadyExists, err)
}
