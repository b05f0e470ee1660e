package object

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The files in testdata were recorded on a real API server, kube-apiserver v1.37.2.
// made.jsonl has objects as they were sent by POST with the field manager berth, and
// as they were served after; applied.jsonl has objects that berth applied and others
// changed, what is wanted of them next, and the answer of a dry run of that.
type recorded struct {
	Name              string
	Want, Live, After json.RawMessage
}

// scene is a recorded object, read.
type scene struct {
	name              string
	want, live, after Object
}

func scenes(t testing.TB, file string) (out []scene) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, MaxBytes)
	for in.Scan() {
		var r recorded
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		s := scene{name: r.Name, want: parsed(t, r.Want), live: parsed(t, r.Live)}
		if r.After != nil {
			s.after = parsed(t, r.After)
		}
		if s.name == "" {
			s.name = s.want.String()
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return out
}

func parsed(t testing.TB, data []byte) Object {
	t.Helper()
	o, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func cleaned(t testing.TB, o Object) Object {
	t.Helper()
	c, err := Clean(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
