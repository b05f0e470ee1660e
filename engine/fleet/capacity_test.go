package fleet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
)

// pieces tells whether a block counts whole pods; tests of amounts leave those out.
func pieces(f *fleet.Fleet, block int32) bool { return f.Blocks[block].Kind == "pieces" }

// blocks are the problem's blocks with their capacity in the first slot.
func blocks(f *fleet.Fleet) (out []string) {
	for i, b := range f.Problem.Blocks {
		if pieces(f, int32(i)) {
			continue
		}
		out = append(out, fmt.Sprint(b.Name, " ", b.Cap[0], f.Blocks[i].Unit))
	}
	return out
}

// used are the blocks that an option takes, with the amount in one slot.
func used(f *fleet.Fleet, i int, option string, slot int) (out []string) {
	for _, u := range f.Problem.Services[i].Options[f.Find(i, option)].Use {
		if pieces(f, u.Block) {
			continue
		}
		out = append(out, fmt.Sprint(f.Problem.Blocks[u.Block].Name, " ", u.Amount[slot]))
	}
	return out
}

func TestCapacityIsWhatNodesInServiceHaveForPods(t *testing.T) {
	for _, c := range []struct {
		what  string
		edits []string
		want  []string
	}{
		// (3 − 1 spare) × (10 − 1 reserved) cores, 2 × 36 GiB.
		{"free", nil, []string{"tokyo/general/cpu 18000m", "tokyo/general/memory 73728MiB"}},
		// The service itself needs 2 of the 5 cores in use and 16 of the 20 GiB.
		{"with other tenants", []string{`{ cpu = "0", memory = "0" }`, `{ cpu = "5", memory = "20Gi" }`},
			[]string{"tokyo/general/cpu 15000m", "tokyo/general/memory 69632MiB"}},
		{"with fewer in use than the services need", []string{`{ cpu = "0", memory = "0" }`, `{ cpu = "1", memory = "1Gi" }`},
			[]string{"tokyo/general/cpu 18000m", "tokyo/general/memory 73728MiB"}},
		{"over-full", []string{`{ cpu = "0", memory = "0" }`, `{ cpu = "99", memory = "20Gi" }`},
			[]string{"tokyo/general/cpu 0m", "tokyo/general/memory 69632MiB"}},
	} {
		f := loadText(t, nil, replaced(t, c.edits...), svc("a", `runs_on = "tokyo"`)).build(t, nil)
		if diff := cmp.Diff(c.want, blocks(f)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestOptionsTakeWholeReplicas(t *testing.T) {
	f := of(t, svc("a"))
	if diff := cmp.Diff([]string{"tokyo/general/cpu 2000", "tokyo/general/memory 16384"}, used(f, 0, "tokyo", 5)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string(nil), used(f, 0, "gke", 5)); diff != "" {
		t.Error(diff)
	}
	want := []place.Pods{{Pools: []int32{0}, Request: []int64{1000, 8192}, Count: slices.Repeat([]int32{2}, 168)}}
	if diff := cmp.Diff(want, f.Problem.Services[0].Options[2].Pods); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]place.Pool{{Name: "tokyo/general", Nodes: 2, Room: []int64{9000, 36864}}}, f.Problem.Pools); diff != "" {
		t.Error(diff)
	}
}

func TestMachinesThatAreNotInServiceTakeNothing(t *testing.T) {
	f := loadText(t, nil, replaced(t, `"2024-04-01"`, `"2026-11-01"`), svc("a")).build(t, nil)
	if diff := cmp.Diff([]string{"gke"}, names(f, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("in-service", f.Services[0].Excluded[1].Reasons[0].Constraint); diff != "" {
		t.Error(diff)
	}
	for _, l := range f.Standing {
		if l.Site == "tokyo" {
			t.Errorf("it is paid for: %+v", l)
		}
	}
}

func TestPodsThatNeedOnePoolMayNotBeCountedInAnother(t *testing.T) {
	pools := replaced(t, `  electricity = "10 JPY/kWh"`, `  node_pool "graphics" {
    nodes     = 1
    cpu       = "20"
    memory    = "80Gi"
    resources = { "nvidia.com/gpu" = "4" }
    taints    = ["gpu=true:NoSchedule"]
    in_use    = { cpu = "0", memory = "0" }
    purchase   = "600000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "0W"
    power_max  = "0W"
    upkeep     = "0 JPY/mo"
  }
  electricity = "10 JPY/kWh"`, `    machine = "m"
`, `    machine   = "m"
    resources = { "nvidia.com/gpu" = "2" }
`)
	trained := replacedIn(svc("train", `tolerations = ["gpu=true:NoSchedule"]`), `memory = "8Gi"`, "memory = \"8Gi\"\n    resources = { \"nvidia.com/gpu\" = \"2\" }")
	both := svc("any", `tolerations = ["gpu=true:NoSchedule"]`)
	f := loadText(t, nil, pools, svc("web"), trained, both).build(t, nil)
	// web can run on general alone, train on graphics alone, any on both: three unions
	// with a row for each resource, and GPUs where train must run.
	want := []string{
		"tokyo/general/cpu 18000m", "tokyo/general/memory 73728MiB",
		"tokyo/graphics/cpu 20000m", "tokyo/graphics/memory 81920MiB", "tokyo/graphics/nvidia.com/gpu 4",
		"tokyo/general+graphics/cpu 38000m", "tokyo/general+graphics/memory 155648MiB", "tokyo/general+graphics/nvidia.com/gpu 4",
	}
	if diff := cmp.Diff(want, blocks(f)); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string][]string{
		"web":   {"tokyo/general/cpu 2000", "tokyo/general/memory 16384", "tokyo/general+graphics/cpu 2000", "tokyo/general+graphics/memory 16384"},
		"train": {"tokyo/graphics/cpu 2000", "tokyo/graphics/memory 16384", "tokyo/graphics/nvidia.com/gpu 4", "tokyo/general+graphics/cpu 2000", "tokyo/general+graphics/memory 16384", "tokyo/general+graphics/nvidia.com/gpu 4"},
		"any":   {"tokyo/general+graphics/cpu 2000", "tokyo/general+graphics/memory 16384"},
	} {
		if diff := cmp.Diff(want, used(f, service(t, f, name), "tokyo", 0)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestStorageWithASizeIsARowOfItsOwn(t *testing.T) {
	text := replaced(t, `  electricity = "10 JPY/kWh"`, `  storage_pool "ssd" {
    size    = "100Gi"
    in_use  = "70Gi"
    per_gib = "2 JPY/GiB"
  }
  storage_pool "tape" {
    per_gib = "9 JPY/GiB"
  }
  electricity = "10 JPY/kWh"`, `  machine "m" {`, `  disk "ssd" {
    price = "30 JPY/GiB"
  }
  machine "m" {`)
	disk := func(class string) string { return "volume \"v\" {\n    size = \"20Gi\"\n    " + class + "\n  }" }
	f := loadText(t, nil, text, svc("a", disk(`class = "ssd"`), `runs_on = "tokyo"`), svc("b", disk(""))).build(t, nil)
	// 70 GiB in use, 20 of them a's own: 50 are others'.
	if diff := cmp.Diff("tokyo/ssd/storage 51200MiB", blocks(f)[2]); diff != "" {
		t.Error(diff)
	}
	for i := range f.Services {
		// Without a class the cheapest is taken: ssd too.
		if diff := cmp.Diff("tokyo/ssd/storage 20480", used(f, i, "tokyo", 0)[2]); diff != "" {
			t.Error(diff)
		}
	}
	// 146 of power and 20 × 2 for the disk; data moves to gke over the link for nothing.
	if diff := cmp.Diff("186 2000 0 0", money(f, 0, 1)); diff != "" {
		t.Error(diff)
	}
}

// week measures a series of four weeks by the hour, with so many requests a second.
func week(t testing.TB, zone *time.Location, rate func(time.Time) float64) profile.Profile {
	t.Helper()
	var b strings.Builder
	b.WriteString("time,value\n")
	start := time.Date(2026, 9, 7, 0, 0, 0, 0, zone) // a Monday
	for h := range 4 * 168 {
		at := start.Add(time.Duration(h) * time.Hour)
		fmt.Fprintf(&b, "%s,%g\n", at.Format(time.RFC3339), rate(at))
	}
	o := profile.DefaultReadOptions("requests/s")
	o.Zone = zone
	series, _, err := profile.ReadCSV(strings.NewReader(b.String()), o)
	if err != nil {
		t.Fatal(err)
	}
	return profile.Measure(series)
}

// busy is a service whose traffic is measured: 10 requests a second a replica.
func busy(name string, words ...string) string {
	return replacedIn(svc(name, append(words, "traffic {\n    series = \"x.csv\"\n    unit   = \"requests/s\"\n  }")...),
		`memory = "8Gi"`, "memory = \"8Gi\"\n    requests_per_second = 10", "max = 2", "max = 20")
}

// loadBusy reads the small workspace with services and a measured load for some.
func loadBusy(t testing.TB, measured map[string]profile.Profile, services ...string) *world {
	t.Helper()
	text := strings.ReplaceAll(strings.Join(services, "\n"), "series = \"x.csv\"\n    unit   = \"requests/s\"", "mean_rps = 1")
	return loadText(t, measured, small, text)
}

func TestReplicasFollowTheHoursOfTheWeek(t *testing.T) {
	noon := func(at time.Time) float64 {
		if at.Hour() == 12 && at.Weekday() == time.Tuesday {
			return 75
		}
		return 5
	}
	f := loadBusy(t, map[string]profile.Profile{"a": week(t, time.UTC, noon)}, busy("a")).build(t, nil)
	// 7.5 cores are 8 replicas in one hour; else half a core, of which two run.
	for slot, want := range map[int]string{36: "tokyo/general/cpu 8000", 35: "tokyo/general/cpu 2000", 37: "tokyo/general/cpu 2000"} {
		if diff := cmp.Diff(want, used(f, 0, "tokyo", slot)[0]); diff != "" {
			t.Errorf("slot %d (-want +got):\n%s", slot, diff)
		}
		if slot == 36 {
			if diff := cmp.Diff("Tue 12:00 UTC", f.SlotNames()[slot]); diff != "" {
				t.Error(diff)
			}
		}
	}
	for _, o := range f.Services[0].Options {
		if o.Base == nil {
			continue
		}
		want := fmt.Sprint("tokyo/general/cpu ", min(8, o.Base[0])*1000)
		if diff := cmp.Diff(want, used(f, 0, o.Name, 36)[0]); diff != "" {
			t.Errorf("%s keeps its base (-want +got):\n%s", o.Name, diff)
		}
	}
}

func TestSummerAndWinterAreSlotsOfTheirOwnWhereClocksChange(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	noon := func(at time.Time) float64 {
		if at.Hour() == 12 {
			return 75
		}
		return 5
	}
	f := loadBusy(t, map[string]profile.Profile{"a": week(t, berlin, noon)}, busy("a"), svc("b")).build(t, nil)
	if diff := cmp.Diff(336, f.Slots); diff != "" {
		t.Fatal(diff)
	}
	// Noon in Berlin is 11:00 UTC in winter and 10:00 in summer.
	for slot, want := range map[int]string{11: "8000", 10: "2000", 168 + 10: "8000", 168 + 11: "2000"} {
		if diff := cmp.Diff("tokyo/general/cpu "+want, used(f, 0, "tokyo", slot)[0]); diff != "" {
			t.Errorf("slot %d (-want +got):\n%s", slot, diff)
		}
	}
	if diff := cmp.Diff("tokyo/general/cpu 2000", used(f, 1, "tokyo", 200)[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("Mon 10:00 UTC in summer", f.SlotNames()[168+10]); diff != "" {
		t.Error(diff)
	}
}

func TestAJobTakesTheHoursItsRunsTouch(t *testing.T) {
	job := func(words ...string) string {
		return "\nservice \"j\" {\n  calls = \"complete\"\n  replica {\n    cpu    = \"1\"\n    memory = \"1Gi\"\n  }\n  job {\n    parallelism = 3\n    " + strings.Join(words, "\n    ") + "\n  }\n}\n"
	}
	for _, c := range []struct {
		what  string
		words []string
		busy  []int
	}{
		// At half past two on Wednesdays, for 90 minutes: three hours are touched.
		{"once a week", []string{`schedule = "30 2 * * 3"`, `duration = "90m"`}, []int{50, 51}},
		{"over the end of the week", []string{`schedule = "30 23 * * 0"`, `duration = "1h"`}, []int{0, 167}},
		{"on the first of a month, which may be any day", []string{`schedule = "0 2 1 * *"`, `duration = "1h"`}, []int{2, 26, 50, 74, 98, 122, 146}},
	} {
		f := loadText(t, nil, small, job(c.words...)).build(t, nil)
		var got []int
		for slot := range f.Slots {
			switch u := used(f, 0, "tokyo", slot)[0]; u {
			case "tokyo/general/cpu 3000":
				got = append(got, slot)
			case "tokyo/general/cpu 0":
			default:
				t.Errorf("%s: %s", c.what, u)
			}
		}
		if diff := cmp.Diff(c.busy, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	// Nobody says when: it may be any hour.
	f := loadText(t, nil, small, job("busy_share = 0.1")).build(t, nil)
	if diff := cmp.Diff("tokyo/general/cpu 3000", used(f, 0, "tokyo", 99)[0]); diff != "" {
		t.Error(diff)
	}
}

func TestAReplicaTakesWhatItAsksForRoundedUp(t *testing.T) {
	f := of(t, replacedIn(svc("a"), `memory = "8Gi"`, `memory = "1025Ki"`, `cpu    = "1"`, `cpu    = "250m"`))
	// 1,025 KiB are 2 MiB but for 1,023 KiB: two replicas take 4.
	if diff := cmp.Diff([]string{"tokyo/general/cpu 500", "tokyo/general/memory 4"}, used(f, 0, "tokyo", 0)); diff != "" {
		t.Error(diff)
	}
}
