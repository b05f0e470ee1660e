package prometheus

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/crypto/bcrypt"

	"berth.dev/engine/measure"
	server "berth.dev/providers/providertest/prometheus"
)

// close4 lets numbers differ by a part in ten thousand: rate() extrapolates.
func close4() cmp.Option { return cmpopts.EquateApprox(1e-4, 1e-9) }

// labelled are labels from "name=value" texts.
func labelled(text ...string) map[string]string {
	out := map[string]string{}
	for _, one := range text {
		name, value, _ := strings.Cut(one, "=")
		out[name] = value
	}
	return out
}

// minutely is a counter that grows by some amount a second, changed each five minutes,
// written each minute from the beginning on.
func minutely(labels map[string]string, from time.Time, rates ...float64) server.Series {
	values, total := []float64{0}, 0.0
	for _, rate := range rates {
		for range 5 {
			total += rate * 60
			values = append(values, total)
		}
	}
	return server.Series{Labels: labels, Samples: server.Each(from, time.Minute, values...)}
}

// steps are the points of a series by what is expected at each step from noon on; a
// negative number is a gap.
func steps(values ...float64) map[int64]float64 {
	out := map[int64]float64{}
	for i, v := range values {
		if v >= 0 {
			out[noon().Unix()+int64(i)*300] = v
		}
	}
	return out
}

func TestRatesOfARealServerAreThoseThatWereWritten(t *testing.T) {
	s := server.Start(t, server.Options{})
	s.Write(t,
		minutely(labelled("__name__=requests_total", "service=cart"), noon(), 1, 2, 0, 4.5),
		minutely(labelled("__name__=requests_total", "service=web", "pod=1"), noon(), 10, 10),
		minutely(labelled("__name__=requests_total", "service=web", "pod=2"), noon(), 5, 7))
	g, answer := read(t, source(t, s.URL(), nil), hour(measure.Rate, "sum by (service) (rate(requests_total[$step]))"))
	want := got{"cart rate": steps(1, 2, 0, 4.5), "web rate": steps(15, 17)}
	if diff := cmp.Diff(want, g, close4()); diff != "" {
		t.Error(diff)
	}
	if answer.Points != 6 || answer.Dropped != 0 || answer.Partial {
		t.Errorf("%+v", answer)
	}
}

func TestACounterThatBeginsAnewBringsNeitherANegativeNorASpike(t *testing.T) {
	s := server.Start(t, server.Options{})
	// It counts to 6,000, begins anew at 0 in the middle of the third step, and goes on.
	var values []float64
	for minute := range 13 {
		values = append(values, float64(minute)*500)
	}
	for minute := range 8 {
		values = append(values, float64(minute)*500)
	}
	s.Write(t, server.Series{Labels: labelled("__name__=requests_total", "service=cart"), Samples: server.Each(noon(), time.Minute, values...)})
	g, _ := read(t, source(t, s.URL(), nil), hour(measure.Rate, "sum by (service) (rate(requests_total[$step]))"))
	const rate = 500.0 / 60
	for at, v := range g["cart rate"] {
		if v < 0 || v > rate*1.0001 {
			t.Errorf("%g at %s", v, time.Unix(at, 0).UTC())
		}
	}
	if len(g["cart rate"]) != 4 || g["cart rate"][noon().Unix()+600] < rate*0.6 {
		t.Errorf("%v", g)
	}
}

func TestGapsAndStaleMarkersStayGaps(t *testing.T) {
	s := server.Start(t, server.Options{})
	each := func(from int, values ...float64) []server.Sample {
		return server.Each(noon().Add(time.Duration(from)*time.Minute), 5*time.Minute, values...)
	}
	s.Write(t,
		// It is written at the ends of steps 0, 1, and, after a gap of half an hour, 8.
		server.Series{Labels: labelled("__name__=memory", "service=gap"), Samples: append(each(5, 8192, 8193), each(45, 8194)...)},
		// Without the marker the server would look back five minutes for it.
		server.Series{Labels: labelled("__name__=memory", "service=stale"), Samples: append(each(4, 8192, 8193), each(10, server.Stale())...)})
	g, _ := read(t, source(t, s.URL(), nil), hour(measure.Memory, "memory"))
	gap := steps(8192, 8193, -1, -1, -1, -1, -1, -1, 8194)
	if diff := cmp.Diff(got{"gap memory": gap, "stale memory": steps(8192)}, g); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthIsReadThroughAServersOwnLimits(t *testing.T) {
	// The month has 129,600 points, and 43,200 of a series: too many in both ways.
	s := server.Start(t, server.Options{Flags: []string{"--query.max-samples=20000"}})
	const days, series = 30, 3
	from := noon().AddDate(0, 0, -days)
	values := make([]float64, days*24*60)
	for i := range values {
		values[i] = float64(i)
	}
	for i := range series {
		s.Write(t, server.Series{Labels: labelled("__name__=load", fmt.Sprintf("service=s%d", i)), Samples: server.Each(from, time.Minute, values...)})
	}
	r := hour(measure.Rate, "load")
	r.From, r.To, r.Step = from.Add(-time.Minute), noon().Add(-time.Minute), time.Minute
	g, answer := read(t, source(t, s.URL(), nil), r)
	want := map[int64]float64{}
	for i, v := range values {
		want[r.From.Unix()+int64(i)*60] = v
	}
	for i := range series {
		if diff := cmp.Diff(want, g[fmt.Sprintf("s%d rate", i)]); diff != "" {
			t.Error(diff)
		}
	}
	t.Logf("%d points by %d calls", answer.Points, answer.Calls)
	if answer.Points != series*len(values) || answer.Calls > 20 {
		t.Errorf("%+v", answer)
	}
}

func TestAServersWordsOnAQueryArePassedOn(t *testing.T) {
	s := server.Start(t, server.Options{})
	s.Write(t, minutely(labelled("__name__=requests", "service=cart"), noon(), 1))
	_, answer := read(t, source(t, s.URL(), nil), hour(measure.Rate, "sum by (service) (rate(requests[$step]))"))
	if len(answer.Warnings) != 1 || !strings.Contains(answer.Warnings[0], "might not be a counter") || answer.Partial {
		t.Errorf("%+v", answer)
	}
	for query, cause := range map[string]measure.Cause{
		"sum by (service (":                 measure.Wrong,
		"requests + on () group_left () up": measure.Empty,
		"requests_total":                    measure.Empty,
	} {
		if f := fails(t, t.Context(), source(t, s.URL(), nil), hour(measure.Rate, query)); f.Cause != cause {
			t.Errorf("%s: %+v", query, f)
		}
	}
}

func TestAServerWithUsersRefusesWithoutAndAnswersWithOne(t *testing.T) {
	hash, err := bcrypt.GenerateFromPassword([]byte("open sesame"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	s := server.Start(t, server.Options{
		Web: fmt.Sprintf("basic_auth_users: {berth: %q}", hash), User: "berth", Password: "open sesame",
	})
	r := hour(measure.Rate, "vector(1)")
	r.Only = "cart"
	if f := fails(t, t.Context(), source(t, s.URL(), nil), r); f.Cause != measure.Refused {
		t.Errorf("%+v", f)
	}
	wrong := source(t, s.URL(), func(o *Options) { o.User, o.Password = "berth", "open barley" })
	if f := fails(t, t.Context(), wrong, r); f.Cause != measure.Refused || strings.Contains(f.Words, "barley") {
		t.Errorf("%+v", f)
	}
	right := source(t, s.URL(), func(o *Options) { o.User, o.Password = "berth", "open sesame" })
	if g, _ := read(t, right, r); len(g["cart rate"]) != 12 {
		t.Errorf("%v", g)
	}
}

func TestAnExporterIsScrapedAndMeasured(t *testing.T) {
	begin := time.Now()
	exporter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		// Ten a second, however often the server comes by.
		fmt.Fprintf(w, "# TYPE exported_total counter\nexported_total{service=\"cart\"} %f\n", 10*time.Since(begin).Seconds())
	}))
	t.Cleanup(exporter.Close)
	src := source(t, server.Start(t, server.Options{Scrape: []string{strings.TrimPrefix(exporter.URL, "http://")}}).URL(), nil)
	const step, patience = 2 * time.Second, time.Minute
	q := measure.Query{Kind: measure.Rate, Text: "sum by (service) (rate(exported_total[$step]))", Service: "service"}
	for g := (got{}); ; time.Sleep(50 * time.Millisecond) { // when it scrapes is the server's own clock
		to := time.Now().Truncate(step)
		// At first there is nothing to measure, which is an error of its own.
		_, err := src.Read(t.Context(), measure.Request{Query: q, From: to.Add(-step), To: to, Step: step}, g.put)
		if v := g["cart rate"][to.Add(-step).Unix()]; v > 8 && v < 12 {
			return
		}
		if time.Since(begin) > patience {
			t.Fatalf("ten a second were counted, and measured are %v, %v", g, err)
		}
	}
}
