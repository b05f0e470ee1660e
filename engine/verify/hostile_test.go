package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsNoPlanIsAnErrorAndNoReport(t *testing.T) {
	good := seal(t, hand())
	cut := func(old, now string) []byte { return bytes.Replace(good, []byte(old), []byte(now), 1) }
	for name, raw := range map[string][]byte{
		"nothing":               nil,
		"no JSON":               []byte("resource \"x\" {}"),
		"another JSON":          []byte("[1,2,3]"),
		"a cut file":            good[:len(good)/2],
		"an unknown member":     cut(`"as_of"`, `"as_off":1,"as_of"`),
		"another format":        cut(`berth-plan/1`, `berth-plan/2`),
		"deep brackets":         []byte(strings.Repeat("[", 1<<20)),
		"deep brackets inside":  cut(`"views":[]`, `"views":`+strings.Repeat("[", 100)+strings.Repeat("]", 100)),
		"deep unknown objects":  []byte(strings.Repeat(`{"a":`, 1<<16)),
		"empty objects":         cut(`"groups":[`, `"groups":[`+strings.Repeat("{},", 1000)),
		"a number of 10,000":    cut(`"cost":150`, `"cost":`+strings.Repeat("9", 10000)),
		"a number with a point": cut(`"cost":150`, `"cost":150.0`),
		"a number with e":       cut(`"cost":150`, `"cost":15e1`),
		"no number":             cut(`"cost":150`, `"cost":NaN`),
	} {
		if r, err := Check(raw, Options{}); err == nil || r != nil {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
	if _, err := Check(good, Options{MaxBytes: len(good) - 1}); err == nil {
		t.Error("a file above the limit was read")
	}
}

func TestOtherBytesForTheSameContentAreRefused(t *testing.T) {
	good := seal(t, hand())
	cut := func(old, now string) []byte { return bytes.Replace(good, []byte(old), []byte(now), 1) }
	var indented bytes.Buffer
	if err := json.Indent(&indented, good, "", " "); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"with spaces":           indented.Bytes(),
		"without its last line": bytes.TrimSpace(good),
		"with something after":  append(bytes.Clone(good), "[]"...),
		"two plans":             append(bytes.Clone(good), good...),
		"a member twice":        cut(`"as_of"`, `"as_of":"2020-01-01","as_of"`),
		"a member in capitals":  cut(`"as_of"`, `"As_Of"`),
		"a member left out":     cut(`"assumed":[],`, ``),
		"null for a number":     cut(`"cost":150`, `"cost":null`),
		"null for a struct":     cut(`"unit":{"currency":"JPY","exponent":-3}`, `"unit":null`),
		"minus zero":            cut(`"bought":0`, `"bought":-0`),
		"a letter escaped":      cut(`"gke"`, `"gk\u0065"`),
		"half a letter":         cut(`"gke"`, `"gk\ud800"`),
		"a list too short":      cut(`"pods":[[0,0,2]]`, `"pods":[[0,0]]`),
		"a list too long":       cut(`"pods":[[0,0,2]]`, `"pods":[[0,0,2,0]]`),
	} {
		r, err := Check(raw, Options{})
		if err == nil {
			t.Errorf("%s: it was accepted", name)
		} else if r == nil || len(r.Checks) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostilePlansAreRefusedWithinTheirLimits(t *testing.T) {
	for name, change := range map[string]func(f *file){
		"a block that is far away": func(f *file) { f.Problem.Groups[0].Options[1].Use[0][0] = 1e9 },
		"a vector that is far":     func(f *file) { f.Problem.Blocks[0].Cap = 1e9 },
		"a group that is far":      func(f *file) { f.Services[0].Group = -1e9 },
		"a level that is far":      func(f *file) { f.Problem.Views = []siteView{{Cost: [][]int64{{}}, Level: [][]int{{0, 1e9}, {0, 1}}}} },
		"a slot that is far":       func(f *file) { f.Packing[0].Slots = []int{1e9} },
		"amounts that overflow": func(f *file) {
			f.Problem.Vectors = append(f.Problem.Vectors, []int64{1 << 62, 1 << 62})
			f.Problem.Groups[0].Options[1].Use[0][1] = len(f.Problem.Vectors) - 1
			f.Problem.Groups[1].Options[1].Use[0][1] = len(f.Problem.Vectors) - 1
		},
		"costs that overflow": func(f *file) { f.Problem.Pairs[0].Cost = []int64{1 << 62, -1 << 63, 1 << 62, 1<<63 - 1} },
		"purchases that overflow": func(f *file) {
			f.Problem.Blocks[0].Firm, f.Problem.Blocks[0].FirmMax = 1<<60, 1<<60
		},
		"prices that overflow": func(f *file) { f.Proof[1].Prices = []price{{0, 0, 1 << 60}, {0, 1, 1 << 60}} },
		"requests that overflow": func(f *file) {
			f.Problem.Groups[0].Options[1].Pods[0].Request[0] = 1<<63 - 1
			f.Packing[0].Nodes[0].Pods[0][2] = 1<<63 - 1
		},
		"many blocks of one long vector": func(f *file) {
			f.Problem.Vectors = append(f.Problem.Vectors, make([]int64, 100000))
			for k := range 1000 {
				f.Problem.Blocks = append(f.Problem.Blocks, block{Cap: len(f.Problem.Vectors) - 1, Over: -1, Name: fmt.Sprint(k), Pools: []string{}})
			}
		},
		"a leaf for every step of a long chain": func(f *file) {
			f.Proof = nil
			for range 200000 {
				f.Proof = append(f.Proof, node{Group: 0, Prices: []price{}, Shares: [][][]int64{}, Yes: []int{0, 1}})
			}
			for range 200001 {
				f.Proof = append(f.Proof, leafOf())
			}
		},
		"rules that stand for large tables": func(f *file) {
			f.Problem.Groups, f.Services, f.Placement, f.Problem.Pairs = nil, nil, nil, nil
			for g := range 120 {
				one := group{Name: fmt.Sprint(g), Today: -1, Was: []option{}}
				for l := range 64 {
					one.Options = append(one.Options, option{Name: fmt.Sprint(l), Pods: []pods{}, Sites: []string{}, Use: [][2]int{}})
				}
				f.Problem.Groups, f.Placement = append(f.Problem.Groups, one), append(f.Placement, 0)
				for other := range g {
					f.Problem.Pairs = append(f.Problem.Pairs, pair{A: other, B: g, Cost: []int64{}, Forbid: []int{4095}, Use: []pairUse{}})
				}
			}
		},
	} {
		f := hand()
		change(f)
		if r, err := Check(seal(t, f), Options{MaxWork: 1 << 24}); err == nil || r == nil {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
}

func TestAPlanWithoutServicesCanBeChecked(t *testing.T) {
	f := blank()
	f.Proof = []node{leafOf()}
	settle(t, f)
	mustPass(t, seal(t, f))
}

func FuzzCheck(f *testing.F) {
	f.Add(seal(f, hand()))
	for seed := range uint64(6) {
		if one := sample(f, seed); one != nil {
			f.Add(seal(f, one))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o := Options{MaxBytes: 1 << 16, MaxWork: 1 << 22}
		_, _ = Check(raw, o)
		// As somebody would who can compute digests.
		one, err := decode(raw, o.MaxBytes)
		if err != nil {
			return
		}
		sealed := seal(t, one)
		if _, err := Check(sealed, o); err != nil {
			return
		}
		placements := 1
		for g := range one.Problem.Groups {
			if placements *= len(one.Problem.Groups[g].Options); placements > 10000 {
				return
			}
		}
		for _, w := range one.Waves {
			if len(w.Groups) > 4 {
				return
			}
		}
		if err := judge(one); err != nil {
			t.Errorf("accepted, and %v\n%s", err, sealed)
		}
	})
}
