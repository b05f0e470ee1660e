package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// filed is a plan of a generated fleet with everything on its first option.
func filed(t *testing.T) *File {
	t.Helper()
	p := enginetest.Problem(12, 1, enginetest.Loose)
	v := &vectors{seen: map[string]int{}}
	f := &File{Format: Format, Problem: encodeProblem(p, v), Placement: make([]int, len(p.Services))}
	f.Problem.Vectors = v.all
	f.Proof = encodeProof(p, &place.Tree{
		Service: 3, Yes: 1,
		Then: &place.Tree{Leaf: &place.Leaf{Prices: []place.Price{{Block: 0, Slot: 7, Value: 9}}}},
		Else: &place.Tree{Leaf: &place.Leaf{}},
	})
	for i, g := range f.Problem.Groups {
		f.Services = append(f.Services, Service{Name: g.Name, Group: i, Options: make([]Parts, len(g.Options)), Once: make([]int64, len(g.Options)), Demand: -1})
	}
	return f
}

func TestAFileHoldsTheWholeProblem(t *testing.T) {
	f := filed(t)
	got, _, err := f.Place()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(enginetest.Problem(12, 1, enginetest.Loose), got); diff != "" {
		t.Errorf("the problem changed on its way through the file (-want +got):\n%s", diff)
	}
}

func TestAFilesBytesAreCanonical(t *testing.T) {
	raw, err := filed(t).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	// encoding/json sorts the keys of maps: an independent way to canonical bytes.
	var any any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&any); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(any)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(append(sorted, '\n'), raw) {
		t.Error("the members of some struct do not stand in the order of their names")
	}
	read, err := Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	again, err := read.Bytes()
	if err != nil || !bytes.Equal(again, raw) {
		t.Errorf("a file that is read and written again has other bytes (%v)", err)
	}
}

func TestAFileWithAnyOtherBytesIsRefused(t *testing.T) {
	raw, err := filed(t).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(raw); at += 1 + len(raw)/400 {
		for bit := range 8 {
			altered := bytes.Clone(raw)
			altered[at] ^= 1 << bit
			if _, err := Read(bytes.NewReader(altered)); !errors.Is(err, ErrAltered) && !errors.Is(err, ErrFormat) {
				t.Fatalf("bit %d of byte %d flipped: %v", bit, at, err)
			}
		}
	}
	for name, altered := range map[string][]byte{
		"a space":    append([]byte(" "), raw...),
		"no newline": raw[:len(raw)-1],
		"a member":   append([]byte(`{"a":1,`), raw[1:]...),
	} {
		if _, err := Read(bytes.NewReader(altered)); err == nil {
			t.Errorf("a file with %s more or less is read", name)
		}
	}
}
