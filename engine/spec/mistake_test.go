package spec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
)

// said is a diagnostic as a test expects it. Detail is a part of the words.
type said struct{ Place, Code, Summary, Detail string }

// mark stands in the source of a case before the place of each mistake.
const mark = "▸"

// mistakeCase is a file with what is said of it: one said for each mark, in
// order. Place is taken from the marks; it is given only for what stands
// elsewhere.
type mistakeCase struct {
	name, src string
	want      []said
}

// base is a workspace without mistakes, which the files of cases add to.
const base = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "finance"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes  = 14
    cpu    = "64"
    memory = "256Gi"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  node_pool "web" {
    machine = "e2-standard-8"
  }
}
link "tokyo" "gke" {
  path = "vpn"
}
price_book "gcp" {
  source   = "list"
  date     = "2026-10-01"
  currency = "USD"
  machine "e2-standard-8" {
    cpu    = "8"
    memory = "32Gi"
  }
}
endpoint "user-db" {
  site = "tokyo"
}
team "ads" {
}
environment "prod" {
  default = true
}
class "web" {
}
product "shop" {
  team = "ads"
}
service "front" {
  product = "shop"
  class   = "web"
  runs_on = "gke"
}
`

// unmark takes the marks out of a source and returns their places.
func unmark(src string) (clean string, places []string) {
	for {
		before, after, found := strings.Cut(src, mark)
		if !found {
			return src, places
		}
		f := &File{Source: Source{"case.hcl", []byte(before)}}
		places = append(places, diag.Range{File: "case.hcl", Start: f.pos(uint32(len(before)))}.String())
		src = before + after
	}
}

// mustSay parses the cases, each beside the base.
func mustSay(t *testing.T, base string, cases []mistakeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark(c.src)
			sources := []Source{{"base.hcl", []byte(base)}, {"case.hcl", []byte(src)}}
			_, diags := Parse(sources, Options{})
			compare(t, diags, c.want, places)
		})
	}
}

// compare holds diagnostics against what is expected of them.
func compare(t *testing.T, diags diag.List, want []said, places []string) {
	t.Helper()
	var got []said
	for i, d := range diags {
		s := said{d.Subject.String(), d.Code, d.Summary, d.Detail}
		if i < len(want) && strings.Contains(d.Detail, want[i].Detail) {
			s.Detail = want[i].Detail
		}
		got = append(got, s)
	}
	want = append([]said(nil), want...)
	for i := range want {
		if want[i].Place == "" && len(places) > 0 {
			want[i].Place, places = places[0], places[1:]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(places) > 0 {
		t.Errorf("nothing is said at %v", places)
	}
}

func TestTheBaseHasNoMistakes(t *testing.T) {
	_, diags := Parse([]Source{{"base.hcl", []byte(base)}}, Options{})
	compare(t, diags, nil, nil)
}
