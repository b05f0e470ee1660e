package record

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"berth.dev/engine/object"
)

// content ignores what a record keeps of the cluster it was read from.
func content() cmp.Options {
	return cmp.Options{cmpopts.IgnoreUnexported(Set{}, Cluster{}), cmpopts.EquateEmpty()}
}

func shop() *Set {
	return &Set{Product: "shop", Namespace: "ads", Members: []Member{
		{Ref: object.Ref{Kind: "Deployment", Namespace: "ads", Name: "web"}, UID: "8f14e45f-ceea-467f-a4f1-0c2a3b4c5d6e"},
		{Ref: object.Ref{Kind: "PersistentVolumeClaim", Namespace: "ads", Name: "data"}, UID: "uid-1", Kept: true},
		{Ref: object.Ref{Kind: "Service", Namespace: "ads", Name: "web"}},
	}}
}

func stored(t *testing.T, s *Set) object.Object {
	t.Helper()
	o, err := s.Object()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestASetIsWrittenAsKubectlKnowsApplySets(t *testing.T) {
	want := object.Object{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{
			"name": "berth-shop", "namespace": "ads",
			"labels": map[string]any{
				// base64url(sha256("berth-shop.ads.ConfigMap.")), as kubectl's ApplySet.ID does
				"applyset.kubernetes.io/id":    "applyset-Qago7znTJFau4pQT0vGv3yqDh-rLZ0vX3aSS2wjldCw-v1",
				"app.kubernetes.io/managed-by": "berth",
			},
			"annotations": map[string]any{
				"applyset.kubernetes.io/tooling":              "berth/v1",
				"applyset.kubernetes.io/contains-group-kinds": "Deployment.apps,PersistentVolumeClaim,Service",
			},
		},
		"data": map[string]any{
			"format":  "berth/1",
			"members": "data pvc:~uid-1!\nweb dep:jxTkX87qRn-k8QwqO0xdbg svc:?\n",
			"sum":     sum("data pvc:~uid-1!\nweb dep:jxTkX87qRn-k8QwqO0xdbg svc:?\n"),
		},
	}
	if diff := cmp.Diff(want, stored(t, shop())); diff != "" {
		t.Error(diff)
	}
}

func TestTheIdentifierIsKubectls(t *testing.T) {
	// printf 'berth.default.ConfigMap.' | sha256sum, in base64url without padding
	got := SetID("", "default")
	if diff := cmp.Diff("applyset-U1-_Lq2irOhSWWNYOpL_En2I2tGt1L0GwCsXALOu0iI-v1", got); diff != "" {
		t.Error(diff)
	}
	if got == SetID("", "other") || got == SetID("x", "default") {
		t.Error("two sets have the same identifier")
	}
}

func TestASetIsReadBackWithWhatOthersAdded(t *testing.T) {
	o := stored(t, shop())
	meta := o["metadata"].(map[string]any)
	meta["uid"], meta["resourceVersion"], meta["managedFields"] = "u", "7", []any{}
	meta["annotations"].(map[string]any)["team"] = "ads"
	s, err := ReadSet(o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shop(), s, content()); diff != "" {
		t.Error(diff)
	}
	if !s.Stored() || shop().Stored() {
		t.Error("only what was read from a cluster is stored there")
	}
	again := stored(t, s.Without(nil))
	if again.UID() != "u" || again.Version() != "7" || again.Annotation("team") != "ads" || again.At("metadata", "managedFields") != nil {
		t.Errorf("written back, the metadata are %v", again["metadata"])
	}
}

func TestAnEditedSetIsRefusedWithAdvice(t *testing.T) {
	for name, edit := range map[string]func(o object.Object){
		"another member": func(o object.Object) { o["data"].(map[string]any)["members"] = "web svc:?\n" },
		"another sum":    func(o object.Object) { o["data"].(map[string]any)["sum"] = "sha256:0" },
		"a member more":  func(o object.Object) { o["data"].(map[string]any)["note"] = "x" },
		"another identifier": func(o object.Object) {
			o["metadata"].(map[string]any)["labels"].(map[string]any)[object.LabelSet] = "x"
		},
		"other kinds": func(o object.Object) {
			o["metadata"].(map[string]any)["annotations"].(map[string]any)[annotationKinds] = "Job"
		},
		"signed but unsorted": func(o object.Object) { resum(o, "web svc:? dep:?\n") },
		"signed but empty":    func(o object.Object) { resum(o, "web\n") },
		"an unknown kind":     func(o object.Object) { resum(o, "web role:?\n") },
		"no UID":              func(o object.Object) { resum(o, "web svc:!!\n") },
		"twice":               func(o object.Object) { resum(o, "web svc:? svc:?\n") },
		"no end of line":      func(o object.Object) { resum(o, "web svc:?") },
	} {
		t.Run(name, func(t *testing.T) {
			o := stored(t, shop())
			edit(o)
			_, err := ReadSet(o)
			if err == nil || !strings.HasPrefix(err.Error(), "ConfigMap ads/berth-shop: ") || !strings.Contains(err.Error(), "put back") {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func resum(o object.Object, members string) {
	data := o["data"].(map[string]any)
	data["members"], data["sum"] = members, sum(members)
}

func TestASetOfSomebodyElseIsLeftAlone(t *testing.T) {
	for name, edit := range map[string]func(meta map[string]any){
		"tooling": func(meta map[string]any) { meta["annotations"].(map[string]any)[annotationTooling] = "kubectl/v1.37" },
		"label":   func(meta map[string]any) { delete(meta["labels"].(map[string]any), object.LabelManagedBy) },
		"name":    func(meta map[string]any) { meta["name"] = "other" },
		"newer":   func(meta map[string]any) { meta["name"] = "berth-" },
	} {
		o := stored(t, shop())
		edit(o["metadata"].(map[string]any))
		if _, err := ReadSet(o); err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}

func TestOnlyWhatASetNamesIsBerths(t *testing.T) {
	s := shop()
	live := func(kind, name, uid, service, set string) object.Object {
		return object.Object{"kind": kind, "metadata": map[string]any{"name": name, "namespace": "ads", "uid": uid,
			"labels": map[string]any{object.LabelService: service, object.LabelPartOf: set}}}
	}
	web := "8f14e45f-ceea-467f-a4f1-0c2a3b4c5d6e"
	for name, c := range map[string]struct {
		live object.Object
		want bool
	}{
		"named with its UID":          {live("Deployment", "web", web, "web", s.ID()), true},
		"another UID":                 {live("Deployment", "web", "x", "web", s.ID()), false},
		"being made":                  {live("Service", "web", "x", "web", s.ID()), true},
		"not named":                   {live("Service", "other", "x", "web", s.ID()), false},
		"no label of a service":       {live("Deployment", "web", web, "", s.ID()), false},
		"in another set":              {live("Deployment", "web", web, "web", SetID("x", "ads")), false},
		"of a manifest, never served": {live("Service", "web", "", "web", s.ID()), false},
	} {
		if got := s.Owns(c.live); got != c.want {
			t.Errorf("%s: owned is %v", name, got)
		}
	}
}

func TestNoSetHoldsWhatItCannotOwn(t *testing.T) {
	for name, s := range map[string]*Set{
		"another namespace": {Namespace: "ads", Members: []Member{{Ref: object.Ref{Kind: "Service", Namespace: "x", Name: "a"}}}},
		"a role":            {Namespace: "ads", Members: []Member{{Ref: object.Ref{Kind: "Role", Namespace: "ads", Name: "a"}}}},
		"a strange name":    {Namespace: "ads", Members: []Member{{Ref: object.Ref{Kind: "Service", Namespace: "ads", Name: "a b"}}}},
		"berth's own":       {Namespace: object.SystemNamespace},
		"no namespace":      {},
	} {
		if _, err := s.Object(); err == nil {
			t.Errorf("%s: was written", name)
		}
	}
}

// big is a set of services with four objects each, under names of a usual length.
func big(services int) *Set {
	s := &Set{Product: "shop", Namespace: "shop"}
	var members []Member
	for i := range services {
		for j, kind := range []string{"ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Service"} {
			members = append(members, Member{
				Ref: object.Ref{Kind: kind, Namespace: "shop", Name: fmt.Sprintf("service-with-a-name-of-forty-letters-%04d", i)},
				UID: fmt.Sprintf("%08x-aaaa-4bbb-8ccc-%012x", i*7919, j),
			})
		}
	}
	return s.Union(members)
}

func TestFiveThousandServicesFitIntoOneSet(t *testing.T) {
	o := stored(t, big(5000))
	line, err := o.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if len(line) > 1<<20 {
		t.Errorf("%d bytes", len(line))
	}
	back, err := ReadSet(o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(big(5000), back, content()); diff != "" {
		t.Error("not read back as written")
	}
}

func TestATooLargeSetSaysWhatToDo(t *testing.T) {
	_, err := big(9000).Object()
	if err == nil || !strings.Contains(err.Error(), "split the product") {
		t.Errorf("error is %v", err)
	}
}

// members draws members of a namespace.
func members(t *rapid.T, name string) []Member {
	kinds := codes()
	byRef := map[object.Ref]Member{}
	for range rapid.IntRange(0, 12).Draw(t, name) {
		ref := object.Ref{
			Kind:      kinds[rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")].kind,
			Namespace: "ads",
			Name:      rapid.StringMatching(`[a-c]{1,2}`).Draw(t, "name"),
		}
		uid := rapid.SampledFrom([]string{"", "u1", "8f14e45f-ceea-467f-a4f1-0c2a3b4c5d6e", "8F14E45F-CEEA-467F-A4F1-0C2A3B4C5D6E"}).Draw(t, "uid")
		byRef[ref] = Member{Ref: ref, UID: uid, Kept: rapid.Bool().Draw(t, "kept")}
	}
	return (&Set{}).with(byRef).Members
}

func TestASetIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Set{Product: "shop", Namespace: "ads", Members: members(t, "members")}
		o, err := s.Object()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadSet(o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, back, content()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestASupersetLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := &Set{Namespace: "ads", Members: members(t, "old")}
		more := members(t, "more")
		super := old.Union(more)
		for _, m := range slices.Concat(old.Members, more) {
			got, ok := super.Member(m.Ref)
			if !ok {
				t.Fatalf("%s is lost", m.Ref)
			}
			if before, was := old.Member(m.Ref); was && before.UID != "" && got.UID == "" {
				t.Fatalf("%s has lost its UID", m.Ref)
			}
		}
		var refs []object.Ref
		for _, m := range super.Members {
			refs = append(refs, m.Ref)
		}
		if left := super.Without(refs); len(left.Members) > 0 {
			t.Fatalf("%v is left of nothing", left.Members)
		}
	})
}

func FuzzReadSet(f *testing.F) {
	f.Add("data pvc:~uid-1!\nweb dep:jxTkX87qRn-k8QwqO0xdbg svc:?\n")
	f.Add("")
	f.Add("a svc:")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readMembers(text, "ads")
		if err != nil {
			return
		}
		again, err := writeMembers(got, "ads")
		if err != nil || again != text {
			t.Errorf("read %q, written back it is %q, %v", text, again, err)
		}
	})
}

func BenchmarkASetOfFiveThousandServices(b *testing.B) {
	s := big(5000)
	for b.Loop() {
		o, err := s.Object()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ReadSet(o); err != nil {
			b.Fatal(err)
		}
	}
}
