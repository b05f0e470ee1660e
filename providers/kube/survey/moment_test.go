package survey

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/kube/usage"
	"berth.dev/providers/manifest"
)

// asking is a service of one Deployment whose copies ask for these amounts.
func asking(name, cpu, memory string) manifest.Service {
	return manifest.Service{
		Name: name, Object: "Deployment shop/" + name,
		Replica: manifest.Replica{CPU: manifest.Amount{Value: cpu}, Memory: manifest.Amount{Value: memory}},
	}
}

// Worked by hand: web asks for 2 × 500m and 2 × 1Gi, cart for 1 and 2Gi.
func TestAMomentIsShownBesideWhatIsAskedFor(t *testing.T) {
	got := Moment([]manifest.Service{asking("cart", "1", "2Gi"), asking("db", "unknown", "1Gi"), asking("idle", "1", "1Gi"), asking("web", "500m", "1Gi")},
		[]usage.Workload{
			{Namespace: "shop", Name: "cart", Pods: 1, CPU: 0.25, Memory: 1 << 30}, {Namespace: "shop", Name: "db", Pods: 3, CPU: 0.5, Memory: 3 << 30},
			{Namespace: "shop", Name: "web", Pods: 2, CPU: 0.5, Memory: 512 << 20}, {Namespace: "other", Name: "web", Pods: 9, CPU: 9, Memory: 9 << 30},
		})
	want := []string{
		"2 services use 0.75 cores and 1.5Gi right now, of 2 cores and 4Gi that they ask for; it is one moment, and berth measure tells of a month",
		"db does not say what it needs; its 3 pods use 0.5 cores and 3Gi in all right now",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestManyThatDoNotSayWhatTheyNeedAreCounted(t *testing.T) {
	var services []manifest.Service
	var used []usage.Workload
	for _, name := range strings.Split("abcdefgh", "") {
		services = append(services, asking(name, "unknown", "unknown"))
		used = append(used, usage.Workload{Namespace: "shop", Name: name, Pods: 1})
	}
	got := Moment(services, used)
	if len(got) != mostSilent+1 || got[mostSilent] != "3 services more do not say what they need" {
		t.Errorf("%q", got)
	}
	if got := Moment(services, nil); len(got) > 0 {
		t.Errorf("of a cluster that tells nothing: %q", got)
	}
}
