package object

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func config(name, text string) Object {
	return Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": name}, "data": map[string]any{"k": text}}
}

func bagOf(t testing.TB, objects ...Object) *Bag {
	t.Helper()
	b := &Bag{}
	for _, o := range objects {
		if _, err := b.Add(o); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestABagIsTheSameInWhateverOrderItIsFilled(t *testing.T) {
	x, y := config("x", "1"), config("y", "2")
	if diff := cmp.Diff(string(bagOf(t, x, y).Bytes()), string(bagOf(t, y, x, y).Bytes())); diff != "" {
		t.Error(diff)
	}
}

func TestABagGivesBackWhatWasPutIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, want := &Bag{}, map[string]string{}
		for range rapid.IntRange(0, 5).Draw(t, "objects") {
			o := drawn(t)
			name, err := b.Add(o)
			if err != nil {
				t.Fatal(err)
			}
			line, err := o.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			want[name] = string(line)
		}
		back, err := ReadBag(bytes.NewReader(b.Bytes()), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if err := back.Exactly(b.Digests()); err != nil {
			t.Fatal(err)
		}
		for name, line := range want {
			o, err := back.Get(name)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := o.Bytes(); err != nil || string(got) != line {
				t.Fatalf("%s: %s, %v", name, got, err)
			}
		}
	})
}

func TestEveryFlippedBitOfABagIsFound(t *testing.T) {
	b := bagOf(t, config("x", "1"), config("y", "<\u00e9>"), config("z", ""))
	data, want := b.Bytes(), b.Digests()
	for i := range data {
		for bit := range 8 {
			bad := bytes.Clone(data)
			bad[i] ^= 1 << bit
			back, err := ReadBag(bytes.NewReader(bad), 1<<20)
			if err == nil {
				err = back.Exactly(want)
			}
			if err == nil {
				t.Errorf("bit %d of byte %d flipped: nothing was found", bit, i)
			}
		}
	}
}

func TestABagSaysWhichLineIsWrong(t *testing.T) {
	b := bagOf(t, config("x", "1"), config("y", "2"), config("z", "3"))
	lines := slices.Collect(strings.Lines(string(b.Bytes())))
	for name, c := range map[string]struct{ in, says string }{
		"two lines swapped":     {lines[1] + lines[0] + lines[2], "line 2: ConfigMap"},
		"a line twice":          {lines[0] + lines[0], "twice"},
		"the last line cut off": {lines[0] + lines[1][:20], "line 2 is cut off"},
		"no end of line":        {lines[0] + strings.TrimSuffix(lines[1], "\n"), "line 2 is cut off"},
		"an empty line":         {lines[0] + "\n", "line 2"},
		"a space more":          {strings.Replace(lines[0], ":", ": ", 1), "not in canonical form"},
		"another line's end":    {strings.TrimSuffix(lines[0], "\n") + "\r\n", "not in canonical form"},
		"a line too long":       {`{"a":"` + strings.Repeat("x", MaxBytes) + "\"}\n", "line 1 has more than"},
		"a secret":              {`{"data":{"p":"aHVudGVyMg=="},"kind":"Secret"}` + "\n", "is not sealed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadBag(strings.NewReader(c.in), 1<<22)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error is %v, want one about %q", err, c.says)
			}
			if err != nil && strings.Contains(err.Error(), "aHVudGVyMg") {
				t.Error("the error shows the secret")
			}
		})
	}
}

func TestABagMustHoldExactlyWhatAPlanNames(t *testing.T) {
	x, y := config("x", "1"), config("y", "2")
	all := bagOf(t, x, y)
	one := bagOf(t, x)
	if err := one.Exactly(all.Digests()); err == nil || !strings.Contains(err.Error(), "missing or was changed") {
		t.Errorf("one less: %v", err)
	}
	if err := all.Exactly(one.Digests()); err == nil || !strings.Contains(err.Error(), "none of the plan's") {
		t.Errorf("one more: %v", err)
	}
	if _, err := one.Get("sha256:0"); err == nil {
		t.Error("something was got that is not there")
	}
}

func TestABagEndsAtItsLimit(t *testing.T) {
	data := bagOf(t, config("x", "1"), config("y", "2")).Bytes()
	if _, err := ReadBag(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Error(err)
	}
	if _, err := ReadBag(bytes.NewReader(data), int64(len(data))-1); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("error is %v", err)
	}
}

func TestOnlySealedSecretsAreKept(t *testing.T) {
	secret := func(member, value string) Object {
		return Object{"kind": "Secret", "metadata": map[string]any{"name": "db"}, member: map[string]any{"p": value}}
	}
	for _, o := range []Object{secret("data", "aHVudGVyMg=="), secret("stringData", "hunter2")} {
		_, err := (&Bag{}).Add(o)
		if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "aHVudGVyMg") {
			t.Errorf("error is %v", err)
		}
	}
	if _, err := (&Bag{}).Add(secret("data", SealedPrefix+"x")); err != nil {
		t.Error(err)
	}
}

func FuzzReadBag(f *testing.F) {
	f.Add(bagOf(f, config("x", "1"), config("y", "2")).Bytes())
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := ReadBag(bytes.NewReader(data), 1<<20)
		if err == nil && !bytes.Equal(data, b.Bytes()) {
			t.Error("other bytes were taken than are written")
		}
	})
}

// BenchmarkABagOfTwentyThousand reads 20,000 objects of 5 kB, which is 100 MB.
func BenchmarkABagOfTwentyThousand(b *testing.B) {
	bag := &Bag{}
	for i := range 20_000 {
		if _, err := bag.Add(config(fmt.Sprint(i), strings.Repeat("x", 5000))); err != nil {
			b.Fatal(err)
		}
	}
	data := bag.Bytes()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadBag(io.Reader(bytes.NewReader(data)), int64(len(data))); err != nil {
			b.Fatal(err)
		}
	}
}
