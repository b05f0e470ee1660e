package pricelist

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The counts were taken from the file with awk and a YAML library of another
// language: 435 keys of compute.instance, all with cost; 14,359 regions below
// them, 49 of which have month_spot and no month; 14,310 with month, of which
// 4,840 are not exactly 730 × hour: 809 of a2, a3 and z3 by less than a
// millionth (the list rounds), 4,031 by a discount; f1-micro and g1-small have
// month_1y = month in all 42 regions; 5 rows of tiers rise, all from
// asia-northeast; 435 licences.
func TestTheTrapsOfThePublishedListAreCounted(t *testing.T) {
	_, got := readReal(t)
	if diff := cmp.Diff([]int{3186275, 42, 435, 14359}, []int{got.Bytes, got.Regions, got.Machines, got.Entries}); diff != "" {
		t.Error(diff)
	}
	counts := map[string]int{}
	items := map[string][]string{}
	for _, trap := range got.Traps {
		counts[trap.Code], items[trap.Code] = trap.Count, trap.Items
	}
	want := map[string]int{CodeSpotOnly: 49, CodeDiscount: 4031, CodeRounded: 809, CodeNoSaving: 84, CodeTiers: 5, CodeNotTaken: 9}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	// n2: 146.181368208 / (730 × 0.250248) = 0.8002; n1: 31.13995675 / (730 × 0.06093925) = 0.7.
	families := []string{
		"c2: 0.8002 of 730 hours (205)", "custom: 0.7 of 730 hours (126)", "f1: 0.7 of 730 hours (42)",
		"g1: 0.7 of 730 hours (42)", "m1: 0.7 of 730 hours (168)", "m2: 0.7 of 730 hours (168)",
		"n1: 0.7 of 730 hours (880)", "n2: 0.8002 of 730 hours (1160)", "n2d: 0.8002 of 730 hours (1240)",
	}
	if diff := cmp.Diff(families, items[CodeDiscount]); diff != "" {
		t.Error(diff)
	}
	tiers := []string{
		"australia from asia-northeast3", "china from asia-northeast3",
		"internet from asia-northeast1", "internet from asia-northeast2", "internet from asia-northeast3",
	}
	if diff := cmp.Diff(tiers, items[CodeTiers]); diff != "" {
		t.Error(diff)
	}
}

// The values were copied from the file by hand.
func TestPricesOfThePublishedListKeepTheirDigits(t *testing.T) {
	list, _ := readReal(t)
	for _, c := range []struct {
		region, machine string
		want            map[string]string
	}{
		{"asia-northeast1", "e2-standard-8", map[string]string{
			"hour": "0.34386288 USD/h", "on_demand": "251.0199024 USD/mo", "spot": "100.41296 USD/mo",
			"commit1y": "158.142528 USD/mo", "commit3y": "112.9589444 USD/mo",
		}},
		{"asia-northeast1", "n1-standard-1", map[string]string{
			"hour": "0.06093925 USD/h", "on_demand": "31.13995675 USD/mo", "spot": "12.1572375 USD/mo",
			"commit1y": "28.025795 USD/mo", "commit3y": "20.016965 USD/mo",
		}},
		{"europe-west3", "n2-standard-4", map[string]string{
			"hour": "0.250248 USD/h", "on_demand": "146.181368208 USD/mo", "spot": "52.79944 USD/mo",
			"commit1y": "114.97792 USD/mo", "commit3y": "82.11916 USD/mo",
		}},
		{"northamerica-south1", "n1-standard-1", map[string]string{"spot": "9.424071875 USD/mo"}},
	} {
		t.Run(c.machine+" in "+c.region, func(t *testing.T) {
			book := booked(t, list, BookOptions{Region: c.region, Machines: []string{c.machine}})
			if diff := cmp.Diff(c.want, rates(machine(t, book, c.machine))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatARegionDoesNotSellIsNamed(t *testing.T) {
	list, _ := readReal(t)
	b, err := list.Book(BookOptions{Region: "europe-west3"})
	if err != nil {
		t.Fatal(err)
	}
	want := Trap{CodeNotSold, "machine type of the list that europe-west3 does not sell", 7, []string{
		"t2a-standard-1", "t2a-standard-16", "t2a-standard-2", "t2a-standard-32",
		"t2a-standard-4", "t2a-standard-48", "t2a-standard-8",
	}}
	for _, trap := range b.Traps {
		if trap.Code == CodeNotSold {
			if diff := cmp.Diff(want, trap); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Error("the trap is not named")
}

// scan reads the machine prices of one region out of the file by its indentation
// alone: a second way, which shares no code with the first.
func scan(src []byte, region string) map[string]map[string]string {
	words := map[string]string{
		"month": "on_demand", "hour": "hour", "month_spot": "spot", "month_1y": "commit1y", "month_3y": "commit3y",
	}
	out := map[string]map[string]string{}
	var section, name, place string
	s := bufio.NewScanner(bytes.NewReader(src))
	for s.Scan() {
		line := s.Text()
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		key = strings.TrimSuffix(key, ":")
		switch indent := len(line) - len(strings.TrimLeft(line, " ")); {
		case indent <= 2:
			section = key
		case indent == 4:
			name = key
		case indent == 8:
			place = key
		case indent == 10 && section == "instance" && place == region && words[key] != "":
			unit := " USD/mo"
			if key == "hour" {
				unit = " USD/h"
			}
			if out[name] == nil {
				out[name] = map[string]string{}
			}
			out[name][words[key]] = value + unit
		}
	}
	return out
}

func TestABookHoldsExactlyWhatTheFileSaysOfItsRegion(t *testing.T) {
	src := realFile(t)
	list, _ := readReal(t)
	for region, sold := range map[string]int{"asia-northeast1": 428, "europe-west3": 428, "northamerica-south1": 223} {
		t.Run(region, func(t *testing.T) {
			want := scan(src, region)
			if len(want) != sold {
				t.Fatalf("the file sells %d machines here, want %d", len(want), sold)
			}
			got := map[string]map[string]string{}
			for _, m := range booked(t, list, BookOptions{Region: region}).Machines {
				got[m.Name] = rates(m)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryRegionOfThePublishedListGivesABook(t *testing.T) {
	list, _ := readReal(t)
	for _, r := range list.Regions {
		// All regions sell e2; all have three destinations in three tiers and ten
		// classes of storage.
		book := booked(t, list, BookOptions{Region: r.Name, Machines: []string{"e2-*"}})
		tiers := 0
		for _, e := range book.Egress {
			tiers += len(e.Tiers)
		}
		if diff := cmp.Diff([]int{17, 9, 10}, []int{len(book.Machines), tiers, len(book.Disks)}); diff != "" {
			t.Errorf("%s: %s", r.Name, diff)
		}
	}
}

func BenchmarkReadPublishedList(b *testing.B) {
	src := realFile(b)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, _, err := Read(bytes.NewReader(src), DefaultReadOptions()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteBook(b *testing.B) {
	list, _ := readReal(b)
	for b.Loop() {
		book, err := list.Book(BookOptions{Region: "asia-northeast1"})
		if err != nil {
			b.Fatal(err)
		}
		written(b, book)
	}
}
