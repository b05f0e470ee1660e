package manifest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestARequestIsSummedByKubernetesRule(t *testing.T) {
	for name, c := range map[string]struct {
		pod         string
		cpu, memory string
	}{
		"one container": {
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}`, "100m", "64Mi",
		},
		"containers add up": { // 100m + 1.5 = 1600m; 64Mi + 1Gi = 1088Mi
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}, {name: b, image: b, resources: {requests: {cpu: 1.5, memory: 1Gi}}}]}`, "1600m", "1088Mi",
		},
		"the largest init container counts where it asks for more": { // max(100m, 2, 500m); max(64Mi, 1Mi, 32Mi)
			`{initContainers: [{name: i, image: i, resources: {requests: {cpu: 2, memory: 1Mi}}}, {name: j, image: j, resources: {requests: {cpu: 500m, memory: 32Mi}}}],
			  containers: [{name: a, image: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}`, "2", "64Mi",
		},
		"a sidecar counts beside the containers and beside later init containers": {
			// later: 300m + 200m = 500m; start: i 400m before the sidecar, j 450m + 300m = 750m. memory: 10Mi + 20Mi = 30Mi.
			`{initContainers: [
			    {name: i, image: i, resources: {requests: {cpu: 400m, memory: 1Mi}}},
			    {name: s, image: s, restartPolicy: Always, resources: {requests: {cpu: 300m, memory: 10Mi}}},
			    {name: j, image: j, resources: {requests: {cpu: 450m, memory: 1Mi}}}],
			  containers: [{name: a, image: a, resources: {requests: {cpu: 200m, memory: 20Mi}}}]}`, "750m", "30Mi",
		},
		"overhead is added": {
			`{overhead: {cpu: 250m, memory: 120Mi}, containers: [{name: a, image: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}`, "350m", "184Mi",
		},
		"a request of the pod stands for its containers": {
			`{resources: {requests: {cpu: 3}}, containers: [{name: a, image: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}`, "3", "64Mi",
		},
		"a limit without a request is the request": {
			`{containers: [{name: a, image: a, resources: {limits: {cpu: 2, memory: 1Gi}}}]}`, "2", "1Gi",
		},
		"nothing asked for is unknown": {
			`{containers: [{name: a, image: a}]}`, "unknown", "unknown",
		},
		"one container of two without a request makes the sum unknown": {
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 100m}}}, {name: b, image: b, resources: {requests: {cpu: 100m, memory: 1Gi}}}]}`, "200m", "unknown",
		},
		"an init container without a request asks for nothing": {
			`{initContainers: [{name: i, image: i}], containers: [{name: a, image: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}`, "100m", "64Mi",
		},
		"a request of 0 is unknown": {
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 0, memory: 0}}}]}`, "unknown", "unknown",
		},
		"bytes keep their value in a unit of the language": { // 128974848 = 123 × 1024²; 1500000 = 1.5 M; 1025 bytes
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 1u, memory: 128974848}}}, {name: b, image: b, resources: {requests: {cpu: 999u, memory: 0}}}]}`, "1m", "123Mi",
		},
		"more than any cluster has is unknown": {
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 9E, memory: 8E}}}, {name: b, image: b, resources: {requests: {cpu: 9E, memory: 8E}}}]}`, "unknown", "unknown",
		},
		"odd bytes are written exactly": {
			`{containers: [{name: a, image: a, resources: {requests: {cpu: 1e3, memory: 1234567}}}]}`, "1000", "1234.567k",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(t, deployment(c.pod)).Replica
			if diff := cmp.Diff([2]string{c.cpu, c.memory}, [2]string{got.CPU.Value, got.Memory.Value}); diff != "" {
				t.Error(diff)
			}
			for _, a := range []Amount{got.CPU, got.Memory} {
				if a.Value == unknown && a.Comment == "" {
					t.Error("unknown without a reason")
				}
			}
		})
	}
}

func TestDevicesAreCountedOverContainersAndKubernetesOwnNamesAreNot(t *testing.T) {
	got := one(t, deployment(`{containers: [
	  {name: a, image: a, resources: {limits: {nvidia.com/gpu: 1, ephemeral-storage: 1Gi, hugepages-2Mi: 4Mi}}},
	  {name: b, image: b, resources: {requests: {nvidia.com/gpu: 2, example.org/fpga: 1}, limits: {nvidia.com/gpu: 2}}}]}`))
	want := []Resource{{"example.org/fpga", 1}, {"nvidia.com/gpu", 3}}
	if diff := cmp.Diff(want, got.Replica.Resources); diff != "" {
		t.Error(diff)
	}
}
