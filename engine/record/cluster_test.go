package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/object"
)

func busy() *Cluster {
	return &Cluster{
		Epoch: 3, Generation: 7, Last: "sha256:aa",
		Namespaces: []Namespace{{Name: "ads", UID: "u1"}, {Name: "shop"}},
		Open:       &Open{Done: 2, Gate: "w1.2.1", Passed: []string{"w0.1.1"}, Plan: "sha256:bb", Services: []string{"api", "web"}, Since: "2027-01-02T03:04:05Z"},
	}
}

func TestTheRecordOfAClusterIsOneLineOfJSON(t *testing.T) {
	o, err := busy().Object()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"epoch":3,"generation":7,"last":"sha256:aa","namespaces":[{"name":"ads","uid":"u1"},{"name":"shop","uid":""}],` +
		`"open":{"done":2,"gate":"w1.2.1","passed":["w0.1.1"],"plan":"sha256:bb","services":["api","web"],"since":"2027-01-02T03:04:05Z"}}`
	if diff := cmp.Diff(want, o.At("data", "record")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(ClusterRef(), o.Ref()); diff != "" {
		t.Error(diff)
	}
}

func TestTheRecordOfAClusterIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := busy()
		want.Epoch = rapid.Int64Range(0, 1<<40).Draw(t, "epoch")
		want.Generation = rapid.Int64Range(0, 1<<40).Draw(t, "generation")
		want.Last = rapid.String().Draw(t, "last")
		if rapid.Bool().Draw(t, "closed") {
			want.Open = nil
		} else {
			want.Open.Passed = rapid.SliceOf(rapid.StringMatching(`w\d\.\d`)).Draw(t, "passed")
		}
		o, err := want.Object()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadCluster(o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, content()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestAnEditedRecordOfAClusterIsRefusedWithAdvice(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":          `{`,
		"two of them":       `{} {}`,
		"an unknown member": `{"epoch":0,"generation":0,"last":"","namespaces":[],"open":null,"x":1}`,
		"a member less":     `{"epoch":0,"generation":0,"last":"","namespaces":[]}`,
		"below zero":        `{"epoch":-1,"generation":0,"last":"","namespaces":[],"open":null}`,
		"unsorted":          `{"epoch":0,"generation":0,"last":"","namespaces":[{"name":"b","uid":""},{"name":"a","uid":""}],"open":null}`,
		"twice":             `{"epoch":0,"generation":0,"last":"","namespaces":[{"name":"a","uid":""},{"name":"a","uid":""}],"open":null}`,
		"no plan":           `{"epoch":0,"generation":0,"last":"","namespaces":[],"open":{"done":0,"gate":"","passed":[],"plan":"","services":[],"since":"2027-01-02T03:04:05Z"}}`,
		"no time":           `{"epoch":0,"generation":0,"last":"","namespaces":[],"open":{"done":0,"gate":"","passed":[],"plan":"p","services":[],"since":"now"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			o := kept{}.configMap(ClusterRef(), keyRecord, text)
			_, err := ReadCluster(o)
			if err == nil || !strings.Contains(err.Error(), "put back") {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestARecordOfAnotherFormatAsksForTheOtherBerth(t *testing.T) {
	o := kept{}.configMap(ClusterRef(), keyRecord, "{}")
	o["data"].(map[string]any)["format"] = "berth/2"
	_, err := ReadCluster(o)
	if err == nil || !strings.Contains(err.Error(), "use the version of berth that wrote it") {
		t.Errorf("error is %v", err)
	}
}

func TestARecordIsReplacedAtTheVersionItWasReadAt(t *testing.T) {
	o, err := (&Cluster{}).Object()
	if err != nil {
		t.Fatal(err)
	}
	meta := o["metadata"].(map[string]any)
	meta["uid"], meta["resourceVersion"] = "u", "41"
	c, err := ReadCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	c.Generation++
	again, err := c.Object()
	if err != nil {
		t.Fatal(err)
	}
	if again.UID() != "u" || again.Version() != "41" || !c.Stored() {
		t.Errorf("metadata are %v", again["metadata"])
	}
}

func TestOnlyNamespacesInTheRecordWereMadeByBerth(t *testing.T) {
	if n, ok := busy().Made("ads"); !ok || n.UID != "u1" {
		t.Errorf("ads: %v %v", n, ok)
	}
	if _, ok := busy().Made("kube-system"); ok {
		t.Error("kube-system was made by nobody here")
	}
}

func FuzzReadCluster(f *testing.F) {
	text, err := busy().text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(`{"epoch":0}`)
	f.Fuzz(func(t *testing.T, text string) {
		o := kept{}.configMap(ClusterRef(), keyRecord, text)
		c, err := ReadCluster(o)
		if err != nil {
			return
		}
		again, err := c.text()
		if err != nil || again != text || o.Ref() != (object.Ref{Kind: "ConfigMap", Name: "berth-record", Namespace: "berth-system"}) {
			t.Errorf("read %q, written back it is %q, %v", text, again, err)
		}
	})
}
