package ground

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/gkefake"
	"berth.dev/providers/providertest/machines"
)

// deed is something that berth does to clusters, to be cut off at each of its points.
type deed struct {
	// begin sets what all cases need.
	begin func(testing.TB) *scene
	// set makes the specs want the deed, for the n-th time, and may set the scene anew.
	set func(s *scene, n int)
	// wants looks at what it must have become of it.
	wants func(s *scene, n int)
}

// cut sets a scene and cuts the deed off everywhere.
func (d deed) cut(t *testing.T) { d.cutOn(t, d.begin(t)) }

// cutOn carries a deed out once undisturbed, and then for each of its points cuts it off
// there and goes on: with the state folder, and from another machine.
func (d deed) cutOn(t *testing.T, s *scene) {
	var once []string
	t.Run("undisturbed", func(t *testing.T) { once = d.once(t, s, 0, 0, "kept") })
	t.Logf("%d points:\n%s", len(once), strings.Join(once, "\n"))
	n := 0
	for _, at := range picks(once) {
		for _, state := range []string{"kept", "lost"} {
			n++
			t.Run(fmt.Sprintf("point=%d/state=%s", at, state), func(t *testing.T) { d.once(t, s, n, at, state) })
		}
	}
}

// ofDrivers are the points, counted from 1, that are not about the state folder alone: a
// kill there is like one at the next request, as the package crash shows for every one.
func ofDrivers(points []string) (out []int) {
	about := regexp.MustCompile(`^(before|after) (make|open|append|sync|rename|remove) `)
	for i, name := range points {
		if !about.MatchString(name) {
			out = append(out, i+1)
		}
	}
	return out
}

// aWhile is longer than whatever one case has begun may be at work.
const aWhile = 3 * time.Hour

// once is one case: its points are returned.
func (d deed) once(t *testing.T, shared *scene, n, at int, state string) []string {
	s := *shared
	s.TB = t
	d.set(&s, n)
	s.clock.pass(aWhile)
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	if len(s.steps()) == 0 {
		t.Fatal("there is nothing to be cut off")
	}
	a := s.apart(at, "apply", "plan.json", "--yes", "-C", ".")
	if at > 0 && a.code != -1 {
		t.Fatalf("it was not killed at point %d: exit code %d", at, a.code)
	}
	if state == "lost" {
		s.elsewhere()
	}
	if at > 0 {
		s.goOn()
	} else if a.code != 0 {
		t.Fatalf("undisturbed, it ends with exit code %d: %s", a.code, a.err)
	}
	d.wants(&s, n)
	shared.computer = s.computer
	return a.points
}

// goOn gives the same command until the plan is carried out. Somebody else who is at work
// is waited for: a program that outlived its run, or one that may have.
func (s *scene) goOn() {
	s.Helper()
	for range 20 {
		a := s.apart(0, "apply", "plan.json", "--yes", "-C", ".")
		switch {
		case a.code == 0:
			return
		case a.code == 6 && s.world != nil && strings.Contains(a.err, "may be at work there until"):
			s.clock.pass(aWhile)
		case a.code == 6 && !strings.Contains(a.err, "may be at work there"), a.code == 7 && strings.Contains(a.err, "the lease is lost"):
			s.good(s.clock.read().Sleep(s.soon(), 30*time.Second))
		default:
			s.Fatalf("the run after the kill ends with exit code %d: %s", a.code, a.err)
		}
	}
	s.Fatal("twenty runs after the kill did not finish the plan")
}

// The pools of the cluster that is made, and of the one that grows.
const twoPools = `
  node_pool "a" {
    nodes   = %d
    machine = "e2-standard-4"
  }

  node_pool "b" {
    nodes   = 1
    machine = %q
  }
`

func TestMakingAClusterAtGoogleGoesOnWhereverItWasCutOff(t *testing.T) {
	deed{
		begin: func(t testing.TB) *scene { return play(t) },
		set: func(s *scene, _ int) {
			s.project(planes)
			s.nothing()
			s.sites(site{Pools: fmt.Sprintf(twoPools, 1, "e2-standard-4")})
		},
		wants: func(s *scene, _ int) {
			want := map[containerpb.Operation_Type]int{containerpb.Operation_CREATE_CLUSTER: 1, containerpb.Operation_CREATE_NODE_POOL: 1}
			if diff := cmp.Diff(want, s.google.Begun()); diff != "" {
				s.Error(diff)
			}
			if diff := cmp.Diff(map[string]int{"a": 1, "b": 1}, s.pools()); diff != "" {
				s.Error(diff)
			}
		},
	}.cut(t)
}

func TestPoolsThatGrowAndAreReplacedGoOnWhereverTheyWereCutOff(t *testing.T) {
	kinds := []string{"e2-standard-4", "e2-standard-8"}
	var before map[containerpb.Operation_Type]int
	deed{
		begin: func(t testing.TB) *scene {
			s := play(t)
			s.nothing()
			s.sites(site{Pools: fmt.Sprintf(twoPools, 1, kinds[1])})
			s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
			s.apply(0)
			_, err := s.atGoogles().Kubectl(s.soon(), "", willing, "apply", "-f", "-")
			s.good(err)
			return s
		},
		set: func(s *scene, n int) {
			before = s.google.Begun()
			s.sites(site{Pools: fmt.Sprintf(twoPools, 2+n, kinds[n%2])})
		},
		wants: func(s *scene, n int) {
			got := s.google.Begun()
			for kind, were := range before {
				got[kind] -= were
			}
			want := map[containerpb.Operation_Type]int{
				containerpb.Operation_CREATE_CLUSTER: 0, containerpb.Operation_CREATE_NODE_POOL: 1,
				containerpb.Operation_SET_NODE_POOL_SIZE: 1, containerpb.Operation_DELETE_NODE_POOL: 1,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				s.Error(diff)
			}
			if got := s.pools(); len(got) != 2 || got["a"] != 2+n {
				s.Errorf("the pools are %v", got)
			}
			if i := slices.IndexFunc(s.google.Lost(), func(l gkefake.Lost) bool { return !l.Evicted }); i >= 0 {
				s.Errorf("a pod was ended without being asked: %+v", s.google.Lost()[i])
			}
		},
	}.cut(t)
}

func TestMakingAClusterOfMachinesGoesOnWhereverItWasCutOff(t *testing.T) {
	deed{
		begin: func(t testing.TB) *scene { return play(t, "c1").leased() },
		set: func(s *scene, _ int) {
			s.machines([]string{"c1", "c2", "c3", "w1"})
			s.sites(site{})
		},
		wants: func(s *scene, _ int) {
			s.runs(firstK0s)
			for _, name := range s.world.Names() {
				if got := s.world.State(name).Starts; got != 1 {
					s.Errorf("%s was started %d times", name, got)
				}
			}
		},
	}.cut(t)
}

// leased makes the cluster at Google that holds the lease for the changes of machines.
func (s *scene) leased() *scene {
	s.Helper()
	s.nothing()
	s.usual = fmt.Sprintf(twoPools, 1, "e2-standard-4")
	s.sites(site{})
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	s.apply(0)
	return s
}

// runs wants all machines to run a version, nothing to have gone wrong, and no node to
// be closed to pods.
func (s *scene) runs(version string) {
	s.Helper()
	for _, name := range s.world.Names() {
		if got := s.world.State(name); got.Version != version || !got.Running {
			s.Errorf("%s: %+v", name, got)
		}
	}
	if wrongs := s.world.Wrongs(); len(wrongs) > 0 {
		s.Error(wrongs)
	}
	if got := s.kubectl("", "get", "nodes", "-o", "jsonpath={.items[?(@.spec.unschedulable==true)].metadata.name}"); got != "" {
		s.Errorf("closed to pods are still %s", got)
	}
	all := s.changing()
	for i := 1; i < len(all); i++ {
		if before := all[i-1]; before.Ended.IsZero() || before.Ended.After(all[i].Began) {
			s.Errorf("k0sctl %s began while k0sctl %s ran", all[i].Command(), before.Command())
		}
	}
}

// changing are the runs of k0sctl that change something. Whoever wants to know where a
// step stands asks it for the administrator's kubeconfig.
func (s *scene) changing() []machines.Run {
	return slices.DeleteFunc(s.world.Runs(), func(r machines.Run) bool { return r.Command() == "kubeconfig" })
}
