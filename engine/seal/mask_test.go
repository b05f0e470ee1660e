package seal

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/object"
)

// secret makes a Secret ads/db with more members from JSON.
func secret(t testing.TB, members string) object.Object {
	t.Helper()
	text := `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","namespace":"ads"}` + members + `}`
	var o object.Object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func mask(t testing.TB, o object.Object, k *Key) object.Object {
	t.Helper()
	m, err := Mask(o, k)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMaskKeepsEverythingButTheValues(t *testing.T) {
	k := key(t, 1)
	o := secret(t, `,"type":"Opaque","immutable":true,"data":{"user":"YWRz"},"stringData":{"password":"hunter2"}`)
	m := mask(t, o, k)
	data, _ := m["data"].(map[string]any)
	for _, name := range []string{"user", "password"} {
		if text, _ := data[name].(string); !strings.HasPrefix(text, "hmac:"+k.Public().ID()+":") {
			t.Errorf("%s is %q", name, text)
		}
	}
	delete(m, "data")
	if diff := cmp.Diff(secret(t, `,"type":"Opaque","immutable":true`), m); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(secret(t, `,"type":"Opaque","immutable":true,"data":{"user":"YWRz"},"stringData":{"password":"hunter2"}`), o); diff != "" {
		t.Errorf("the object itself was changed: %s", diff)
	}
}

func TestAManifestAndTheLiveSecretHaveTheSameMask(t *testing.T) {
	k := key(t, 1)
	manifest := mask(t, secret(t, `,"data":{"a":"b2xk"},"stringData":{"a":"new","b":""}`), k)
	live := mask(t, secret(t, `,"data":{"a":"bmV3","b":""}`), k)
	if diff := cmp.Diff(live, manifest); diff != "" {
		t.Error(diff)
	}
}

func TestWhatKubectlAppliedLastIsMaskedToo(t *testing.T) {
	o := secret(t, `,"data":{"a":"bmV3"}`)
	o["metadata"].(map[string]any)["annotations"] = map[string]any{lastApplied: `{"data":{"a":"bmV3"}}`, "team": "ads"}
	k := key(t, 1)
	m := mask(t, o, k)
	if text := fmt.Sprint(map[string]any(m)); strings.Contains(text, "bmV3") || m.Annotation("team") != "ads" {
		t.Errorf("masked: %s", text)
	}
	back, err := Unmask(m, o, k)
	if diff := cmp.Diff(o, back); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestOtherKindsNeedNoKey(t *testing.T) {
	o := object.Object{"kind": "ConfigMap", "metadata": map[string]any{"name": "db"}, "data": map[string]any{"a": "b"}}
	m, err := Mask(o, nil)
	back, err2 := Unmask(m, nil, nil)
	if diff := cmp.Diff([]object.Object{o, o}, []object.Object{m, back}); diff != "" || err != nil || err2 != nil {
		t.Error(diff, err, err2)
	}
}

func TestASecretWithoutValuesNeedsNoKey(t *testing.T) {
	o := secret(t, `,"type":"Opaque"`)
	if diff := cmp.Diff(o, mask(t, o, nil)); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsThatCannotBeMaskedSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name, members string
		key           *Key
		is            error
		says          string
	}{
		{"no key", `,"data":{"a":"bmV3"}`, nil, ErrNoKey, `make a key with "berth key"`},
		{"not base64", `,"data":{"a":"hunter2!"}`, key(t, 1), ErrValue, "data a: no value of a Secret: it is not base64"},
		{"a number", `,"stringData":{"port":5432}`, key(t, 1), ErrValue, "stringData port: no value of a Secret: write it as text"},
		{"values as text", `,"data":"hunter2"`, key(t, 1), ErrValue, "data: no value of a Secret"},
		{"a misspelt member", `,"stringdata":{"a":"hunter2"}`, key(t, 1), ErrValue, `member "stringdata"`},
	} {
		_, err := Mask(secret(t, c.members), c.key)
		if !errors.Is(err, c.is) || !strings.Contains(fmt.Sprint(err), "Secret ads/db: ") || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestASecretThatIsNotWhatWasPlannedIsRefusedWithTheNamesOfWhatDiffers(t *testing.T) {
	k := key(t, 1)
	masked := mask(t, secret(t, `,"stringData":{"a":"one","b":"two"}`), k)
	elsewhere := secret(t, `,"stringData":{"a":"one","b":"two"}`)
	elsewhere["metadata"] = map[string]any{"name": "db", "namespace": "shop"}
	for _, c := range []struct {
		name string
		real object.Object
		key  *Key
		is   error
		says string
	}{
		{"the same", secret(t, `,"stringData":{"a":"one","b":"two"}`), k, nil, ""},
		{"as data", secret(t, `,"data":{"a":"b25l","b":"dHdv"}`), k, nil, ""},
		{"swapped", secret(t, `,"stringData":{"a":"two","b":"one"}`), k, ErrDiffers, "a has another value, b has another value;"},
		{"missing and new", secret(t, `,"stringData":{"a":"one","c":"two"}`), k, ErrDiffers, "b is missing, c is new;"},
		{"another object", elsewhere, k, ErrDiffers, "this is Secret shop/db"},
		{"another key", secret(t, `,"stringData":{"a":"one","b":"two"}`), key(t, 2), ErrOtherKey, key(t, 2).Public().ID()},
		{"no key", secret(t, `,"stringData":{"a":"one","b":"two"}`), nil, ErrNoKey, "berth key"},
	} {
		_, err := Unmask(masked, c.real, c.key)
		if !errors.Is(err, c.is) || (err != nil && !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAValueInThePlaceOfAMaskIsNotTakenForOne(t *testing.T) {
	k := key(t, 1)
	plain := secret(t, `,"data":{"a":"b25l"}`)
	if _, err := Unmask(plain, plain, k); !errors.Is(err, ErrDiffers) {
		t.Errorf("got %v", err)
	}
}

func TestAMaskIsBoundToItsPlace(t *testing.T) {
	k := key(t, 1)
	seen := map[string]string{}
	for _, ref := range []object.Ref{{Kind: "Secret", Name: "db", Namespace: "ads"}, {Kind: "Secret", Name: "db", Namespace: "shop"}, {Kind: "Secret", Name: "bd", Namespace: "sad"}} {
		for at, m := range k.masks(ref, map[place][]byte{{key: "a"}: []byte("one"), {key: "b"}: []byte("one"), {true, "a"}: []byte("one")}) {
			where := ref.String() + " " + at.String()
			if other, twice := seen[m]; twice {
				t.Errorf("%s has the mask of %s", where, other)
			}
			seen[m] = where
		}
	}
}

// TestMaskingIsUndoneOnlyByTheSameValues is the law of masks: what was masked comes
// back from the same values, whole, and from no others.
func TestMaskingIsUndoneOnlyByTheSameValues(t *testing.T) {
	k := key(t, 1)
	values := rapid.MapOfN(rapid.StringMatching(`[a-z]{1,3}`), rapid.SliceOfN(rapid.Byte(), 0, 3), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		was, is := values.Draw(t, "was"), values.Draw(t, "is")
		m, err := Mask(ofValues(was), k)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Unmask(m, ofValues(is), k)
		same := cmp.Equal(ofValues(was), ofValues(is))
		if same != (err == nil) || same && !cmp.Equal(ofValues(was), back) {
			t.Fatalf("the same: %v, back: %v, %v", same, back, err)
		}
	})
}

func ofValues(values map[string][]byte) object.Object {
	data := map[string]any{}
	for name, v := range values {
		data[name] = base64.StdEncoding.EncodeToString(v)
	}
	o := object.Object{"kind": "Secret", "metadata": map[string]any{"name": "db", "namespace": "ads"}}
	if len(data) > 0 {
		o["data"] = data
	}
	return o
}
