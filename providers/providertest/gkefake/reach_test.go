package gkefake_test

import (
	"os"
	"os/exec"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/providers/providertest/gkefake"
)

// child is the variable that makes a run of this test binary the process that is killed.
const child = "BERTH_TEST_GKEFAKE_REACH"

func TestAnotherProcessFindsTheSameWorldAfterItWasKilled(t *testing.T) {
	if text := os.Getenv(child); text != "" {
		client := dial(t, must(gkefake.ParseReach(text))(t))
		_, err := client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")})
		t.Fatalf("not killed: %v", err)
	}
	arrived := make(chan struct{})
	killed := make(chan struct{})
	s := gkefake.Start(t, gkefake.Options{After: func(c gkefake.Call) {
		if c.Method == "CreateCluster" {
			close(arrived)
			<-killed
		}
	}})
	run := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	run.Env = append(os.Environ(), child+"="+s.Reach().String())
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	<-arrived
	_ = run.Process.Kill()
	_ = run.Wait()
	close(killed)
	client := dial(t, s.Reach())
	c := must(client.GetCluster(t.Context(), &containerpb.GetClusterRequest{Name: web}))(t)
	if n := s.Begun()[containerpb.Operation_CREATE_CLUSTER]; n != 1 || c.GetStatus() != containerpb.Cluster_RUNNING {
		t.Errorf("%d clusters were begun, this one is %s", n, c.GetStatus())
	}
}

func TestAReachThatIsNoneIsRefused(t *testing.T) {
	if _, err := gkefake.ParseReach("nonsense"); err == nil {
		t.Error("nonsense is a reach")
	}
}
