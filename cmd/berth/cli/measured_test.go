package cli_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	kinds "berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/reports"
)

// measuredShop is a workspace whose services say little of what they take.
const measuredShop = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "a" {
    nodes      = 14
    cpu        = "64"
    memory     = "256Gi"
    in_use     = { cpu = "100", memory = "1Ti" }
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_max  = "450W"
  }
  electricity = "24 JPY/kWh"
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "a" {
    machine = "m"
  }
}
link "tokyo" "gke" {
  path   = "vpn"
  egress = { tokyo = "0 JPY/GiB", gke = "18 JPY/GiB" }
}
price_book "book" {
  source   = "test"
  date     = "2026-10-01"
  currency = "JPY"
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "51 JPY/h"
  }
}
endpoint "db" {
  site = "tokyo"
}
metrics "prod" {
  kind = "prometheus"
  url  = "https://prometheus.example"
}
service "cart" {}
service "frontend" {
  replica {
    cpu                 = "500m"
    requests_per_second = 40
  }
  call "db" {
    sent     = "10G"
    received = "unknown"
  }
}
`

// line is a series of a test: its key and its level at a time.
type line struct {
	key   kinds.Key
	level func(time.Time) float64
}

// daily is a level that rises by half over a day and falls again.
func daily(level float64) func(time.Time) float64 {
	return func(t time.Time) float64 {
		return level * (1 + math.Sin(2*math.Pi*float64(t.Unix()%86400)/86400)/2)
	}
}

// shopLines are what is measured of the shop, times a factor.
func shopLines(factor float64) []line {
	return []line{
		{kinds.Key{Service: "frontend", Kind: kinds.Rate}, daily(120 * factor)},
		{kinds.Key{Service: "frontend", Kind: kinds.CPU}, daily(2 * factor)},
		{kinds.Key{Service: "frontend", Kind: kinds.Memory}, daily(8 << 30)},
		{kinds.Key{Service: "cart", Kind: kinds.CPU}, daily(3 * factor)},
		{kinds.Key{Service: "frontend", Kind: kinds.CallSent, Peer: "cart"}, daily(4096)},
		{kinds.Key{Service: "frontend", Kind: kinds.CallReceived, Peer: "db"}, daily(8192)},
	}
}

const snapshotStep = 300

// takeSnapshot writes a snapshot of ten days until the end of a day into a folder, as
// berth measure does.
func takeSnapshot(t *testing.T, dir, last string, lines []line) {
	t.Helper()
	end, err := time.Parse(time.DateOnly, last)
	if err != nil {
		t.Fatal(err)
	}
	x := snapshot.Index{Format: snapshot.Format, Made: end.AddDate(0, 0, 1), Sources: []snapshot.Source{{Name: "prod", Kind: "prometheus", Step: snapshotStep * time.Second}}}
	for _, k := range kinds.Kinds() {
		x.Sources[0].Queries = append(x.Sources[0].Queries, snapshot.Query{ID: queryID(k), Kind: k, Text: "sum by (service) (" + string(k) + ")"})
	}
	if err := os.MkdirAll(filepath.Join(dir, snapshot.Folder), 0o755); err != nil {
		t.Fatal(err)
	}
	for day := end.AddDate(0, 0, -9); !day.After(end); day = day.AddDate(0, 0, 1) {
		x.Days = append(x.Days, takeDay(t, dir, day, lines))
	}
	file := filepath.Join(dir, snapshot.Folder, "series")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if x.SeriesDigest, err = snapshot.With(os.DirFS(dir), x).Summarise(t.Context(), out, snapshot.Options{}); err != nil {
		t.Fatal(err)
	}
	finish(t, out, filepath.Join(dir, x.SeriesFile()))
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, snapshot.Folder, snapshot.IndexFile), text)
}

// takeDay writes the points of a day.
func takeDay(t *testing.T, dir string, day time.Time, lines []line) snapshot.Day {
	t.Helper()
	b, err := snapshot.NewDay(day.Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		batch := kinds.Batch{Key: l.key}
		for at := day; at.Before(day.AddDate(0, 0, 1)); at = at.Add(snapshotStep * time.Second) {
			batch.Times, batch.Values = append(batch.Times, at.Unix()), append(batch.Values, l.level(at))
		}
		if err := b.Add("prod", queryID(l.key.Kind), batch); err != nil {
			t.Fatal(err)
		}
	}
	out, err := os.Create(filepath.Join(dir, snapshot.Folder, "day"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.Write(out)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, out, filepath.Join(dir, d.File()))
	return d
}

// queryID is a digest that stands for a query.
func queryID(k kinds.Kind) string { return fmt.Sprintf("sha256:%064x", []byte(k)) }

// finish closes a file and gives it its name.
func finish(t *testing.T, f *os.File, name string) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		t.Fatal(err)
	}
}

// newMeasured is the shop with a snapshot until a day.
func newMeasured(t *testing.T, last string) *measuring {
	t.Helper()
	m := newMeasuring(t, map[string]string{"shop.hcl": measuredShop})
	takeSnapshot(t, m.dir, last, shopLines(1))
	return m
}

// must runs a command and returns what it printed on stdout and stderr.
func (m *measuring) must(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, code := m.run(t.Context(), args...)
	if code != want {
		t.Fatalf("berth %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), code, want, stdout, stderr)
	}
	return stdout, stderr
}

// explained is the part of an explanation that tells of measurements.
type explained struct {
	Inputs   []reports.Input
	Series   reports.Series
	Measured []string
}

// explain reads the explanation of a service.
func (m *measuring) explain(t *testing.T, service string, args ...string) (e explained) {
	t.Helper()
	out, _ := m.must(t, 0, append([]string{"explain", service, "--format", "json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestWhatSpecsLeaveOpenIsTakenFromTheSnapshotAndSaysSo(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	got := map[string]string{}
	for _, in := range m.explain(t, "frontend").Inputs {
		if in.Origin == "measured" {
			got[in.ID] = fmt.Sprintf("%s %s: %s", in.Typical, in.Unit, in.Note)
		}
	}
	const window = "prod, 2026-10-22 to 2026-11-01"
	want := map[string]string{
		"load.mean":        "120 requests/s: prod, 2880 points, 2026-10-22 to 2026-11-01",
		"load.surge_10m":   "0.0218 : prod, 2880 points, 2026-10-22 to 2026-11-01",
		"load.p99_to_mean": "1.5 ×: prod, 2880 points, 2026-10-22 to 2026-11-01",
		"replica.memory":   "2.67 GiB: " + window + ": memory p99 ÷ copies (rate p99 ÷ replica.requests_per_second)",
		"call.cart.sent":   "10 GiB/mo: " + window + ": mean × 730 h",
		"call.db.received": "20.1 GiB/mo: " + window + ": mean × 730 h",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEveryFormatSaysWhichNumbersWereMeasured(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	const want = "Measured by prod, 2026-10-22 to 2026-11-01: call.cart.sent, call.db.received, load.mean, load.p99_to_mean, load.surge_10m, replica.memory."
	for _, format := range []string{"text", "markdown", "html"} {
		out, _ := m.must(t, 0, "evaluate", "--format", format)
		plain := strings.NewReplacer("\\", "", "\n", " ", "  ", " ").Replace(out)
		if !strings.Contains(strings.Join(strings.Fields(plain), " "), want) {
			t.Errorf("%s has no %q:\n%s", format, want, out)
		}
	}
	schema, err := jsonschema.NewCompiler().Compile("../../../reports/schema/evaluate.json")
	if err != nil {
		t.Fatal(err)
	}
	out, _ := m.must(t, 0, "evaluate", "--format", "json")
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out, `"source": "prod"`) {
		t.Errorf("no source in\n%s", out)
	}
}

func TestFeaturesFromASnapshotAreThoseOfThePoints(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	var times []int64
	var values []float64
	end := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for at := end.AddDate(0, 0, -10); at.Before(end); at = at.Add(snapshotStep * time.Second) {
		times, values = append(times, at.Unix()), append(values, daily(120)(at))
	}
	series, _, err := profile.NewSeries(times, values, profile.DefaultReadOptions("requests/s"))
	if err != nil {
		t.Fatal(err)
	}
	e := m.explain(t, "frontend")
	if e.Series.Source != "prod" || len(e.Series.Features) == 0 {
		t.Fatalf("%+v", e.Series)
	}
	p := profile.Measure(series)
	for i, want := range p.Features() {
		got := e.Series.Features[i]
		if (got.Value != nil) != want.Feature.Known() {
			t.Errorf("%s: known %v, want %v", want.Name, got.Value != nil, want.Feature.Known())
		} else if got.Value != nil && !cmp.Equal(float64(*got.Value), want.Feature.Value, cmpopts.EquateApprox(1e-3, 1e-4)) {
			t.Errorf("%s is %v, and %v computed from the points", want.Name, *got.Value, want.Feature.Value)
		}
	}
}

func TestNotesSayWhoMeasuredUntilWhenAndWhatIsUnknown(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	out, _ := m.must(t, 0, "evaluate", "--format", "json")
	for _, want := range []string{
		"2 services have their load measured by prod, until 2026-11-01 00:00 UTC.",
		"Measured besides: the memory of copies of 1 service, and 2 calls.",
		"Not measured: memory of 1 service (cart). prod: no series of it.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	_, errs := m.must(t, 0, "plan")
	if !strings.Contains(errs, "2 services have their load measured by prod") {
		t.Errorf("plan says\n%s", errs)
	}
	later, _ := m.must(t, 0, "evaluate", "--as-of", "2026-11-20", "--format", "json")
	if want := "Not measured: load of 2 services (cart, frontend). prod: measured until 2026-11-01, older than max_age 7d on 2026-11-20; run berth measure."; !strings.Contains(later, want) {
		t.Errorf("no %q in\n%s", want, later)
	}
}

func TestProfilesThatAreMadeAnewAreToldOnceWithTheCommandThatKeepsThem(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	const told = "were made anew from the points"
	out, _ := m.must(t, 0, "evaluate", "--format", "json")
	if strings.Contains(out, told) {
		t.Errorf("%q of a snapshot that has them:\n%s", told, out)
	}
	write(t, filepath.Join(m.dir, "shop.hcl"), []byte(strings.Replace(measuredShop, `service "cart" {}`, `service "cart" {
  traffic {
    zone = "Asia/Tokyo"
  }
}`, 1)))
	for _, command := range []string{"evaluate", "plan", "check"} {
		out, errs := m.must(t, 0, command)
		said := strings.ReplaceAll(strings.Join(strings.Fields(out+errs), " "), "`", "")
		for _, want := range []string{"Profiles of 1 service " + told, "berth measure . keeps them."} {
			if n := strings.Count(said, want); n != 1 {
				t.Errorf("%s says %q %d times:\n%s%s", command, want, n, out, errs)
			}
		}
	}
}

func TestWithoutASnapshotTheCommandThatMakesOneIsNamed(t *testing.T) {
	m := newMeasuring(t, map[string]string{"shop.hcl": measuredShop})
	out, _ := m.must(t, 0, "evaluate", "--format", "json")
	if want := "Nothing was measured yet: what prod would tell is unknown here. `berth measure .` asks."; !strings.Contains(out, want) {
		t.Errorf("no %q in\n%s", want, out)
	}
}

func TestADamagedSnapshotStopsDecisionsAndIsNamed(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	name := filepath.Join(m.dir, snapshot.Folder, snapshot.IndexFile)
	write(t, name, []byte(`{"format": "berth.snapshot/1", `))
	_, errs := m.must(t, 1, "evaluate")
	for _, want := range []string{"measured/index.json", "berth measure . --again"} {
		if !strings.Contains(errs, want) {
			t.Errorf("no %q in\n%s", want, errs)
		}
	}
	if n := strings.Count(errs, "--again"); n != 1 {
		t.Errorf("what to do is said %d times in\n%s", n, errs)
	}
}

func TestAPlanIsPinnedToTheSnapshot(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	m.must(t, 0, "plan", "--out", "plan.json")
	m.must(t, 0, "check", "--plan", "plan.json")
	takeSnapshot(t, m.dir, "2026-10-31", shopLines(2))
	_, errs := m.must(t, 5, "check", "--plan", "plan.json")
	if want := "snapshot measured: has other numbers, since berth measure ran"; !strings.Contains(errs, want) {
		t.Errorf("no %q in\n%s", want, errs)
	}
}

func TestBothSidesOfAChangeAreSeenWithTheSameMeasurements(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	git := func(args ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), "git", args...)
		c.Dir = m.dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q")
	git("-c", "user.name=t", "-c", "user.email=t@t.invalid", "add", "shop.hcl")
	git("-c", "user.name=t", "-c", "user.email=t@t.invalid", "commit", "-qm", "specs without measurements")
	out, errs := m.must(t, 0, "check", "--against", "HEAD")
	if !strings.Contains(errs, "has no snapshot of measurements: both sides are seen with that of .") {
		t.Errorf("stderr:\n%s", errs)
	}
	if strings.Contains(out, "series") || strings.Contains(out, "measured") {
		t.Errorf("the snapshot stands among the edits:\n%s", out)
	}
	git("-c", "user.name=t", "-c", "user.email=t@t.invalid", "add", ".")
	git("-c", "user.name=t", "-c", "user.email=t@t.invalid", "commit", "-qm", "with measurements")
	takeSnapshot(t, m.dir, "2026-10-31", shopLines(3))
	out, errs = m.must(t, 0, "check", "--against", "HEAD")
	if !strings.Contains(out, "measured") || strings.Contains(errs, "no snapshot") {
		t.Errorf("another snapshot is no edit:\n%s%s", out, errs)
	}
}
