package prometheus

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
)

func TestAPointStandsForTheStepBeforeTheMomentAskedFor(t *testing.T) {
	var start, end, step int64
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		start, end, step = asked(r)
		matrix(line(`"service":"a"`, "1", "2"))(w, r)
	})
	g, answer := read(t, source(t, d.URL, nil), hour(measure.Rate, "x"))
	want := got{"a rate": {noon().Unix(): 1, noon().Unix() + 300: 2}}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Error(diff)
	}
	if start != noon().Unix()+300 || end != noon().Unix()+3600 || step != 300 {
		t.Errorf("asked for %d to %d by %d", start, end, step)
	}
	if diff := cmp.Diff(measure.Answer{Calls: 1, Points: 2}, answer); diff != "" {
		t.Error(diff)
	}
}

func TestTheWordStepInAQueryIsTheStep(t *testing.T) {
	for step, want := range map[time.Duration]string{
		5 * time.Minute: "rate(a[5m])", time.Hour: "rate(a[1h])", 90 * time.Second: "rate(a[1m30s])",
	} {
		said := ""
		d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
			said = r.FormValue("query")
			matrix()(w, r)
		})
		r := hour(measure.Rate, "rate(a[$step])")
		r.Step, r.From, r.To = step, noon(), noon().Add(18*time.Hour)
		fails(t, t.Context(), source(t, d.URL, nil), r)
		if said != want {
			t.Errorf("%s: asked %s", step, said)
		}
	}
}

func TestWhatIsNoMeasurementIsLeftOutAndCounted(t *testing.T) {
	many := strings.Repeat("1,", 300)
	long := hour(measure.Rate, "x")
	long.To = long.From.AddDate(0, 0, 2)
	for name, test := range map[string]struct {
		kind    measure.Kind
		bad     string
		warning string
	}{
		"not a number":   {measure.Rate, "NaN", "1 no finite number"},
		"infinite":       {measure.Rate, "+Inf", "1 no finite number"},
		"negative":       {measure.Rate, "-0.5", "1 negative"},
		"a million":      {measure.CPU, "1000001", "1 out of what cores can be"},
		"less than page": {measure.Memory, "1.5", "1 out of what bytes can be"},
	} {
		t.Run(name, func(t *testing.T) {
			good := strings.Replace(many, "1,", "65536,", -1)
			d := newDouble(t, matrix(line(`"service":"a"`, append([]string{test.bad}, strings.Split(strings.TrimSuffix(good, ","), ",")...)...)))
			r := long
			r.Kind = test.kind
			g, answer := read(t, source(t, d.URL, nil), r)
			if answer.Dropped != 1 || answer.Points != 300 || len(g["a "+string(test.kind)]) != 300 {
				t.Errorf("%+v", answer)
			}
			if len(answer.Warnings) != 1 || !strings.Contains(answer.Warnings[0], test.warning) {
				t.Errorf("%q", answer.Warnings)
			}
			// The same among few is no answer any more.
			d = newDouble(t, matrix(line(`"service":"a"`, test.bad, "65536", "65536")))
			if f := fails(t, t.Context(), source(t, d.URL, nil), r); f.Cause != measure.Nonsense || !strings.Contains(f.Words, "1 of 3 values") {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAnotherUnitIsFoundOutWhereItCanBe(t *testing.T) {
	for name, test := range map[string]struct {
		kind  measure.Kind
		value string
		words string
	}{
		"nanocores":          {measure.CPU, "250000000", "1e9"},
		"gibibytes":          {measure.Memory, "1.5", "2^30"},
		"a day's requests":   {measure.Rate, "9e12", "convert its unit"},
		"bytes of a counter": {measure.CallSent, "3e15", "convert its unit"},
	} {
		d := newDouble(t, matrix(line(`"service":"a","from":"a","to":"b"`, test.value)))
		if f := fails(t, t.Context(), source(t, d.URL, nil), hour(test.kind, "x")); f.Cause != measure.Nonsense || !strings.Contains(f.Words, test.words) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestPointsBesideTheGridOrThereTwiceAreLeftOut(t *testing.T) {
	at := func(offset int) string { return fmt.Sprintf(`[%d,"1"]`, noon().Unix()+int64(offset)) }
	d := newDouble(t, matrix(`{"metric":{"service":"a"},"values":[`+strings.Join([]string{
		at(0), at(300), at(300), at(450), at(600), at(300), at(3600), at(3900),
	}, ",")+`]}`))
	_, err := source(t, d.URL, nil).Read(t.Context(), hour(measure.Rate, "x"), func(b measure.Batch) error {
		if diff := cmp.Diff([]int64{noon().Unix(), noon().Unix() + 300, noon().Unix() + 3300}, b.Times); diff != "" {
			t.Error(diff)
		}
		return nil
	})
	if f, is := err.(*measure.Failure); !is || !strings.Contains(f.Words, "5 beside the times asked for") {
		t.Error(err)
	}
}

func TestNamesComeFromTheQuerysLabels(t *testing.T) {
	only := hour(measure.Rate, "x")
	only.Only = "cart"
	for name, test := range map[string]struct {
		request measure.Request
		labels  []string
		want    []string
		cause   measure.Cause
	}{
		"by service":           {hour(measure.Rate, "x"), []string{`"service":"a"`, `"service":"b","other":"x"`}, []string{"a rate", "b rate"}, ""},
		"of a pair":            {hour(measure.CallRate, "x"), []string{`"from":"a","to":"b"`, `"from":"b","to":"a"`}, []string{"a → b call_rate", "b → a call_rate"}, ""},
		"one service":          {only, []string{``}, []string{"cart rate"}, ""},
		"one service, named":   {only, []string{`"service":"x"`}, []string{"cart rate"}, ""},
		"some without a name":  {hour(measure.Rate, "x"), []string{`"app":"a"`, `"service":"b"`}, []string{"b rate"}, ""},
		"none with a name":     {hour(measure.Rate, "x"), []string{`"app":"a"`, `"app":"b"`}, nil, measure.Wrong},
		"half a pair":          {hour(measure.CallRate, "x"), []string{`"from":"a"`, `"to":"b"`}, nil, measure.Wrong},
		"one name twice":       {hour(measure.Rate, "x"), []string{`"service":"a","pod":"1"`, `"service":"a","pod":"2"`}, nil, measure.Wrong},
		"one service twice":    {only, []string{`"pod":"1"`, `"pod":"2"`}, nil, measure.Wrong},
		"one of two services":  {only, []string{`"service":"x"`, `"service":"y"`}, nil, measure.Wrong},
		"the counter itself":   {hour(measure.CPU, "x"), []string{`"__name__":"container_cpu_usage_seconds_total","service":"a"`}, nil, measure.Wrong},
		"a gauge with a name":  {hour(measure.Memory, "x"), []string{`"__name__":"memory_bytes","service":"a"`}, []string{"a memory"}, ""},
		"a rule that is ready": {hour(measure.Rate, "x"), []string{`"__name__":"service:requests:rate5m","service":"a"`}, []string{"a rate"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var series []string
			for _, l := range test.labels {
				series = append(series, line(l, "5000"))
			}
			s := source(t, newDouble(t, matrix(series...)).URL, nil)
			if test.cause != "" {
				if f := fails(t, t.Context(), s, test.request); f.Cause != test.cause {
					t.Errorf("%+v", f)
				}
				return
			}
			g, _ := read(t, s, test.request)
			want := got{}
			for _, key := range test.want {
				want[key] = map[int64]float64{noon().Unix(): 5000}
			}
			if diff := cmp.Diff(want, g); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatAServerSaysBesideTheNumbersIsKept(t *testing.T) {
	with := func(extra string) http.HandlerFunc {
		return says(200, `{"status":"success",`+extra+`"data":{"resultType":"matrix","result":[`+line(`"service":"a"`, "1")+`]}}`)
	}
	for name, test := range map[string]struct {
		answer   http.HandlerFunc
		partial  bool
		warnings []string
	}{
		"nothing":               {with(``), false, nil},
		"Thanos lacks a store":  {with(`"warnings":["receive series from 10.0.0.1:10901: rpc error\n"],`), true, []string{"receive series from 10.0.0.1:10901: rpc error"}},
		"a remark on the query": {with(`"warnings":["PromQL warning: bucket label \"le\" is missing"],"infos":["PromQL info: metric might not be a counter"],`), false, []string{`PromQL info: metric might not be a counter`, `PromQL warning: bucket label "le" is missing`}},
		"VictoriaMetrics, part": {with(`"isPartial":true,`), true, nil},
		"VictoriaMetrics, all":  {with(`"isPartial":false,`), false, nil},
	} {
		_, answer := read(t, source(t, newDouble(t, test.answer).URL, nil), hour(measure.Rate, "x"))
		if diff := cmp.Diff(measure.Answer{Calls: 1, Points: 1, Partial: test.partial, Warnings: test.warnings}, answer); diff != "" {
			t.Error(name, diff)
		}
	}
}

func TestNativeHistogramsAreNoLoad(t *testing.T) {
	histogram := `{"metric":{"service":"h"},"histograms":[[1793534700,{"count":"3","sum":"2","buckets":[[0,"0.5","1","3"]]}]]}`
	f := fails(t, t.Context(), source(t, newDouble(t, matrix(histogram)).URL, nil), hour(measure.Rate, "x"))
	if f.Cause != measure.Wrong || !strings.Contains(f.Words, "histogram_count") {
		t.Errorf("%+v", f)
	}
	g, answer := read(t, source(t, newDouble(t, matrix(histogram, line(`"service":"a"`, "1"))).URL, nil), hour(measure.Rate, "x"))
	if len(g) != 1 || len(answer.Warnings) != 1 || !strings.Contains(answer.Warnings[0], "native histograms") {
		t.Errorf("%v %q", g, answer.Warnings)
	}
}

func TestWhatTakesNoMoreIsNotAskedFurther(t *testing.T) {
	full := errors.New("the disk is full")
	d := newDouble(t, constant(10, "service"))
	_, err := source(t, d.URL, nil).Read(t.Context(), hour(measure.Rate, "x"), func(measure.Batch) error { return full })
	if err != full || d.calls.Load() != 1 {
		t.Error(err, d.calls.Load())
	}
}

func TestARequestBesideTheGridIsRefusedBeforeAnyCall(t *testing.T) {
	d := newDouble(t, matrix())
	for name, change := range map[string]func(*measure.Request){
		"from":       func(r *measure.Request) { r.From = r.From.Add(time.Second) },
		"no step":    func(r *measure.Request) { r.Step = 0 },
		"a fraction": func(r *measure.Request) { r.Step = 1500 * time.Millisecond },
	} {
		r := hour(measure.Rate, "x")
		change(&r)
		if f := fails(t, t.Context(), source(t, d.URL, nil), r); f.Cause != measure.Wrong {
			t.Error(name, f)
		}
	}
	if d.calls.Load() != 0 {
		t.Error("it was asked")
	}
}
