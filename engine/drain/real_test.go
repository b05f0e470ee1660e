package drain_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/drain"
	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/access"
	"berth.dev/providers/providertest/cluster"
)

// shared is a real control plane with fake nodes. Its tests take nodes of their own.
var shared = cluster.NewPool(cluster.Options{Name: "tokyo", Controllers: true, Nodes: 1, Audit: cluster.Writes})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// scene is a namespace and nodes that are a test's own: only its pods may stand there.
type scene struct {
	*cluster.Cluster
	t         testing.TB
	namespace string
	nodes     []string
}

func newScene(t testing.TB, nodes int) *scene {
	c := shared.Get(t)[0]
	s := &scene{Cluster: c, t: t, namespace: cluster.Namespace(t, c)}
	for i := range nodes {
		name := fmt.Sprintf("%s-%d", s.namespace, i)
		s.nodes = append(s.nodes, name)
		s.apply(fmt.Sprintf(`{"apiVersion":"v1","kind":"Node","metadata":{"name":%q,"labels":{"kubernetes.io/hostname":%[1]q,"for":%q}},
"spec":{"taints":[{"key":"for","value":%[2]q,"effect":"NoSchedule"}]},
"status":{"capacity":{"cpu":"4","memory":"8Gi","pods":"110"},"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"}}}`, name, s.namespace))
		s.until("node "+name+" is ready", func() bool {
			out := s.kubectl("get", "node", name, "-o", `jsonpath={.status.conditions[?(@.type=="Ready")].status}{.spec.taints}`)
			return strings.HasPrefix(out, "True") && !strings.Contains(out, "not-ready")
		})
	}
	t.Cleanup(func() {
		for _, name := range s.nodes {
			_, _ = c.Kubectl(context.Background(), "", "", "delete", "node", name, "--wait=false")
		}
	})
	return s
}

func (s *scene) kubectl(args ...string) string {
	s.t.Helper()
	out, err := s.Kubectl(s.t.Context(), "", "", args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (s *scene) apply(text string) {
	s.t.Helper()
	if _, err := s.Kubectl(s.t.Context(), "", text, "create", "-f", "-"); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) until(what string, ask func() bool) {
	s.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !ask() {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited for this in vain: %s\n%s", what, s.kubectl("get", "pods,pdb,nodes", "-n", s.namespace, "-o", "wide"))
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// web is a Deployment on the scene's nodes with a budget, and runs when this returns.
func (s *scene) web(copies int, spread, budget string) {
	s.t.Helper()
	s.apply(fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":%[1]q},"spec":{"replicas":%d,"selector":{"matchLabels":{"app":"web"}},
"template":{"metadata":{"labels":{"app":"web"}},"spec":{"nodeSelector":{"for":%[1]q},"tolerations":[{"key":"for","operator":"Exists"}],"containers":[{"name":"web","image":"shop/web:1"}]%[3]s}}}}`, s.namespace, copies, spread))
	if budget != "" {
		s.apply(fmt.Sprintf(`{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":%q},"spec":{"selector":{"matchLabels":{"app":"web"}},%s}}`, s.namespace, budget))
		s.until("the budget counts the pods", func() bool {
			return s.kubectl("get", "pdb", "web", "-n", s.namespace, "-o", "jsonpath={.status.currentHealthy}") == fmt.Sprint(copies)
		})
	}
	s.until("the pods are ready", func() bool {
		return s.kubectl("get", "deployment", "web", "-n", s.namespace, "-o", "jsonpath={.status.readyReplicas}") == fmt.Sprint(copies)
	})
}

// on are the names of the pods on a node.
func (s *scene) on(node string) []string {
	return strings.Fields(s.kubectl("get", "pods", "-n", s.namespace, "--field-selector=spec.nodeName="+node, "-o", "jsonpath={.items[*].metadata.name}"))
}

func (s *scene) client(kubeconfig string) *kube.Cluster {
	s.t.Helper()
	if kubeconfig == "" {
		kubeconfig = s.Admin()
	}
	c, err := kube.Open(kube.Options{Files: []string{kubeconfig}, Agent: s.namespace})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// spec is what a drain may change of a node, and its mark.
func (s *scene) spec(node string) string {
	return s.kubectl("get", "node", node, "-o", `jsonpath={.spec.unschedulable} {.metadata.annotations.berth\.dev/cordoned-for}`)
}

const apart = `,"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"web"}}}]`

func TestARealNodeIsEmptiedWithinItsBudgets(t *testing.T) {
	s := newScene(t, 2)
	s.web(6, apart, `"maxUnavailable":1`)
	s.apply(fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"logs","namespace":%[1]q},"spec":{"selector":{"matchLabels":{"app":"logs"}},
"template":{"metadata":{"labels":{"app":"logs"}},"spec":{"nodeSelector":{"for":%[1]q},"tolerations":[{"key":"for","operator":"Exists"}],"containers":[{"name":"logs","image":"shop/logs:1"}]}}}}`, s.namespace))
	s.until("the DaemonSet's pods are there", func() bool { return len(s.on(s.nodes[0])) == 4 && len(s.on(s.nodes[1])) == 4 })
	least := s.least(t, "web")
	r, err := drain.Node(t.Context(), s.client(""), s.nodes[0], drain.Options{Mark: "g1", Limit: 2 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if got := least(); got < 5 {
		t.Errorf("only %d of 6 pods were ready at one time", got)
	}
	if len(r.Evicted) != 3 || len(r.Stayed) != 1 || len(s.on(s.nodes[0])) != 1 {
		t.Errorf("evicted %v, stayed %v, there are %v", r.Evicted, r.Stayed, s.on(s.nodes[0]))
	}
	if diff := cmp.Diff("true g1", s.spec(s.nodes[0])); diff != "" {
		t.Error(diff)
	}
	if err := drain.Uncordon(t.Context(), s.client(""), s.nodes[0]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(" ", s.spec(s.nodes[0])); diff != "" {
		t.Error(diff)
	}
}

// least watches how many pods of a Deployment are ready, and returns the smallest number.
func (s *scene) least(t *testing.T, name string) func() int {
	end, answer := make(chan struct{}), make(chan int)
	go func() {
		fewest := 1 << 30
		for {
			select {
			case <-end:
				answer <- fewest
				return
			default:
			}
			var d struct{ Status struct{ ReadyReplicas int } }
			text, err := s.Ask(t.Context(), http.MethodGet, "/apis/apps/v1/namespaces/"+s.namespace+"/deployments/"+name, nil)
			if err == nil && json.Unmarshal(text, &d) == nil {
				fewest = min(fewest, d.Status.ReadyReplicas)
			}
		}
	}()
	return func() int { close(end); return <-answer }
}

func TestARealBudgetThatNeverAllowsIsSeenBeforeTheNodeIsTouched(t *testing.T) {
	s := newScene(t, 1)
	s.web(2, "", `"minAvailable":2`)
	_, err := drain.Node(t.Context(), s.client(""), s.nodes[0], drain.Options{})
	var blocked *drain.Blocked
	if !errors.As(err, &blocked) || len(blocked.Pods) != 2 || blocked.Pods[0].Reason != drain.Forbidden {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff(" ", s.spec(s.nodes[0])); diff != "" || len(s.on(s.nodes[0])) != 2 {
		t.Error("the node was touched: ", diff)
	}
}

// With one node there is nowhere to go: one pod goes, and its successor waits.
func TestARealNodeWhosePodsHaveNowhereToGoIsGivenBack(t *testing.T) {
	s := newScene(t, 1)
	s.web(3, "", `"maxUnavailable":1`)
	r, err := drain.Node(t.Context(), s.client(""), s.nodes[0], drain.Options{Limit: 5 * time.Second})
	var blocked *drain.Blocked
	if !errors.As(err, &blocked) || len(blocked.Pods) != 2 || blocked.Pods[0].Reason != drain.Budget {
		t.Fatalf("got %v", err)
	}
	if words := blocked.Pods[0].Words; !strings.Contains(words, "the budget web allows no pod to go: 2 of 3 are healthy and it wants 2") || !strings.Contains(words, "Unschedulable") {
		t.Error(words)
	}
	if len(r.Evicted) != 1 {
		t.Errorf("evicted %v", r.Evicted)
	}
	if diff := cmp.Diff(" ", s.spec(s.nodes[0])); diff != "" {
		t.Error(diff)
	}
	s.until("all run again", func() bool { return len(s.on(s.nodes[0])) == 3 })
}

// A StatefulSet's pod gets its old name and its old claim on the other node.
func TestARealClaimIsNeverTouched(t *testing.T) {
	s := newScene(t, 2)
	s.apply(fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","namespace":%[1]q},"spec":{"serviceName":"db","replicas":1,"selector":{"matchLabels":{"app":"db"}},
"template":{"metadata":{"labels":{"app":"db"}},"spec":{"nodeSelector":{"for":%[1]q},"tolerations":[{"key":"for","operator":"Exists"}],"containers":[{"name":"db","image":"shop/db:1"}]}},
"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"standard","resources":{"requests":{"storage":"1Gi"}}}}]}}`, s.namespace))
	const where = `jsonpath={.spec.nodeName} {.status.conditions[?(@.type=="Ready")].status}`
	var at string
	s.until("the database runs", func() bool {
		out, _ := s.Kubectl(t.Context(), "", "", "get", "pod", "db-0", "-n", s.namespace, "-o", where)
		node, ready, _ := strings.Cut(out, " ")
		at = node
		return ready == "True"
	})
	claim := func() string {
		return s.kubectl("get", "pvc", "data-db-0", "-n", s.namespace, "-o", "jsonpath={.metadata.uid} {.spec.volumeName}")
	}
	before := claim()
	if _, err := drain.Node(t.Context(), s.client(""), at, drain.Options{Limit: time.Minute}); err != nil {
		t.Fatal(err)
	}
	s.until("the database runs elsewhere", func() bool {
		out, _ := s.Kubectl(t.Context(), "", "", "get", "pod", "db-0", "-n", s.namespace, "-o", where)
		return out != at+" True" && strings.HasSuffix(out, " True")
	})
	if diff := cmp.Diff(before, claim()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"patch nodes " + at, "create pods/eviction db-0"}, s.wrote(t)); diff != "" {
		t.Error(diff)
	}
}

// wrote are the requests of the scene's clients that may change something.
func (s *scene) wrote(t *testing.T) (all []string) {
	t.Helper()
	history, err := s.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range history {
		if r.Agent != s.namespace || r.Verb == "get" || r.Verb == "list" {
			continue
		}
		resource := r.Resource
		if r.Subresource != "" {
			resource += "/" + r.Subresource
		}
		all = append(all, r.Verb+" "+resource+" "+r.Name)
	}
	return all
}

// The scheduler puts a pod that tolerates everything back onto a closed node.
func TestARealPodThatToleratesClosedNodesIsEvictedOnceAndStays(t *testing.T) {
	s := newScene(t, 1)
	s.web(2, `,"terminationGracePeriodSeconds":0`, "")
	s.kubectl("patch", "deployment", "web", "-n", s.namespace, "--type=json", "-p", `[{"op":"replace","path":"/spec/template/spec/tolerations","value":[{"operator":"Exists"}]}]`)
	s.kubectl("rollout", "status", "deployment", "web", "-n", s.namespace, "--timeout=60s")
	s.until("the old pods are gone", func() bool { return len(s.on(s.nodes[0])) == 2 })
	r, err := drain.Node(t.Context(), s.client(""), s.nodes[0], drain.Options{Limit: 30 * time.Second})
	if err != nil || len(r.Evicted) != 2 {
		t.Errorf("evicted %v, %v", r.Evicted, err)
	}
	s.until("they run there again", func() bool { return len(s.on(s.nodes[0])) == 2 })
}

// role gives a user a role with these rights.
func (s *scene) role(name string, rules []map[string]any) *kube.Cluster {
	s.t.Helper()
	text, err := json.Marshal(map[string]any{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": map[string]any{"name": name}, "rules": rules})
	if err != nil {
		s.t.Fatal(err)
	}
	s.apply(string(text))
	s.kubectl("create", "clusterrolebinding", name, "--clusterrole="+name, "--user="+name)
	kubeconfig, err := s.User(name)
	if err != nil {
		s.t.Fatal(err)
	}
	s.until("the binding has an effect", func() bool {
		out, _ := s.Kubectl(s.t.Context(), "", "", "auth", "can-i", "patch", "nodes", "--as="+name)
		other, _ := s.Kubectl(s.t.Context(), "", "", "auth", "can-i", "list", "pods", "-A", "--as="+name)
		return strings.Contains(out, "yes") || strings.Contains(other, "yes")
	})
	return s.client(kubeconfig)
}

// shipped are the rights of the role that berth ships, one verb on one resource each.
func shipped(t *testing.T, s *scene) (rules []map[string]any) {
	t.Helper()
	text, known := access.Role(access.Drain)
	if !known {
		t.Fatal("there is no such role")
	}
	out, err := s.Kubectl(t.Context(), "", text, "create", "--dry-run=client", "-o", "json", "-f", "-")
	if err != nil {
		t.Fatal(err)
	}
	var role struct {
		Rules []struct{ APIGroups, Resources, Verbs []string }
	}
	if err := json.Unmarshal([]byte(out), &role); err != nil {
		t.Fatal(err)
	}
	for _, r := range role.Rules {
		for _, resource := range r.Resources {
			for _, verb := range r.Verbs {
				rules = append(rules, map[string]any{"apiGroups": r.APIGroups, "resources": []string{resource}, "verbs": []string{verb}})
			}
		}
	}
	return rules
}

func TestTheShippedRoleIsEnoughToEmptyANodeAndEachRightIsNeeded(t *testing.T) {
	s := newScene(t, 2)
	s.web(2, apart, `"maxUnavailable":1`)
	s.apply(fmt.Sprintf(`{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":%q},"spec":{"accessModes":["ReadWriteMany"],"storageClassName":"standard","resources":{"requests":{"storage":"1Gi"}}}}`, s.namespace))
	s.kubectl("patch", "deployment", "web", "-n", s.namespace, "--type=json", "-p", `[{"op":"add","path":"/spec/template/spec/volumes","value":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]}]`)
	s.kubectl("rollout", "status", "deployment", "web", "-n", s.namespace, "--timeout=60s")
	rules := shipped(t, s)
	for i, rule := range rules {
		words := fmt.Sprint(rule["verbs"], rule["resources"])
		without := s.role(fmt.Sprintf("%s-%d", s.namespace, i), slices.Delete(slices.Clone(rules), i, i+1))
		_, err := without.List(t.Context(), target.Query{Kind: "Node"})
		if err == nil {
			_, err = drain.Node(t.Context(), without, s.nodes[0], drain.Options{Limit: 30 * time.Second})
		}
		if target.ClassOf(err) != target.Denied {
			t.Errorf("without %s: %v", words, err)
		}
		if diff := cmp.Diff(" ", s.spec(s.nodes[0])); diff != "" {
			t.Errorf("without %s the node is left closed: %s", words, diff)
		}
	}
	whole := s.role(s.namespace, rules)
	if _, err := drain.Node(t.Context(), whole, s.nodes[0], drain.Options{Limit: time.Minute}); err != nil {
		t.Error(err)
	}
	if err := drain.Uncordon(t.Context(), whole, s.nodes[0]); err != nil {
		t.Error(err)
	}
	pod := object.Ref{Kind: "Pod", Namespace: s.namespace, Name: s.on(s.nodes[1])[0]}
	if err := whole.Delete(t.Context(), pod, target.Only{}); target.ClassOf(err) != target.Denied {
		t.Errorf("a pod can be deleted: %v", err)
	}
}
