package pricelist

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/money"
)

func usd(t testing.TB, number string) money.Amount {
	t.Helper()
	a, err := money.ParseNumber(number, "USD")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// byText compares amounts by what they say.
func byText() cmp.Option {
	return cmp.Transformer("text", func(a money.Amount) string { return a.String() })
}

func TestAListIsReadWithEveryDigitOfItsPrices(t *testing.T) {
	list, _ := readSmall(t, small)
	want := &List{
		URL:       "https://prices.example/list",
		Copyright: []string{"Copyright 2025 A. Person.", "Licensed to all."},
		Date:      time.Date(2025, 7, 31, 0, 0, 0, 0, time.UTC), // 1753936247 is 04:30:47 of that day
		Regions:   []Region{{"east1", "Town"}, {"west1", "Port"}},
		Machines: []Machine{
			{Name: "e2-micro", CPU: 0.25, Memory: 1, Prices: []MachinePrices{{
				Region: "east1", Hour: usd(t, "0.01"), Month: usd(t, "7.3"), Spot: usd(t, "0.73"),
				Commit1y: usd(t, "5"), Commit3y: usd(t, "4"),
			}}},
			{Name: "n1-standard-16", CPU: 16, Memory: 60, Further: []string{"gpu = 1"}, Prices: []MachinePrices{
				{Region: "east1", Hour: usd(t, "1"), Month: usd(t, "511")},
				{Region: "west1", Spot: usd(t, "73")},
			}},
			{Name: "n1-standard-2", CPU: 2, Memory: 7.5, Prices: []MachinePrices{{
				Region: "east1", Hour: usd(t, "0.125"), Month: usd(t, "63.875"), Commit1y: usd(t, "63.875"),
			}}},
			{Name: "x9-none", CPU: 1, Memory: 1},
		},
		Egress: []Egress{
			{"china", []Tier{{0, []RegionPrice{{"east1", usd(t, "0.23")}, {"west1", usd(t, "0.2")}}}}},
			{"internet", []Tier{
				{0, []RegionPrice{{"east1", usd(t, "0.085")}, {"west1", usd(t, "0.1")}}},
				{1, []RegionPrice{{"east1", usd(t, "0.12")}}},
				{10, []RegionPrice{{"east1", usd(t, "0.08")}, {"west1", usd(t, "0.08")}}},
			}},
		},
		Disks: []Disk{{"ssd", "pd-ssd", []RegionPrice{{"east1", usd(t, "0.17")}}}},
	}
	if diff := cmp.Diff(want, list, byText()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryTrapOfAListIsCountedAndNamed(t *testing.T) {
	_, got := readSmall(t, small)
	want := Report{
		Bytes: len(small), Regions: 2, Machines: 4, Entries: 4,
		Traps: []Trap{
			{CodeNoCost, "machine type without any price: left out", 1, []string{"x9-none"}},
			{CodeSpotOnly, "machine in a region with a spot price but none on demand: the other prices are left out of a book", 1,
				[]string{"n1-standard-16 in west1"}},
			// 511 / 730 = 0.7 and 63.875 / (730 × 0.125) = 63.875 / 91.25 = 0.7; 7.30 = 730 × 0.010.
			{CodeDiscount, "month that is not 730 hours (a discount for steady use): both kept as they are", 2,
				[]string{"n1: 0.7 of 730 hours (2)"}},
			{CodeNoSaving, "machine in a region whose commitment costs as much as none: kept", 1, []string{"n1-standard-2 in east1"}},
			{CodeTiers, "egress that gets dearer with volume: tiers kept as they are", 1, []string{"internet from east1"}},
			{CodeZero, "price of 0: taken as missing", 1, []string{"n1-standard-2 in east1: month_spot"}},
			{CodeNotTaken, "part of the list that a price book has no word for (licences among them): passed over", 3,
				[]string{"compute.license (1)", "compute.network.ip (1)", "compute.storage.ssd month_1y"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAMistakeIsAnErrorWithItsPlace(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           string // what the first mistake says, with its place
	}{
		{"a price in quotes", "hour: 0.125", `hour: "0.125"`, `prices.yml:38,17: Not a number: n1-standard-2 in east1: hour must be a plain`},
		{"a price that is a word", "hour: 0.125", "hour: free", `prices.yml:38,17: Not a number`},
		{"a price with an exponent", "hour: 0.125", "hour: 1e-3", `it is "1e-3"`},
		{"a negative price", "hour: 0.125", "hour: -1", `it is "-1"`},
		{"a price with a leading zero, octal elsewhere", "hour: 0.125", "hour: 010", `it is "010"`},
		{"a price in base 60", "hour: 0.125", "hour: 1:30", `it is "1:30"`},
		{"a price with underscores", "hour: 0.125", "hour: 1_000", `it is "1_000"`},
		{"a price that is infinite", "hour: 0.125", "hour: .inf", `it is ".inf"`},
		{"a price that is no number", "hour: 0.125", "hour: .nan", `it is ".nan"`},
		{"a price that is empty", "hour: 0.125", "hour:", `it is ""`},
		{"a price that is a block", "hour: 0.125", "hour: {a: 1}", "Not a number"},
		{"a price with 41 digits", "hour: 0.125", "hour: 0." + strings.Repeat("1", 39), "Not a number"},
		{"a price that is true", "hour: 0.125", "hour: yes", "Not a number"},
		{"cores of nothing", "cpu: 0.25", "cpu: 0", "prices.yml:22,12: Not a size: cpu of e2-micro"},
		{"no cores", "      cpu: 0.25\n", "", "prices.yml:13,5: No size: e2-micro"},
		{"a machine twice", "    n1-standard-2:", "    e2-micro:", `prices.yml:35,5: Duplicate: "e2-micro" stands here twice; the first is in line 13`},
		{"a price twice", "hour: 0.125", "month: 1", `Duplicate: "month"`},
		{"a key twice where nothing is taken", "windows:\n          hour: 0.1", "windows:\n          hour: 0.1\n          hour: 0.1", "Duplicate"},
		{"a machine that cannot be a name", "    e2-micro:\n      cost", "    E2_micro:\n      cost", `The name of a machine type must be small letters, digits and dashes, at most 63; it is "E2_micro"`},
		{"a region that cannot be a name", "  west1:\n    location", "  ../west:\n    location", `The name of a region`},
		{"a cost that is a list", "cost: {}", "cost: [1]", "Wrong form: cost of x9-none must be a block"},
		{"a machine that is a number", "    x9-none:\n      cost: {}\n      cpu: 1\n      ram: 1\n", "    x9-none: 1\n", "Wrong form: x9-none must be a block"},
		{"a tier of another form", "            1-10:", "            1..10:", `Not a tier: A tier is written as in "1-10" or "10n"; it is "1..10"`},
		{"tiers with a gap", "            1-10:", "            2-10:", "Tiers do not join"},
		{"tiers that do not begin at nothing", "              0n:", "              1n:", "Tiers do not join"},
		{"tiers that overlap", "            1-10:", "            1-11:", "one begins at 10 TiB and the one before ends at 11"},
		{"an anchor", "hour: 0.125", "hour: &a 0.125", "prices.yml:38,17: Alias"},
		{"an alias", "hour: 0.125\n          month: 63.875", "hour: &a 0.125\n          month: *a", "Alias"},
		{"a merge key", "hour: 0.125", "<<: {}", "Alias"},
		{"a key that is a list", "hour: 0.125", "? [a]\n          : 1", "Not a name"},
		{"no source", "  url: https://prices.example/list\n", "", "No source"},
		{"no time", "  timestamp: 1753936247\n", "", "No source"},
		{"a time that is no time", "1753936247", "175393624700000", "Not a time"},
		{"a time with a fraction", "1753936247", "1753936247.5", "Not a time"},
		{"no regions", "region:\n", "regions:\n", "No price list"},
		{"no machines", "  instance:\n", "  instances:\n", "No price list"},
		{"a location that is a block", "location: Town", "location: {}", "Wrong form"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(small, c.old) == 0 {
				t.Fatalf("the list has no %q", c.old)
			}
			list, _, err := Read(strings.NewReader(strings.Replace(small, c.old, c.new, 1)), DefaultReadOptions())
			var invalid *Invalid
			if !errors.As(err, &invalid) || list != nil {
				t.Fatalf("want an Invalid and no list, got %v", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q in %q", c.want, err)
			}
			for _, p := range invalid.Problems {
				if p.Code != CodeInvalid || p.Detail == "" || p.Subject.Start.Line == 0 {
					t.Errorf("incomplete: %+v", p)
				}
			}
		})
	}
}

func TestAllMistakesOfAFileAreSaidUpToTheLimit(t *testing.T) {
	bad := strings.ReplaceAll(small, "month: ", "month: a")
	o := DefaultReadOptions()
	var invalid *Invalid
	if _, _, err := Read(strings.NewReader(bad), o); !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	// The months that are taken: 3 of machines, 5 + 2 of egress, 1 of storage.
	if diff := cmp.Diff(11, len(invalid.Problems)); diff != "" {
		t.Error(diff)
	}
	if text := invalid.Error(); !strings.HasSuffix(text, "(and 10 more)") {
		t.Error(text)
	}
	o.MaxProblems = 3
	if _, _, err := Read(strings.NewReader(bad), o); !errors.As(err, &invalid) || len(invalid.Problems) != 3 {
		t.Errorf("want 3 problems, got %v", err)
	}
}

func TestTheByteOfAMistakeIsWhereItStands(t *testing.T) {
	// A location of two-byte letters before the mistake in its line.
	bad := strings.Replace(small, "    location: Town", "    {é: é, location: {}}", 1)
	var invalid *Invalid
	if _, _, err := Read(strings.NewReader(bad), DefaultReadOptions()); !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	at := invalid.Problems[0].Subject.Start.Byte
	if diff := cmp.Diff("{}}", bad[at:at+3]); diff != "" {
		t.Error(diff)
	}
}

func TestFurtherKeysAreNoMistake(t *testing.T) {
	more := strings.Replace(small, "      cpu: 0.25\n", "      cpu: 0.25\n      cores: {a: [1, two]}\n", 1)
	more = strings.Replace(more, "          hour: 0.125\n", "          hour: 0.125\n          month_5y: unknown\n", 1)
	more += "blockchain:\n  - 1\n"
	want, _ := readSmall(t, small)
	got, _ := readSmall(t, more)
	if diff := cmp.Diff(want, got, byText()); diff != "" {
		t.Error(diff)
	}
}

func TestTheOrderOfAFileDoesNotShow(t *testing.T) {
	moved := small
	i, j, k := strings.Index(moved, "    n1-standard-16:"), strings.Index(moved, "    n1-standard-2:"), strings.Index(moved, "    x9-none:")
	moved = moved[:i] + moved[j:k] + moved[i:j] + moved[k:]
	moved = strings.Replace(moved, "  east1:\n    location: Town\n  west1:\n    location: Port\n", "  west1:\n    location: Port\n  east1:\n    location: Town\n", 1)
	want, wantReport := readSmall(t, small)
	got, gotReport := readSmall(t, moved)
	if diff := cmp.Diff(want, got, byText()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantReport, gotReport); diff != "" {
		t.Error(diff)
	}
}
