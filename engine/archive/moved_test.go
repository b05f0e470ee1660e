package archive_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/archive"
	"berth.dev/engine/ledger"
	"berth.dev/engine/month"
)

func TestNothingMovedWhereNothingDiffers(t *testing.T) {
	if got := archive.Moved(report(), report()); len(got) != 0 {
		t.Errorf("it says %q", got)
	}
}

func TestWhatMovedSinceAReportWasKeptIsTold(t *testing.T) {
	anew := report()
	anew.Actual = jpy("101.25")
	anew.Bills[0].Amount = jpy("51.25")
	anew.Bills[1].Name = "osaka"
	anew.State.AsOf, anew.State.Rows = "2027-11-10", 4
	anew.Plan = nil
	anew.Pins = []month.Pin{{Kind: "bill", Name: "bills/a.csv", Digest: "sha256:dd"}, {Kind: "bill", Name: "bills/b.csv", Digest: "sha256:ee"}}
	anew.Rates = []ledger.Rate{{Currency: "USD", Value: jpy("155")}}
	anew.Rules = []string{"gcp: assign office"}
	want := []string{
		"actual was 100.25 JPY and is 101.25 JPY",
		"bill gcp was 50.25 JPY and is 51.25 JPY",
		"bill osaka was 0 JPY and is 50 JPY",
		"bill tokyo was 50 JPY and is 0 JPY",
		"the day it is seen from was 2026-11-10 and is 2027-11-10",
		"the number of rows was 3 and is 4",
		"the plan in force was plans/a.json (sha256:aa) and is none",
		"changed bill bills/a.csv",
		"gone spec a.hcl",
		"new bill bills/b.csv",
		"a USD was 150 JPY and is 155 JPY",
		"new rule: gcp: assign office",
		"rule that is gone: gcp: tag:app names services",
	}
	if diff := cmp.Diff(want, archive.Moved(report(), anew)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	other := report()
	other.Currency = "USD"
	if diff := cmp.Diff([]string{"the currency was JPY and is USD"}, archive.Moved(report(), other)); diff != "" {
		t.Error(diff)
	}
}
