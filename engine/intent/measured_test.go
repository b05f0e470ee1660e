package intent

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
)

// A measured p99 as a limit of memory would end pods, and a measured call would open a
// network policy to whoever called before.
func TestObjectsAreMadeOfWhatPeopleWrote(t *testing.T) {
	in := world(t, service(container+"calls = \"complete\"\nreplica {\n  cpu = \"1\"\n}\n")+"service \"db\" {\n  calls = \"complete\"\n}\n", moves("web", "tokyo", "osaka"), moves("db", "tokyo", "osaka"))
	want, _ := Services(in)
	measured := *in.Workspace.Service("web")
	replica := *measured.Replica
	replica.Memory = spec.Measure{Lo: 1 << 30, Hi: 1 << 30, Evidence: 1}
	measured.Replica = &replica
	measured.CallBlocks = []*spec.Call{{Name: "db", Sent: spec.Measure{Lo: 1, Hi: 1, Evidence: 1}}}
	in.Workspace = in.Workspace.Filled([]*spec.Service{&measured}, []spec.Evidence{{Source: "prod"}})
	got, _ := Services(in)
	i := len(got) - 1 // the services stand by name
	if got[i].Name != "web" {
		t.Fatalf("%q stands last", got[i].Name)
	}
	if diff := cmp.Diff(want[i], got[i]); diff != "" {
		t.Errorf("what was measured is in objects (-want +got):\n%s", diff)
	}
}
