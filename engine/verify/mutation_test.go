package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// loose reads JSON without a shape, numbers as they are written.
func loose(t testing.TB, raw []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	out := map[string]any{}
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// write writes what [loose] reads, with the digest that belongs to it.
func write(t testing.TB, m map[string]any) []byte {
	t.Helper()
	sealed := maps.Clone(m)
	delete(sealed, "digest")
	once := func() []byte {
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		if err := e.Encode(sealed); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	sum := sha256.Sum256(once())
	sealed["digest"] = "sha256:" + hex.EncodeToString(sum[:])
	return once()
}

// mutants calls each with every file that differs from m in one value: numbers,
// words, flags, members and entries of lists.
func mutants(m map[string]any, each func(where string)) {
	var visit func(where string, v any, set func(any))
	visit = func(where string, v any, set func(any)) {
		try := func(how string, to any) {
			set(to)
			each(where + " " + how)
			set(v)
		}
		switch v := v.(type) {
		case json.Number:
			n, _ := v.Int64()
			for _, to := range []int64{n + 1, n - 1, 2 * n, 0, -n, n + 1<<40, 1<<63 - 1, -1 << 63} {
				if to != n {
					try(fmt.Sprint("= ", to), json.Number(fmt.Sprint(to)))
				}
			}
			try("= 1.0", json.Number(v.String()+".0"))
			try("= null", nil)
		case string:
			try("longer", v+"x")
			try("empty", "")
			try("a number", json.Number("0"))
		case bool:
			try("turned", !v)
		case []any:
			for k := range v {
				visit(fmt.Sprintf("%s[%d]", where, k), v[k], func(to any) { v[k] = to })
				try(fmt.Sprintf("without %d", k), slices.Concat(v[:k], v[k+1:]))
				try(fmt.Sprintf("with %d twice", k), slices.Insert(slices.Clone(v), k, v[k]))
				if k > 0 {
					swapped := slices.Clone(v)
					swapped[k-1], swapped[k] = v[k], v[k-1]
					try(fmt.Sprintf("with %d before %d", k, k-1), swapped)
				}
			}
			try("with a number", append(slices.Clone(v), json.Number("0")))
			try("null", nil)
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				visit(where+"."+key, v[key], func(to any) { v[key] = to })
				less := maps.Clone(v)
				delete(less, key)
				try("without "+key, less)
				less[key+"x"] = v[key]
				try("with another "+key, less)
			}
			more := maps.Clone(v)
			more["more"] = true
			try("with more", more)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		visit(key, m[key], func(to any) { m[key] = to })
	}
}

// attack tries all mutants of a good file, resealed, and judges those accepted.
func attack(t *testing.T, raw []byte) (tried, accepted int) {
	t.Helper()
	m := loose(t, raw)
	mutants(m, func(where string) {
		tried++
		mutant := write(t, m)
		if bytes.Equal(mutant, raw) {
			return
		}
		if _, err := Check(mutant, Options{}); err != nil {
			return
		}
		accepted++
		f, err := decode(mutant, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if err := judge(f); err != nil {
			t.Errorf("%s was accepted, and %v", where, err)
		}
	})
	return tried, accepted
}

func TestNoMutantOfAPlanIsAcceptedUnlessItsClaimsStillFollow(t *testing.T) {
	tried, accepted, files := 0, 0, 1
	a, b := attack(t, seal(t, hand()))
	tried, accepted = tried+a, accepted+b
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		f := sample(t, seed)
		if f == nil {
			continue
		}
		raw := seal(t, f)
		mustPass(t, raw)
		if err := judge(f); err != nil {
			t.Fatalf("seed %d: the sample itself is false: %v", seed, err)
		}
		a, b := attack(t, raw)
		tried, accepted, files = tried+a, accepted+b, files+1
	}
	t.Logf("%d mutants of %d files, %d accepted and all of them true", tried, files, accepted)
	if tried < 3000 || accepted == 0 {
		t.Error("too few were tried")
	}
}

func TestEveryChangeOfAClaimedAmountIsRefused(t *testing.T) {
	raw := seal(t, hand())
	m := loose(t, raw)
	claims := m["claim"].(map[string]any)
	mutants(claims, func(where string) {
		if _, err := Check(write(t, m), Options{}); err == nil {
			t.Errorf("claim %s was accepted", where)
		}
	})
}

func TestAFloorOneHigherIsRefusedThoughTheGapIsMadeToMatch(t *testing.T) {
	tight := 0
	for seed := range uint64(200) {
		f := sample(t, seed)
		if f == nil || f.Claim.Floor == f.Claim.Cost {
			continue
		}
		tight++
		f.Claim.Floor++
		f.Claim.Gap.Assignment--
		if _, err := Check(seal(t, f), Options{}); err == nil {
			t.Errorf("seed %d: a floor above what the proof carries was accepted", seed)
		}
		f.Claim.Floor -= 2
		f.Claim.Gap.Assignment += 2
		mustPass(t, seal(t, f))
	}
	if tight < 50 {
		t.Errorf("only %d plans with a gap", tight)
	}
}

func TestEverySingleFlippedBitIsRefused(t *testing.T) {
	raw := seal(t, hand())
	mustPass(t, raw)
	for k := range raw {
		for bit := range 8 {
			raw[k] ^= 1 << bit
			if _, err := Check(raw, Options{}); err == nil {
				t.Errorf("bit %d of byte %d was flipped without being noticed", bit, k)
			}
			raw[k] ^= 1 << bit
		}
	}
}
