package allot_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
)

const gcp = `
bill "gcp" {
  kind  = "gcp"
  files = ["bills/*.csv"]
  site  = "gke"
  names = ["tag:app"]
  assign "office" {
    match = { sub_account = "office-*" }
    team  = "core"
  }
  assign "training" {
    match   = { service = "Vertex AI" }
    product = "ads"
  }
}
`

type keys = map[string]string

func TestEveryRowIsOnTheLineOfItsOwner(t *testing.T) {
	w := workspace(t, gcp)
	storage := row(t, w, "gcp", "3", keys{"tag:app": "sketch"})
	storage.Group, storage.Unit, storage.Quantity = bill.Storage, "gibibyte month", 20
	tax := row(t, w, "gcp", "0.5", keys{"tag:app": "sketch"})
	tax.Category = bill.Tax
	late := row(t, w, "gcp", "7", keys{"tag:app": "sketch"})
	late.Late, late.Day = true, "2026-09-30"
	other := row(t, w, "gcp", "1000", keys{"tag:app": "sketch"})
	other.Month = october().Plus(-1)
	got, err := allot.Make(input(w, "gcp",
		row(t, w, "gcp", "10", keys{"tag:app": "pixiv-ads", "service": "Compute Engine"}),
		row(t, w, "gcp", "1.25", keys{"tag:app": "pixiv-ads", "service": "Kubernetes Engine"}),
		row(t, w, "gcp", "2", keys{"tag:app": "pixiv-ads", "sub_account": "office-osaka"}),
		row(t, w, "gcp", "4", keys{"service": "Vertex AI"}),
		row(t, w, "gcp", "5", keys{"tag:app": "alone"}),
		row(t, w, "gcp", "6", keys{"tag:app": "stray"}),
		storage, tax, late, other,
		row(t, w, "gcp", "8", keys{"tag:app": "sketsh"}),
		row(t, w, "gcp", "9", keys{"service": "Compute Engine", "sub_account": "prod"}),
	))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unallocated -/-/- gke gcp: 2550 JPY",
		"compute -/-/alone gke gcp: 750 JPY",
		"compute -/lost/stray gke gcp: 900 JPY",
		"compute core/-/- gke gcp: 300 JPY",
		"storage core/art/sketch gke gcp: 450 JPY for 20 GiB-mo",
		"other core/art/sketch gke gcp: 75 JPY",
		"late core/art/sketch gke gcp: 1050 JPY",
		"compute growth/ads/- gke gcp: 600 JPY",
		"compute growth/ads/pixiv-ads gke gcp: 1687.5 JPY",
	}
	if diff := cmp.Diff(want, cloud(got.Ledger)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("55.75 USD is 8362.5 JPY", got.Bills[0].Own.String()+" is "+got.Bills[0].Amount.String()); diff != "" {
		t.Error(diff)
	}
	rules := []string{
		`bill gcp: assign office: sub_account = "office-*" goes to team core`,
		`bill gcp: assign training: service = "Vertex AI" goes to product ads`,
		"bill gcp: tag:app is the name of a service",
	}
	if diff := cmp.Diff(rules, got.Rules); diff != "" {
		t.Error(diff)
	}
}
