package usage_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/measure"
	"berth.dev/engine/usage"
)

// told writes use as a reader would note it, to a tenth.
func told(m *usage.Month) (out []string) {
	for _, u := range m.Uses {
		out = append(out, fmt.Sprintf("%s/%s %s %.1f %.1f", u.Site, u.Pool, u.Service, u.CoreHours, u.GiBHours))
	}
	return out
}

const gib = 1 << 30

func TestWhatWasMeasuredIsMeanTimesHours(t *testing.T) {
	m := month(t, given(workspace(t, ""), measured(t,
		all("web", measure.CPU, 2), all("web", measure.Memory, 8*gib), all("web", measure.Rate, 25),
		all("ads", measure.CPU, 3), all("ads", measure.Rate, 0.5), all("both", measure.CPU, 4),
		line{source: "prod", key: measure.Key{Service: "web", Kind: measure.CallRate, Peer: "mail"}, from: first, hours: 744, value: 2},
	)))
	if d := cmp.Diff([]string{"tokyo/ both 1488.0 0.0", "tokyo/ web 1488.0 5952.0"}, told(m)); d != "" {
		t.Errorf("uses (-want +got):\n%s", d)
	}
	want := &usage.Month{
		Uses:     m.Uses,
		Requests: map[string]float64{"web": 25 * 744 * 3600, "ads": 0.5 * 744 * 3600},
		Cloud:    map[[2]string]float64{{"gke", "ads"}: 3 * 744, {"gke", "both"}: 2 * 744},
		Calls:    map[[2]string]float64{{"mail", "web"}: 2 * 744 * 3600},
		How:      map[string]string{"tokyo": "measured by prod, 2026-10-01 to 2026-10-31", "gke": "measured by prod, 2026-10-01 to 2026-10-31"},
		Notes: []string{
			"no plan says how much of both runs where: each of its sites is counted with the same share",
			"nobody measured the cores of etl, mail on tokyo in 2026-10: they are charged nothing there, and what they used counts as idle",
			"nobody measured the memory of both on tokyo: they are charged by their cores alone",
		},
	}
	if d := cmp.Diff(want, m, cmp.Comparer(near)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAPlanSaysHowMuchOfAHybridRunsWhere(t *testing.T) {
	g := given(workspace(t, ""), measured(t, all("both", measure.CPU, 4), all("both", measure.Memory, 4*gib)))
	g.Split = map[string]map[string]float64{"both": {"tokyo": 3, "gke": 1, "osaka": 9}}
	m := month(t, g)
	if d := cmp.Diff([]string{"tokyo/ both 2232.0 2232.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := m.Cloud[[2]string{"gke", "both"}]; math.Abs(got-744) > 1e-6 {
		t.Errorf("%g in the cloud", got)
	}
}

func TestAJobThatIsGoneUsesNothing(t *testing.T) {
	// Two hours of every day; web is there all the time, so the source was.
	etl := all("etl", measure.CPU, 12)
	etl.without = func(at time.Time) bool { return at.Hour() >= 2 }
	m := month(t, given(workspace(t, ""), measured(t, all("web", measure.CPU, 1), etl)))
	if d := cmp.Diff([]string{"tokyo/ etl 744.0 0.0", "tokyo/ web 744.0 0.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTimeThatNobodyMeasuredIsTakenToBeLikeTheRest(t *testing.T) {
	away := func(at time.Time) bool { return at.Day() > 10 && at.Day() <= 20 }
	web, etl := all("web", measure.CPU, 2), all("etl", measure.CPU, 24)
	web.without = away
	etl.without = func(at time.Time) bool { return away(at) || at.Hour() != 4 }
	m := month(t, given(workspace(t, ""), measured(t, web, etl)))
	if d := cmp.Diff([]string{"tokyo/ etl 744.0 0.0", "tokyo/ web 1488.0 0.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if want := "measured by prod, 2026-10-01 to 2026-10-31 (21.0 of 31 days are there; the others are taken to be like them)"; m.How["tokyo"] != want {
		t.Errorf("how: %q", m.How["tokyo"])
	}
}

func TestTheSourceThatMeasuredEnoughIsTaken(t *testing.T) {
	of := func(source string, hours int, value float64) line {
		l := all("web", measure.CPU, value)
		l.source, l.hours = source, hours
		return l
	}
	for what, c := range map[string]struct {
		lines []line
		more  string
		want  string
	}{
		"the first by name":        {[]line{of("prod", 744, 1), of("test", 744, 5)}, "", "744.0"},
		"the one with more":        {[]line{of("prod", 24, 1), of("test", 744, 5)}, "", "3720.0"},
		"the more of two with few": {[]line{of("prod", 24, 1), of("test", 48, 5)}, "", "3720.0"},
		"the first with half":      {[]line{of("prod", 400, 1), of("test", 744, 5)}, "", "744.0"},
	} {
		m := month(t, given(workspace(t, c.more), measured(t, c.lines...)))
		if got := told(m); len(got) != 1 || got[0] != "tokyo/ web "+c.want+" 0.0" {
			t.Errorf("%s: %q", what, got)
		}
	}
}

func TestAMonthBeginsByItsZone(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	// A core until the month begins in Tokyo (15:00 UTC on 30 September), 3 from then on.
	before := all("web", measure.CPU, 1)
	before.from, before.hours = first.Add(-33*time.Hour), 24
	then := all("web", measure.CPU, 3)
	then.from, then.hours = first.Add(-9*time.Hour), 744
	after := all("web", measure.CPU, 100)
	after.from, after.hours = first.Add(735*time.Hour), 24
	g := given(workspace(t, ""), measured(t, before, then, after))
	g.Zone = zone
	if d := cmp.Diff([]string{"tokyo/ web 2232.0 0.0"}, told(month(t, g))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRequestsOfSpecsGoByTheCopiesThatRan(t *testing.T) {
	const block = "usage \"tokyo\" {\n  from = \"requests\"\n}\n"
	for what, c := range map[string]struct {
		lines []line
		want  string
	}{
		// 25 requests/s need 3 copies of 2 cores and 4 GiB.
		"by the rate":  {[]line{all("web", measure.Rate, 25)}, "tokyo/ web 4464.0 8928.0"},
		"at least min": {[]line{all("web", measure.Rate, 0)}, "tokyo/ web 2976.0 5952.0"},
		"at most max":  {[]line{all("web", measure.Rate, 1000)}, "tokyo/ web 7440.0 14880.0"},
		"by the cores": {[]line{all("web", measure.CPU, 7.5)}, "tokyo/ web 5952.0 11904.0"},
		"by nothing":   {[]line{all("mail", measure.CPU, 1)}, "tokyo/ web 2976.0 5952.0"},
	} {
		m := month(t, given(workspace(t, block), measured(t, c.lines...)))
		// A run of three copies of 4 cores, 2 hours a day, 31 days.
		if d := cmp.Diff([]string{"tokyo/ etl 744.0 1488.0", c.want}, told(m)); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}
}

func TestWithoutMeasurementsSpecsAreAsked(t *testing.T) {
	m := month(t, given(workspace(t, ""), nil))
	if d := cmp.Diff([]string{"tokyo/ etl 744.0 1488.0", "tokyo/ web 2976.0 5952.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff(map[string]string{"tokyo": "what specs ask for: CPU and memory of a copy × copies × hours"}, m.How); d != "" {
		t.Errorf("how (-want +got):\n%s", d)
	}
	want := []string{
		"no plan says how much of both runs where: each of its sites is counted with the same share",
		"nobody says what a copy of both, mail asks for: it is charged nothing on tokyo, and what it used counts as idle",
		"the load of web was not measured: the fewest of its copies are counted",
	}
	if d := cmp.Diff(want, m.Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
	if len(m.Cloud) > 0 || len(m.Requests) > 0 {
		t.Errorf("a volume of %v and requests of %v, which nobody measured", m.Cloud, m.Requests)
	}
}

func TestFilesSayWhatWasUsed(t *testing.T) {
	g := given(workspace(t, "usage \"tokyo\" {\n  from = \"csv\"\n  files = [\"use.csv\"]\n}\n"), measured(t, all("web", measure.CPU, 2), all("web", measure.Rate, 2), all("mail", measure.Rate, 1)))
	rows, err := usage.Read(strings.NewReader(header+
		"2026-10,tokyo,general,web,100,400,7\n2026-10,,,web,10,,5\n2026-10,gke,,ads,55,,\n2026-09,tokyo,general,web,999,,\n2026-10,tokyo,general,stranger,5,20,\n"), "use.csv")
	if err != nil {
		t.Fatal(err)
	}
	g.Tables = map[string][]usage.Row{"tokyo": rows}
	m := month(t, g)
	if d := cmp.Diff([]string{"tokyo/ web 10.0 0.0", "tokyo/general stranger 5.0 20.0", "tokyo/general web 100.0 400.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// Files count web's requests; mail's were measured.
	if d := cmp.Diff(map[string]float64{"web": 12, "mail": 744 * 3600}, m.Requests, cmp.Comparer(near)); d != "" {
		t.Errorf("requests (-want +got):\n%s", d)
	}
	if m.How["tokyo"] != "counted in files, 3 rows, requests too" {
		t.Errorf("how: %q", m.How["tokyo"])
	}
}

func TestFilesThatNameWhatIsNotThereAreRefused(t *testing.T) {
	g := given(workspace(t, "usage \"tokyo\" {\n  from = \"csv\"\n  files = [\"use.csv\"]\n}\n"), nil)
	g.Tables = map[string][]usage.Row{"tokyo": {
		{Month: october, Use: usage.Use{Site: "osaka", Service: "web"}}, {Month: october, Use: usage.Use{Pool: "gpu", Service: "web"}},
		{Month: october, Use: usage.Use{Service: "mail", CoreHours: 1}}, {Month: october, Use: usage.Use{Site: "tokyo", Service: "mail", CoreHours: 1}},
	}}
	_, err := usage.Make(t.Context(), g)
	for _, want := range []string{`the site "osaka", which the workspace does not have`, `the node pool "gpu", which tokyo does not have`, `two of its files have service "mail"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestAnAllocationExportCountsTheLargerOfUsedAndAskedFor(t *testing.T) {
	w := workspace(t, "usage \"tokyo\" {\n  from = \"opencost\"\n  files = [\"allocation.csv\"]\n  names = [\"tag:app\", \"controller\"]\n}\n")
	keys := usage.Keys(w.Usages[0])
	if d := cmp.Diff([]string{"controller", "namespace", "tag:app"}, keys); d != "" {
		t.Fatalf("keys (-want +got):\n%s", d)
	}
	row := func(group, controller, namespace, app string, used, asked float64) bill.Row {
		return bill.Row{Month: october, Group: group, Keys: []string{controller, namespace, app}, Quantity: used, Requested: asked, Count: 1}
	}
	late := row(bill.Compute, "web", "prod", "", 1000, 1000)
	late.Month = october.Plus(1)
	g := given(w, nil)
	g.Exports = map[string]*bill.Answer{"tokyo": {Bad: 2, Rows: []bill.Row{
		row(bill.Compute, "deployment-1", "prod", "web", 10, 25), row(bill.Memory, "deployment-1", "prod", "web", 80, 50),
		row(bill.Compute, "mail", "prod", "somebody", 7, 0), row(bill.Compute, "x", "prod", "", 3, 3), row(bill.Compute, "", "kube-system", "", 1, 0),
		row(bill.Compute, "", "__idle__", "", 500, 0), row(bill.Storage, "deployment-1", "prod", "web", 9, 9), late,
	}}}
	m := month(t, g)
	if d := cmp.Diff([]string{"tokyo/  1.0 0.0", "tokyo/ mail 7.0 0.0", "tokyo/ web 25.0 80.0", "tokyo/ x 3.0 0.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"the allocation export of tokyo has 2 bad rows, which were left out"}, m.Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
}

func TestSharesOfAHybridAddUpToAllOfIt(t *testing.T) {
	s := measured(t, all("both", measure.CPU, 4))
	w := workspace(t, "")
	rapid.Check(t, func(r *rapid.T) {
		g := given(w, s)
		share := rapid.Float64Range(0, 100)
		g.Split = map[string]map[string]float64{"both": {"tokyo": share.Draw(r, "tokyo"), "gke": share.Draw(r, "gke")}}
		m := month(t, g)
		sum := m.Cloud[[2]string{"gke", "both"}]
		for _, u := range m.Uses {
			sum += u.CoreHours
		}
		if math.Abs(sum-4*744) > 1e-6 {
			r.Fatalf("%g core-hours of %d", sum, 4*744)
		}
	})
}

func TestWhatOthersUseIsInUseLessWhatServicesUse(t *testing.T) {
	w := workspaceOf(t, strings.Replace(text, `memory = "128Gi"`, "memory = \"128Gi\"\n    in_use = { cpu = \"50\", memory = \"100Gi\" }", 1))
	s := measured(t, all("web", measure.CPU, 20), all("web", measure.Memory, 120*gib))
	m := month(t, given(w, s))
	// 50 − 20 cores; of memory services use more than is said to be in use.
	if d := cmp.Diff([]string{"tokyo/ web 14880.0 89280.0", "tokyo/general  22320.0 0.0"}, told(m)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if want := "nobody measured what others use of pool general of tokyo: 30.0 cores and 0.0 GiB are taken from its in_use, less what services used"; !slices.Contains(m.Notes, want) {
		t.Errorf("notes: %q", m.Notes)
	}
	// Who counts in files counts everybody.
	w = workspaceOf(t, strings.Replace(text, `memory = "128Gi"`, "memory = \"128Gi\"\n    in_use = { cpu = \"50\", memory = \"100Gi\" }", 1)+"usage \"tokyo\" {\n  from = \"csv\"\n  files = [\"use.csv\"]\n}\n")
	g := given(w, s)
	g.Tables = map[string][]usage.Row{"tokyo": {{Month: october, Use: usage.Use{Service: "web", CoreHours: 1, GiBHours: 1}}}}
	if d := cmp.Diff([]string{"tokyo/ web 1.0 1.0"}, told(month(t, g))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestOthersOfSeveralPoolsGiveWayAlike(t *testing.T) {
	w := workspaceOf(t, strings.Replace(text, `  node_pool "general" {`, `  node_pool "batch" {
    nodes  = 1
    cpu    = "32"
    memory = "128Gi"
    in_use = { cpu = "10", memory = "0" }
  }
  node_pool "general" {
    in_use = { cpu = "30", memory = "60Gi" }`, 1))
	got := usage.Others(w.Site("tokyo"), []usage.Use{{Site: "tokyo", Service: "web", CoreHours: 200, GiBHours: 150}, {Site: "osaka", CoreHours: 1e6}}, 10)
	want := []usage.Use{{Site: "tokyo", Pool: "batch", CoreHours: 50}, {Site: "tokyo", Pool: "general", CoreHours: 150, GiBHours: 450}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
