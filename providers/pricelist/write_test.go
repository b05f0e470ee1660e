package pricelist

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// smallBook is what the small list says of east1.
const smallBook = `# Public list prices of Google Cloud in east1 (Town), as of 2025-07-31.
# Source: https://prices.example/list
# Written by ` + "`berth prices import`" + `.
# The list carries this notice:
#
#   Copyright 2025 A. Person.
#   Licensed to all.
#
# on_demand is what a machine costs that runs all month, with the discount for
# steady use. By family, and how many machines of it:
#   n1: 0.7 of 730 hours (2)

price_book "gcp-east1" {
  source   = "https://prices.example/list"
  date     = "2025-07-31"
  currency = "USD"
  region   = "east1"

  machine "e2-micro" {
    cpu       = "0.25"
    memory    = "1Gi"
    on_demand = "7.3 USD/mo"
    hour      = "0.01 USD/h"
    spot      = "0.73 USD/mo"
    commit1y  = "5 USD/mo"
    commit3y  = "4 USD/mo"
  }

  machine "n1-standard-2" {
    cpu       = "2"
    memory    = "7.5Gi"
    on_demand = "63.875 USD/mo"
    hour      = "0.125 USD/h"
    commit1y  = "63.875 USD/mo"
    # not in the list: spot, commit3y
  }

  machine "n1-standard-16" {
    # with gpu = 1
    cpu       = "16"
    memory    = "60Gi"
    on_demand = "511 USD/mo"
    hour      = "1 USD/h"
    # not in the list: spot, commit1y, commit3y
  }

  egress "china" {
    tier {
      from  = "0Ti"
      price = "0.23 USD/GiB"
    }
  }

  # A GiB gets dearer with volume here. It is so in the list; check it before you rely on it.
  egress "internet" {
    tier {
      from  = "0Ti"
      price = "0.085 USD/GiB"
    }
    tier {
      from  = "1Ti"
      price = "0.12 USD/GiB"
    }
    tier {
      from  = "10Ti"
      price = "0.08 USD/GiB"
    }
  }

  # pd-ssd
  disk "ssd" {
    price = "0.17 USD/GiB"
  }

  # Not in the list. Take the comment signs off what you use, and enter the price
`

func TestABookIsWrittenWithSourceNoticeAndEveryPrice(t *testing.T) {
	list, _ := readSmall(t, small)
	b, err := list.Book(BookOptions{Region: "east1"})
	if err != nil {
		t.Fatal(err)
	}
	got := written(t, b)
	if diff := cmp.Diff(smallBook, got[:min(len(smallBook), len(got))]); diff != "" {
		t.Error(diff)
	}
	if again := written(t, b); again != got {
		t.Error("the same book gave other bytes")
	}
	parsed(t, got)
}

func TestAMissingPriceIsUnsetAndNeverZero(t *testing.T) {
	list, _ := readSmall(t, small)
	book := booked(t, list, BookOptions{Region: "west1", Name: "port"})
	m := machine(t, book, "n1-standard-16")
	if diff := cmp.Diff(map[string]string{"spot": "73 USD/mo"}, rates(m)); diff != "" {
		t.Error(diff)
	}
	if m.OnDemand.Set() || m.Hour.Set() || !m.Spot.Set() {
		t.Error("only spot is in the list")
	}
	// The middle tier of the internet and the disk have no price in west1.
	if len(book.Egress) != 1 || book.Egress[0].Name != "china" || len(book.Disks) != 0 {
		t.Errorf("want egress to china alone, got %v, %v", book.Egress, book.Disks)
	}
}

func TestWhatTheListLacksCanBeUncommented(t *testing.T) {
	list, _ := readSmall(t, small)
	b, err := list.Book(BookOptions{Region: "east1"})
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, b)
	from, to := strings.Index(text, "  # cluster_fee"), strings.Index(text, "  # Load balancers")
	if from < 0 || to < from {
		t.Fatal(text)
	}
	filled := strings.ReplaceAll(strings.ReplaceAll(text[from:to], "  # ", "  "), "…", "1.5")
	book := parsed(t, text[:from]+strings.ReplaceAll(filled, "  #\n", "\n")+text[to:])
	if book.ClusterFee.V.String() != "1.5 USD/mo" || book.Autopilot == nil || book.Autopilot.SpotMemory.V.String() != "1.5 USD/mo" {
		t.Errorf("the words were not read: %+v %+v", book.ClusterFee, book.Autopilot)
	}
}

func TestTextOfAListStaysInsideItsComment(t *testing.T) {
	b := &Book{
		Name: "a", Region: "east1", Location: "Town\nmachine \"x\" {}\r\u2028x\u0085x\x1b[31m",
		URL: `https://x/${evil}"%{for}\`, Copyright: []string{"*/ \n}", "${a}"},
		Date: time.Date(2025, 7, 31, 0, 0, 0, 0, time.UTC),
	}
	text := written(t, b)
	book := parsed(t, text)
	if diff := cmp.Diff(b.URL, book.Source.V); diff != "" {
		t.Error(diff)
	}
	if len(book.Machines) != 0 || strings.ContainsAny(text, "\r\x1b\u0085\u2028") {
		t.Errorf("text got out of its comment:\n%s", text)
	}
}

func TestAWriterThatFailsIsAnError(t *testing.T) {
	full := errors.New("disk full")
	err := Write(failing{full}, &Book{Name: "a"})
	if !errors.Is(err, full) {
		t.Errorf("want the cause, got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
