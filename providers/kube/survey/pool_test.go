package survey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const noTaint = ""

func taint(key, value, effect string) string {
	return fmt.Sprintf(`{"key":%q,"value":%q,"effect":%q}`, key, value, effect)
}

// agent is a daemon set that asks for an amount; more is put into its pods.
func agent(name, cpu, memory, more string) string {
	return fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"namespace":"kube-system","name":%q},"spec":{"template":{"spec":{%s
		"containers":[{"name":"main","resources":{"requests":{"cpu":%q,"memory":%q}}}]}}}}`, name, more, cpu, memory)
}

// runs is a pod on a node.
func runs(name, node, phase, owner string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"shop","name":%q,"ownerReferences":[{"kind":%q,"name":"x"}]},
		"spec":{"nodeName":%q,"containers":[{"name":"main","resources":{"requests":{"cpu":"500m"},"limits":{"memory":"1Gi"}}}],
		"initContainers":[{"name":"first","resources":{"requests":{"cpu":"750m"}}}]},"status":{"phase":%q}}`, name, owner, node, phase)
}

func TestNodesAreGroupedAsTheirMakerOrTheirShapeHasIt(t *testing.T) {
	for name, c := range map[string]struct {
		nodes      []string
		want, left string
	}{
		"by GKE's pools": {
			nodes: []string{
				machine("a", "cloud.google.com/gke-nodepool=web,node.kubernetes.io/instance-type=e2-standard-4", noTaint),
				machine("b", "cloud.google.com/gke-nodepool=web,node.kubernetes.io/instance-type=e2-standard-4", noTaint),
				machine("c", "cloud.google.com/gke-nodepool=batch,node.kubernetes.io/instance-type=e2-standard-4,cloud.google.com/gke-spot=true", taint("dedicated", "batch", "NoSchedule")),
			},
			want: "batch: 1 of e2-standard-4, spot [dedicated=batch:NoSchedule]; web: 2 of e2-standard-4",
		},
		"by EKS's groups":  {nodes: []string{machine("a", "eks.amazonaws.com/nodegroup=Blue_1", noTaint)}, want: "blue-1: 1"},
		"by AKS's pools":   {nodes: []string{machine("a", "kubernetes.azure.com/agentpool=np", noTaint)}, want: "np: 1"},
		"by kops's groups": {nodes: []string{machine("a", "kops.k8s.io/instancegroup=nodes.example", noTaint)}, want: "nodes-example: 1"},
		"by Karpenter's pools and machines": {
			nodes: []string{
				machine("a", "karpenter.sh/nodepool=any,node.kubernetes.io/instance-type=m5.large", noTaint),
				machine("b", "karpenter.sh/nodepool=any,node.kubernetes.io/instance-type=c5.large", noTaint),
			},
			want: "any-c5-large: 1 of c5.large; any-m5-large: 1 of m5.large",
		},
		"by their shape": {nodes: []string{machine("a", "", noTaint), machine("b", "", noTaint)}, want: "pool-4c-16gi: 2"},
		"by their shape and taints": {
			nodes: []string{machine("a", "", noTaint), machine("b", "", taint("gpu", "", "NoSchedule"))},
			want:  "pool-4c-16gi: 1; pool-4c-16gi-gpu: 1 [gpu:NoSchedule]",
		},
		"a state is no taint": {
			nodes: []string{machine("a", "", taint("node.kubernetes.io/unschedulable", "", "NoSchedule")), machine("b", "", taint("x", "", "PreferNoSchedule"))},
			want:  "pool-4c-16gi: 2",
		},
		"without those that are being made": {
			nodes: []string{`{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}`, machine("b", "", noTaint)},
			want:  "pool-4c-16gi: 1", left: "1 node without a size yet",
		},
		"without the control plane and what is no machine": {
			nodes: []string{
				machine("a", "", taint("node-role.kubernetes.io/control-plane", "", "NoSchedule")),
				machine("b", "type=virtual-kubelet", noTaint), machine("c", "", noTaint),
			},
			want: "pool-4c-16gi: 1", left: "1 node of the control plane, 1 virtual node",
		},
	} {
		t.Run(name, func(t *testing.T) {
			pools, left := have(t, append(c.nodes, workload("Deployment", "shop", "web", ""))...).survey(t).Pools()
			var got []string
			for _, p := range pools {
				one := fmt.Sprintf("%s: %d", p.Name, p.Nodes)
				if p.Machine != "" {
					one += " of " + p.Machine
				}
				if p.Spot {
					one += ", spot"
				}
				if len(p.Taints) > 0 {
					one += fmt.Sprintf(" %v", p.Taints)
				}
				got = append(got, one)
			}
			if d := cmp.Diff(c.want, strings.Join(got, "; ")); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(c.left, strings.Join(left, ", ")); d != "" {
				t.Error(d)
			}
		})
	}
}

// Worked by hand. On a: the agent everywhere (100m, 100Mi) and the one for label disk
// (50m, 10Mi); the one that does not tolerate the taint of b is on a alone. Pods: on a
// two that run, each max(500m, 750m first) and 1Gi by its limit; one that has ended and
// one of a daemon set do not count.
func TestWhatDaemonSetsAndPodsTakeIsCounted(t *testing.T) {
	s := have(t, workload("Deployment", "shop", "web", ""),
		machine("a", "pool=a,disk=ssd", noTaint), machine("b", "pool=b", taint("dedicated", "batch", "NoSchedule")),
		agent("everywhere", "100m", "100Mi", `"tolerations":[{"operator":"Exists"}],`),
		agent("untolerant", "200m", "200Mi", ``),
		agent("disks", "50m", "10Mi", `"nodeSelector":{"disk":"ssd"},`),
		agent("silent", "0", "0", `"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"pool","operator":"In","values":["b"]}]}]}}},"tolerations":[{"key":"dedicated","value":"batch"}],`),
		runs("one", "a", "Running", "ReplicaSet"), runs("two", "a", "Pending", "ReplicaSet"), runs("three", "a", "Succeeded", "Job"),
		runs("four", "a", "Running", "DaemonSet"), runs("five", "b", "Running", "StatefulSet"), runs("six", "", "Pending", "ReplicaSet"),
	).survey(t)
	pools, _ := s.Pools()
	want := []*Pool{
		{
			Name: "pool-4c-16gi", Nodes: 1, CPU: 4000, MostCPU: 4000, Memory: 16 << 30, MostMemory: 16 << 30, Labels: map[string]string{"pool": "a", "disk": "ssd"},
			ReservedCPU: 350, ReservedMemory: 310 << 20, Daemons: 3, UsedCPU: 1500, UsedMemory: 2 << 30, Used: true,
		},
		{
			Name: "pool-4c-16gi-batch", Nodes: 1, CPU: 4000, MostCPU: 4000, Memory: 16 << 30, MostMemory: 16 << 30, Labels: map[string]string{"pool": "b"}, Taints: []string{"dedicated=batch:NoSchedule"},
			ReservedCPU: 100, ReservedMemory: 100 << 20, Daemons: 2, Silent: []string{"kube-system/silent"}, UsedCPU: 750, UsedMemory: 1 << 30, Used: true,
		},
	}
	if d := cmp.Diff(want, pools, cmpopts.IgnoreUnexported(Pool{}), cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
}

func TestOfNodesThatDifferTheSmallestCounts(t *testing.T) {
	small := strings.ReplaceAll(machine("a", "eks.amazonaws.com/nodegroup=g", ""), `"memory":"16Gi"`, `"memory":"15Gi"`)
	block := have(t, workload("Deployment", "shop", "web", ""), small, machine("b", "eks.amazonaws.com/nodegroup=g", "")).survey(t).
		Site(Site{Name: "prod", Context: "prod", Kind: "onprem", Country: "JP", LeadTime: "90d"})
	if got := read(t, block).Pools[0].Memory.V; got != 15<<30 || !strings.Contains(string(block), "up to 4 cores and 16Gi") {
		t.Errorf("%g\n%s", got, block)
	}
}

func TestASiteIsReadBackAsItWasWritten(t *testing.T) {
	for name, c := range map[string]struct {
		label string
		site  Site
		want  string
	}{
		"on premises":               {"", Site{Kind: "onprem", LeadTime: "90d"}, "servers"},
		"on premises with examples": {"", Site{Kind: "onprem", LeadTime: "90d", Example: true}, "servers"},
		"a cloud":                   {"cloud.google.com/gke-nodepool=web,node.kubernetes.io/instance-type=e2-standard-4", Site{Kind: "cloud", Prices: "prod", Context: "gke_demo_asia-northeast1_web"}, "gke"},
	} {
		t.Run(name, func(t *testing.T) {
			c.site.Name, c.site.Country, c.site.Context = "prod", "JP", or(c.site.Context, "prod")
			s := have(t, workload("Deployment", "shop", "web", ""), machine("a", c.label, taint("dedicated", "batch", "NoSchedule")), agent("x", "100m", "1Mi", `"tolerations":[{"operator":"Exists"}],`)).survey(t)
			block := s.Site(c.site)
			got := read(t, block)
			if got.Kind.V != c.site.Kind || got.Provider.V != c.want || got.Pools[0].CPU.V != 4 || got.Pools[0].Reserved.V.CPU != 0.1 || len(got.Pools[0].Taints.V) != 1 {
				t.Errorf("%+v\n%s", got, block)
			}
			if strings.HasPrefix(c.site.Context, "gke_") && got.Location.V != "asia-northeast1" {
				t.Errorf("the context's own words were lost:\n%s", block)
			}
			if s.Kind() != c.site.Kind {
				t.Errorf("the nodes look like %s", s.Kind())
			}
		})
	}
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Whoever takes the signs away from the comments has a site that validates.
func TestCommentedLinesValidateOnceTheirSignsAreTakenAway(t *testing.T) {
	s := have(t, workload("Deployment", "shop", "web", ""), machine("a", "", "")).survey(t)
	var out []string
	bare := string(s.Site(Site{Name: "prod", Context: "prod", Kind: "onprem", Country: "JP", LeadTime: "90d"}))
	for line := range strings.Lines(bare) {
		if sign, rest, ok := strings.Cut(line, "# "); ok && strings.TrimSpace(sign) == "" && strings.ContainsAny(rest, "={}") && !strings.HasSuffix(rest, ":\n") {
			line = rest
		}
		out = append(out, line)
	}
	got := read(t, []byte(strings.Join(out, "")))
	if !got.Electricity.Set() || !got.Pools[0].Upkeep.Set() || got.Effort == nil {
		t.Errorf("%s", strings.Join(out, ""))
	}
}
