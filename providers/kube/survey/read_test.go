package survey

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/target"
	"berth.dev/providers/manifest"
)

// names are the services that come of what was read.
func names(s *Seen, namespaces ...string) (out []string) {
	res, _ := s.Services(manifest.Options{Origin: "the cluster prod"}, namespaces)
	for _, one := range res.Services {
		out = append(out, one.Name)
	}
	return out
}

func TestTheClustersOwnMachineryIsLeftOutUnlessItIsAskedFor(t *testing.T) {
	f := have(t, workload("Deployment", "shop", "web", ""), workload("Deployment", "kube-system", "coredns", ""), workload("StatefulSet", "gmp-system", "agent", ""))
	s := f.survey(t)
	if d := cmp.Diff([]string{"web"}, names(s)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]int{"kube-system": 1, "gmp-system": 1}, s.LeftOut); d != "" {
		t.Error(d)
	}
	s = f.survey(t, "kube-system")
	if d := cmp.Diff([]string{"coredns"}, names(s, "kube-system")); d != "" {
		t.Error(d)
	}
}

func TestAKindThatMayNotBeListedIsNamedAndTheRestIsRead(t *testing.T) {
	f := have(t, workload("Deployment", "shop", "web", ""))
	f.fail["HorizontalPodAutoscaler"] = target.Denied
	f.fail["Node"] = target.Denied
	s := f.survey(t)
	if len(s.Missing) != 2 || !strings.Contains(s.Missing[0], "not what autoscalers allow") || !strings.Contains(s.Missing[1], "no site") {
		t.Errorf("%q", s.Missing)
	}
	if d := cmp.Diff([]string{"web"}, names(s)); d != "" {
		t.Error(d)
	}
	if block := s.Site(Site{Name: "prod"}); block != nil {
		t.Errorf("a site of no nodes:\n%s", block)
	}
}

func TestAClusterThatShowsNoWorkloadsIsAnError(t *testing.T) {
	for name, class := range map[string]target.Class{"may not": target.Denied, "does not know us": target.Unauthorized, "is away": target.Unclear} {
		t.Run(name, func(t *testing.T) {
			f := have(t, workload("Deployment", "shop", "web", ""))
			for _, kind := range placed() {
				f.fail[kind] = class
			}
			s, err := Read(t.Context(), f, Options{})
			if s != nil || target.ClassOf(err) != class {
				t.Errorf("%v is %q", err, target.ClassOf(err))
			}
			if class == target.Denied && !strings.Contains(err.Error(), "--print-role") {
				t.Errorf("nobody says what to do: %v", err)
			}
		})
	}
}

func TestAListThatExpiresIsBegunAgain(t *testing.T) {
	f := have(t, workload("Deployment", "shop", "gone", ""), workload("Deployment", "shop", "web", ""), machine("a", "", ""), machine("b", "", ""))
	f.expires["Deployment"], f.expires["Node"] = 1, 2
	s := f.survey(t)
	if d := cmp.Diff([]string{"gone", "web"}, names(s)); d != "" {
		t.Error(d)
	}
	if pools, _ := s.Pools(); len(pools) != 1 || pools[0].Nodes != 2 {
		t.Errorf("nodes were counted twice: %+v", pools)
	}
	f.expires["Deployment"] = tries
	if _, err := Read(t.Context(), f, Options{}); target.ClassOf(err) != target.Expired {
		t.Errorf("%v", err)
	}
}

func TestNamespacesAreAskedOneByOneAndNodesAsAWhole(t *testing.T) {
	f := have(t, workload("Deployment", "shop", "web", ""))
	f.survey(t, "shop", "bank")
	for _, q := range f.asked {
		clusterWide := q.Kind == "Node" || q.Kind == "Pod"
		if clusterWide != (q.Namespace == "") {
			t.Errorf("%+v", q)
		}
	}
}

func TestOfAnObjectOnlyWhatASpecIsMadeOfIsKept(t *testing.T) {
	long := strings.Repeat("x", longestNote+1)
	f := have(t,
		`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"namespace":"shop","name":"web","uid":"u","managedFields":[{"manager":"m"}],"annotations":{"long":"`+long+`","short":"s"}},
			"spec":{"selector":{},"template":{"spec":{"containers":[{"name":"main","image":"i","envFrom":[{"configMapRef":{"name":"read"}}]}]}}},"status":{"replicas":2}}`,
		`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"read"},"data":{"DB_ADDR":"db.example.com:5432"}}`,
		`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"unread"},"data":{"A":"b"}}`)
	s := f.survey(t)
	var all []string
	for _, text := range s.objects {
		all = append(all, string(text))
	}
	slices.Sort(all)
	text := strings.Join(all, "\n")
	for _, word := range []string{"managedFields", "xxxx", "unread", `"uid"`, "status"} {
		if strings.Contains(text, word) {
			t.Errorf("%s was kept: %s", word, text)
		}
	}
	if !strings.Contains(text, `"short"`) || !strings.Contains(text, "db.example.com") {
		t.Error(text)
	}
	res, _ := s.Services(manifest.Options{Origin: "the cluster prod"}, nil)
	if len(res.Endpoints) != 1 || res.Endpoints[0].Host != "db.example.com" {
		t.Errorf("the call that a ConfigMap names was not found: %+v", res.Endpoints)
	}
}

func TestTheRoleOnlyReadsAndNeverSecrets(t *testing.T) {
	_, role, _ := strings.Cut(Role(), "\nrules:\n")
	for _, never := range []string{"secrets", "create", "update", "patch", "delete", "watch", "*"} {
		if strings.Contains(role, never) {
			t.Errorf("the role has %q:\n%s", never, role)
		}
	}
	if slices.Contains(Kinds(), "Secret") {
		t.Error("secrets are listed")
	}
}
