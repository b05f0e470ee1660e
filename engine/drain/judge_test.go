package drain

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const pdb = `{"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":"%","namespace":"shop","generation":2},`

// volume is a local volume of a node, with the claim that has it.
func volume(host string) []string {
	return []string{
		`{"kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"shop"},"spec":{"volumeName":"pv-1"}}`,
		`{"kind":"PersistentVolume","metadata":{"name":"pv-1"},"spec":{"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["` + host + `"]}]}]}}}}`,
	}
}

func TestAPodThatCannotGoIsNamedBeforeAnythingIsTouched(t *testing.T) {
	const (
		emptyDir = `,"volumes":[{"name":"tmp","emptyDir":{}}]`
		memory   = `,"volumes":[{"name":"tmp","emptyDir":{"medium":"Memory"}}]`
		logs     = `,"volumes":[{"name":"logs","hostPath":{"path":"/var/log"}}],"containers":[{"name":"c","volumeMounts":[{"name":"logs","mountPath":"/l"}]}]`
		readLogs = `,"volumes":[{"name":"logs","hostPath":{"path":"/var/log"}}],"containers":[{"name":"c","volumeMounts":[{"name":"logs","mountPath":"/l","readOnly":true}]}]`
		claim    = `,"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]`
		bare     = `{"kind":"Pod","metadata":{"name":"debug","namespace":"shop","uid":"1"%},"spec":{"nodeName":"a"},"status":{"phase":"Running"}}`
		anyPods  = `"spec":{"selector":{}},`
		strict   = `"spec":{"selector":{"matchLabels":{"app":"web"}}},"status":{"observedGeneration":2,"expectedPods":2,"desiredHealthy":2,"currentHealthy":2}}`
		unready  = `{"kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"1","labels":{"app":"web"},"ownerReferences":[{"kind":"ReplicaSet","name":"web","uid":"web","controller":true}]},"spec":{"nodeName":"a"},"status":{"phase":"Running"}}`
	)
	with := func(text, fill string) string { return replaced(text, fill) }
	tests := []struct {
		name    string
		objects []string
		o       Options
		want    []Reason
	}{
		{name: "a plain pod", objects: []string{web("web-1", "a")}},
		{name: "a bare pod", objects: []string{with(bare, "")}, want: []Reason{Bare}},
		{name: "a bare pod that may be lost", objects: []string{with(bare, "")}, o: Options{LoseBare: true}},
		{name: "a bare pod that says so itself", objects: []string{with(bare, `,"annotations":{"cluster-autoscaler.kubernetes.io/safe-to-evict":"true"}`)}},
		{name: "a bare pod of another node", objects: []string{`{"kind":"Pod","metadata":{"name":"debug","namespace":"shop","uid":"1"},"spec":{"nodeName":"b"},"status":{"phase":"Running"}}`}},
		{name: "a bare pod that has finished", objects: []string{`{"kind":"Pod","metadata":{"name":"debug","namespace":"shop","uid":"1"},"spec":{"nodeName":"a"},"status":{"phase":"Succeeded"}}`}},
		{name: "a pod of the node's own", objects: []string{with(bare, `,"annotations":{"kubernetes.io/config.mirror":"x"}`)}},
		{name: "a pod of a DaemonSet", objects: []string{with(bare, `,"ownerReferences":[{"kind":"DaemonSet","name":"logs","uid":"l","controller":true}]`)}},
		{name: "files on the node", objects: []string{owned("web-1", "a", "", emptyDir)}, want: []Reason{Scratch}},
		{name: "files that may be lost", objects: []string{owned("web-1", "a", "", emptyDir)}, o: Options{LoseScratch: true}},
		{name: "files in memory", objects: []string{owned("web-1", "a", "", memory)}},
		{name: "files that the pod says may be lost", objects: []string{owned("web-1", "a", `,"annotations":{"cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes":"other,tmp"}`, emptyDir)}},
		{name: "files of what the cluster runs", objects: []string{`{"kind":"Pod","metadata":{"name":"m","namespace":"kube-system","uid":"1","ownerReferences":[{"kind":"ReplicaSet","name":"m","uid":"m","controller":true}]},"spec":{"nodeName":"a"` + emptyDir + `},"status":{"phase":"Running"}}`}},
		{name: "files of the node", objects: []string{owned("web-1", "a", "", logs)}, want: []Reason{Scratch}},
		{name: "files of a node that returns", objects: []string{owned("web-1", "a", "", logs)}, o: Options{Returns: true}},
		{name: "files of the node that are only read", objects: []string{owned("web-1", "a", "", readLogs)}},
		{name: "a volume on the node", objects: append(volume("host-a"), owned("web-1", "a", "", claim)), want: []Reason{Pinned}},
		{name: "a volume on a node that returns", objects: append(volume("host-a"), owned("web-1", "a", "", claim)), o: Options{Returns: true}},
		{name: "a volume on another node", objects: append(volume("host-b"), owned("web-1", "a", "", claim))},
		{name: "a claim without a volume", objects: []string{owned("web-1", "a", "", claim)}},
		{name: "a budget that never allows", objects: []string{web("web-1", "a"), with(pdb, "web") + strict}, want: []Reason{Forbidden}},
		{name: "a budget of others", objects: []string{web("web-1", "a"), with(pdb, "web") + `"spec":{"selector":{"matchLabels":{"app":"db"}}},"status":{"observedGeneration":2,"expectedPods":1,"desiredHealthy":1}}`}},
		{name: "a budget that selects nothing", objects: []string{web("web-1", "a"), with(pdb, "web") + `"spec":{},"status":{"observedGeneration":2,"expectedPods":1,"desiredHealthy":1}}`}},
		{name: "a budget that allows none just now", objects: []string{web("web-1", "a"), with(pdb, "web") + `"spec":{"selector":{}},"status":{"observedGeneration":2,"expectedPods":3,"desiredHealthy":2,"currentHealthy":2}}`}},
		{name: "a budget whose status is behind", objects: []string{web("web-1", "a"), with(pdb, "web") + `"spec":{"selector":{}},"status":{"observedGeneration":1,"expectedPods":2,"desiredHealthy":2}}`}},
		{name: "an ill pod that its budget lets go", objects: []string{unready, with(pdb, "web") + `"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow","selector":{}},"status":{"observedGeneration":2,"expectedPods":2,"desiredHealthy":2,"currentHealthy":1}}`}},
		{name: "an ill pod beside all healthy ones", objects: []string{unready, with(pdb, "web") + strict}},
		{name: "an ill pod that its budget needs", objects: []string{unready, with(pdb, "web") + `"spec":{"selector":{}},"status":{"observedGeneration":2,"expectedPods":2,"desiredHealthy":2,"currentHealthy":1}}`}, want: []Reason{Forbidden}},
		{name: "two budgets", objects: []string{web("web-1", "a"), with(pdb, "one") + anyPods + `"status":{}}`, with(pdb, "two") + anyPods + `"status":{}}`}, want: []Reason{Twice}},
		{name: "all at once", objects: append(volume("host-a"), with(bare, ""), owned("web-1", "a", "", `,"volumes":[{"name":"tmp","emptyDir":{}},{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]`), with(pdb, "web")+strict), want: []Reason{Bare, Forbidden, Scratch, Pinned}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, append(tt.objects, node("a"))...)
			tt.o.Clock = &leaps{}
			_, err := Node(t.Context(), w, "a", tt.o)
			var blocked *Blocked
			if errors.As(err, &blocked) != (len(tt.want) > 0) {
				t.Fatalf("got %v", err)
			}
			if len(tt.want) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var got []Reason
			for _, p := range blocked.Pods {
				got = append(got, p.Reason)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if len(w.wrote) > 0 || blocked.Waited != 0 {
				t.Errorf("waited %s, wrote %v", blocked.Waited, w.wrote)
			}
		})
	}
}

func TestWhatBlocksIsSaidWithWhatToDo(t *testing.T) {
	w := newWorld(t, append(volume("host-a"), node("a"), web("web-1", "a"), owned("web-2", "a", "", `,"volumes":[{"name":"tmp","emptyDir":{}},{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]`),
		replaced(pdb, "web")+`"spec":{"selector":{}},"status":{"observedGeneration":2,"expectedPods":2,"desiredHealthy":2,"currentHealthy":2}}`)...)
	delete(w.objects[w.put(web("web-1", "a")).Ref()]["metadata"].(map[string]any), "ownerReferences")
	_, err := Node(t.Context(), w, "a", Options{})
	const want = `node a cannot be emptied: Pod shop/web-1: nothing would start it elsewhere: end it by hand, or say by the annotation cluster-autoscaler.kubernetes.io/safe-to-evict=true that it may be lost; ` +
		`Pod shop/web-1: the budget web never lets it go: it wants 2 healthy pods and there are to be 2: run one more, or ask less of the budget; ` +
		`Pod shop/web-2: the budget web never lets it go: it wants 2 healthy pods and there are to be 2: run one more, or ask less of the budget; ` +
		`Pod shop/web-2: files of its volume tmp on the node would be lost: say that they may be by the annotation cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes=tmp of the pod, or for all by lose_scratch = true in the site's specs; ` +
		`Pod shop/web-2: the claim data has its volume (pv-1) on the node, which does not come back: move the data first`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}
