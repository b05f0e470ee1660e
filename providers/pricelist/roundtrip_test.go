package pricelist

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/spec"
)

// digits draws a price as a list may write it and as a book must: without zeros
// at the end, which a person does not write and which change no amount.
func anyDigits(t *rapid.T, what string) (list, book string) {
	list = rapid.StringMatching(`(0|[1-9][0-9]{0,12})(\.[0-9]{1,20})?`).Draw(t, what)
	book = list
	if strings.Contains(book, ".") {
		book = strings.TrimSuffix(strings.TrimRight(book, "0"), ".")
	}
	return list, book
}

// What is written of any list, in any region, gives back every price that the
// list has there, digit by digit, and no other.
func TestWrittenPricesAreTheListsDigitByDigit(t *testing.T) {
	words := []struct{ list, book, per string }{
		{"hour", "hour", "h"}, {"month", "on_demand", "mo"}, {"month_spot", "spot", "mo"},
		{"month_1y", "commit1y", "mo"}, {"month_3y", "commit3y", "mo"},
	}
	regions := []string{"east1", "west1"}
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString("about: {url: x, timestamp: 1}\nregion: {east1: {}, west1: {}}\ncompute:\n  instance:\n")
		want := map[string]map[string]map[string]string{"east1": {}, "west1": {}}
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9]{0,3}-[a-z0-9]{1,8}`), 1, 6, rapid.ID[string]).Draw(t, "names")
		for _, name := range names {
			fmt.Fprintf(&text, "    %q:\n      cpu: 2\n      ram: 7.50\n      cost:\n", name)
			for _, region := range regions {
				fmt.Fprintf(&text, "        %s:\n          further: x\n", region)
				prices := map[string]string{}
				for _, w := range words {
					if !rapid.Bool().Draw(t, w.list) {
						continue
					}
					list, book := anyDigits(t, "price")
					fmt.Fprintf(&text, "          %s: %s\n", w.list, list)
					if book != "0" {
						prices[w.book] = book + " USD/" + w.per
					}
				}
				if len(prices) > 0 {
					want[region][name] = prices
				}
			}
		}
		list, _, err := Read(strings.NewReader(text.String()), DefaultReadOptions())
		if err != nil {
			t.Fatalf("%v\n%s", err, text.String())
		}
		for _, region := range regions {
			if diff := cmp.Diff(want[region], roundTrip(t, list, region)); diff != "" {
				t.Errorf("%s: %s", region, diff)
			}
		}
	})
}

// roundTrip writes a region and reads it back.
func roundTrip(t *rapid.T, list *List, region string) map[string]map[string]string {
	b, err := list.Book(BookOptions{Region: region})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	w, diags := spec.Parse([]spec.Source{{Name: "prices.hcl", Bytes: out.Bytes()}}, spec.Options{Fragment: true})
	if len(diags) > 0 || len(w.PriceBooks) != 1 {
		t.Fatalf("%v\n%s", diags, out.String())
	}
	got := map[string]map[string]string{}
	for _, m := range w.PriceBooks[0].Machines {
		got[m.Name] = rates(m)
	}
	return got
}

// FuzzRead feeds anything to the reader. What it takes for a list must give, for
// every region, a book that the language reads without a complaint.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("about: {url: x, timestamp: 1}\nregion: {a: {location: L}}\ncompute: {instance: {e2: {cpu: 1, ram: 1, cost: {a: {hour: 1}}}}}\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("? - {a: [b, \"c\\u0041\"]}\n: |\n  x\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		o := DefaultReadOptions()
		o.MaxBytes = 64 << 10
		list, _, err := Read(bytes.NewReader(src), o)
		if err != nil {
			if list != nil {
				t.Fatal("a list beside an error")
			}
			return
		}
		for _, r := range list.Regions {
			b, err := list.Book(BookOptions{Region: r.Name})
			if err != nil {
				// The name is too long once "gcp-" stands before it.
				if len(r.Name) > 59 {
					continue
				}
				t.Fatal(err)
			}
			parsed(t, written(t, b))
		}
	})
}
