package milp

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(values map[string]float64, bound float64) answer {
	return answer{status: Open, values: values, bound: bound}
}

func TestWhatCBCPrintsIsRead(t *testing.T) {
	nothing := math.Inf(-1)
	for name, c := range map[string]struct {
		log, solution string
		gap           float64
		want          answer
	}{
		"optimal":       {"", "Optimal - objective value 200.00000000\n 0 y0_1 1 -7\n 5 one 1 70\n", 0, answer{Closed, map[string]float64{"y0_1": 1, "one": 1}, 200}},
		"within a gap":  {"", "Optimal - objective value 200.00000000\n", 0.01, answer{Closed, map[string]float64{}, 198}},
		"a bound":       {"Lower bound:                    190.5\n", "Optimal (within gap tolerance) - objective value 200.0\n", 0.1, answer{Closed, map[string]float64{}, 190.5}},
		"time":          {"Result\nLower bound: 190.5\n", "Stopped on time - objective value 200.0\n** 1 y0_1 0.9 3\n", 0, open(map[string]float64{"y0_1": 0.9}, 190.5)},
		"no solution":   {"Lower bound: 190.5\n", "Stopped on time (no integer solution - continuous used) - objective value 190.5\n 0 y0_1 0.5 0\n", 0, open(nil, 190.5)},
		"infeasible":    {"", "Infeasible - objective value 1.0\n 0 one 1 1\n", 0, answer{status: Infeasible, bound: nothing}},
		"no solution i": {"", "Integer infeasible - objective value 1.0\n", 0, answer{status: Infeasible, bound: nothing}},
	} {
		got, err := parseCBC([]byte(c.log), []byte(c.solution), c.gap)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(answer{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatGLPKPrintsIsRead(t *testing.T) {
	columns := []column{{name: "y0_1"}, {name: "y0_2"}}
	const progress = "+   483: mip =     not found yet >=              -inf        (1; 0)\n" +
		"+  1116: >>>>>   1.584344061e+04 >=   1.559465796e+04   1.6% (27; 0)\n"
	for name, c := range map[string]struct {
		log, solution string
		want          answer
	}{
		"optimal":      {progress + "INTEGER OPTIMAL SOLUTION FOUND\n", "s mip 2 3 o 15843.5\ni 1 0\nj 1 1\nj 2 0\nj 3 1\n", answer{Closed, map[string]float64{"y0_1": 1, "y0_2": 0}, 15843.5}},
		"within a gap": {progress + "RELATIVE MIP GAP TOLERANCE REACHED; SEARCH TERMINATED\n", "s mip 2 3 f 15843.5\n", answer{Closed, map[string]float64{}, 15594.65796}},
		"time":         {"OPTIMAL LP SOLUTION FOUND\n" + progress + "TIME LIMIT EXCEEDED; SEARCH TERMINATED\n", "s mip 2 3 f 15843.5\nj 1 1\n", open(map[string]float64{"y0_1": 1}, 15594.65796)},
		"no solution":  {"+ 1: mip = not found yet >= 12.5 (1; 0)\n", "s mip 2 3 u 0\n", open(nil, 12.5)},
		"infeasible":   {"", "s mip 2 3 n 0\n", answer{status: Infeasible, bound: math.Inf(-1)}},
		"no integers":  {"OPTIMAL LP SOLUTION FOUND\n", "s bas 2 3 f f 7\nj 1 b 2.5 0\n", answer{Closed, map[string]float64{"y0_1": 2.5}, 7}},
	} {
		got, err := parseGLPK([]byte(c.log), []byte(c.solution), columns)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(answer{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatTheDriverOfHiGHSPrintsIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		output string
		want   answer
	}{
		"optimal":     {`{"status":7,"bound":5.5,"found":true,"values":{"y0_1":1}}`, answer{Closed, map[string]float64{"y0_1": 1}, 5.5}},
		"time":        {"noise\n" + `{"status":13,"bound":null,"found":false,"values":{}}`, open(nil, math.Inf(-1))},
		"infeasible":  {`{"status":8,"bound":0,"found":false,"values":{}}`, answer{status: Infeasible, bound: math.Inf(-1)}},
		"with a plan": {`{"status":13,"bound":2,"found":true,"values":{"one":1}}`, open(map[string]float64{"one": 1}, 2)},
	} {
		got, err := parseHiGHS([]byte(c.output))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(answer{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatIsNoAnswerIsAnErrorThatSaysWhatWasPrinted(t *testing.T) {
	_, cbc := parseCBC(nil, []byte("Segmentation fault\n"), 0)
	_, glpk := parseGLPK(nil, []byte("c Rows: 3\n"), nil)
	_, highs := parseHiGHS([]byte("Error: Cannot find module 'highs'\n"))
	for what, err := range map[string]error{"Segmentation fault": cbc, "status": glpk, "Cannot find module": highs} {
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("error %v, want one that says %q", err, what)
		}
	}
}

func FuzzNoAnswerCrashesItsReader(f *testing.F) {
	f.Add([]byte("Lower bound: 1\n+ 1: mip = 2 >= 1 1%"), []byte("Optimal - objective value 2\n 0 y0_1 1 2\ns mip 2 3 o 5\nj 1 1\n"))
	f.Add([]byte("OPTIMAL"), []byte("{\"status\":7,\"bound\":1,\"found\":true,\"values\":{\"a\":1}}"))
	f.Add([]byte("OPTIMAL"), []byte("s mip 2 3 o 5\nj 0 1\n"))
	f.Fuzz(func(t *testing.T, log, solution []byte) {
		_, _ = parseCBC(log, solution, 0.1)
		_, _ = parseHiGHS(solution)
		got, err := parseGLPK(log, solution, []column{{name: "y"}})
		if err == nil && got.status == "" {
			t.Error("an answer without a status")
		}
	})
}
