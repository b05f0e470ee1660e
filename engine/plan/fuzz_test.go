package plan_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/plan"
)

// sealed is a file as it came, with the digest that its bytes ask for: a stranger can
// seal whatever they write.
func sealed(raw []byte) []byte {
	var f plan.File
	if json.Unmarshal(raw, &f) != nil {
		return raw
	}
	if again, err := f.Bytes(); err == nil {
		return again
	}
	return raw
}

// FuzzAPlanOfAStrangerCanBeShown feeds files that read, whatever they claim, to all
// that shows them.
func FuzzAPlanOfAStrangerCanBeShown(f *testing.F) {
	for _, services := range [][]string{
		{small.Service("a", `runs_on = "gke"`)},
		{small.Service("a", `runs_on = "gke"`, small.Call("b", "1Gi", "2Gi"), `same_site = ["c"]`), small.Service("b", `different_sites = ["c"]`), small.Service("c", `runs_on = "gke"`, `pin = "tokyo"`)},
	} {
		raw, err := of(f, services...).Bytes()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		for _, swap := range [][2]string{
			{`"today":0`, `"today":7`}, {`"group":0`, `"group":9`}, {`"exponent":-9`, `"exponent":-999999999`}, {`"demand":`, `"demand":7`},
			{`"groups":[0]`, `"groups":[-1]`}, {`"nodes":2`, `"nodes":-2`}, {`"placement":[`, `"placement":[-1,`}, {`"prices":[[0,`, `"prices":[[-4,`},
			{`"over":-1`, `"over":5`}, {`"slots":[0`, `"slots":[-5`}, {`"cost":[0,`, `"cost":[`}, {`"count":`, `"count":9`}, {`"room":[`, `"room":[-7,`},
			{`"sites":["gke"]`, `"sites":[]`}, {`"scale":"MiB"`, `"scale":""`}, {`"request":[1000`, `"request":[0`},
		} {
			f.Add(bytes.Replace(raw, []byte(swap[0]), []byte(swap[1]), -1))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		read, err := plan.Read(bytes.NewReader(sealed(raw)))
		if err != nil {
			return
		}
		v, err := plan.NewView(read)
		if err != nil {
			t.Fatalf("a file that reads cannot be shown: %v", err)
		}
		for _, b := range read.Baselines {
			v.Lacks(b)
		}
		for k := range read.Services[:min(len(read.Services), 5)] {
			if _, err := plan.Explain(read, read.Services[k].Name); err != nil {
				t.Fatalf("a service of the plan cannot be explained: %v", err)
			}
		}
		plan.Compare(read, read)
	})
}
