package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const levels = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
  routing        = "independent"
  concurrency    = "many"
  needs          = ["w"]
  replicas {
    min = 1
    max = 10
  }
  call "w" {
    sent = "1G"
  }
  call "shared" {
    sent = "1G"
  }
}
product "p" {
  routing = "locality"
  needs   = ["p1", "p2"]
  replicas {
    max = 20
  }
  call "p" {
    sent = "1G"
  }
}
class "c" {
  needs = ["c"]
  replicas {
    max = 30
  }
  call "shared" {
    sent = "2G"
  }
  volume "v" {
    size = "1Gi"
  }
}
service "all" {
  product = "p"
  class   = "c"
  replicas {
    max = 40
  }
  call "own" {
    sent = "3G"
  }
}
service "class-only" {
  class = "c"
}
service "product-only" {
  product = "p"
  needs   = []
}
service "bare" {
}
`

// origins is what a test compares: a value and the level it came from.
type origins struct {
	Routing, Needs, Max, Min string
	Calls, Volumes           []string
}

func resolved(t *testing.T, name string) origins {
	t.Helper()
	w, _ := Parse([]Source{{"a.hcl", []byte(levels)}}, Options{Fragment: true})
	s := w.Service(name)
	if s == nil {
		t.Fatal("no service", name)
	}
	o := origins{
		Routing: s.Routing.V + " of " + s.Routing.Level().String(),
		Needs:   s.Needs.Level().String(),
		Max:     s.Replicas.Max.Level().String(),
		Min:     s.Replicas.Min.Level().String(),
	}
	for _, n := range s.Needs.V {
		o.Needs = n + " " + o.Needs
	}
	for _, c := range s.CallBlocks {
		o.Calls = append(o.Calls, c.Name+" of "+c.Sent.Level().String())
	}
	for _, v := range s.Volumes {
		o.Volumes = append(o.Volumes, v.Name+" of "+v.Size.Level().String())
	}
	return o
}

func TestTheMostSpecificLevelWinsAttributeByAttribute(t *testing.T) {
	for name, want := range map[string]origins{
		"all": {
			Routing: "locality of product", Needs: "c class", Max: "service", Min: "workspace",
			Calls:   []string{"own of service", "shared of class", "p of product", "w of workspace"},
			Volumes: []string{"v of class"},
		},
		"class-only": {
			Routing: "independent of workspace", Needs: "c class", Max: "class", Min: "workspace",
			Calls:   []string{"shared of class", "w of workspace"},
			Volumes: []string{"v of class"},
		},
		// An empty list is said too: it replaces the list of the product.
		"product-only": {
			Routing: "locality of product", Needs: "service", Max: "product", Min: "workspace",
			Calls: []string{"p of product", "w of workspace", "shared of workspace"},
		},
		"bare": {
			Routing: "independent of workspace", Needs: "w workspace", Max: "workspace", Min: "workspace",
			Calls: []string{"w of workspace", "shared of workspace"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, resolved(t, name)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAServiceNeverChangesItsClass(t *testing.T) {
	w, _ := Parse([]Source{{"a.hcl", []byte(levels)}}, Options{Fragment: true})
	if max := w.Class("c").Replicas.Max.V; max != 30 {
		t.Errorf("the class allows %g copies", max)
	}
	if min := w.Class("c").Replicas.Min; min.Set() {
		t.Error("the class learnt from the workspace")
	}
	if max := w.Service("class-only").Replicas.Max.V; max != 30 {
		t.Errorf("the class gives %g copies", max)
	}
}

func TestAValueTellsWhereItWasWritten(t *testing.T) {
	w, _ := Parse([]Source{{"a.hcl", []byte(levels)}}, Options{Fragment: true})
	s := w.Service("all")
	for _, c := range []struct {
		of   Origin
		want string
	}{
		{s.Routing.Origin, "a.hcl:22,13"},
		{s.Replicas.Max.Origin, "a.hcl:47,11"},
		{s.Replicas.Min.Origin, "a.hcl:11,11"},
		{s.Replicas.Origin, "a.hcl:46,3"},
		{s.Origin, "a.hcl:43,1"},
		{s.Pin.Origin, ""},
	} {
		if diff := cmp.Diff(c.want, w.Range(c.of).String()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAnUnsetValueGivesTheOther(t *testing.T) {
	w, _ := Parse([]Source{{"a.hcl", []byte(levels)}}, Options{Fragment: true})
	s := w.Service("bare")
	if got := s.VisitorsEnter.Or("share"); got != "share" {
		t.Errorf("got %q", got)
	}
	if got := s.Routing.Or("locality"); got != "independent" {
		t.Errorf("got %q", got)
	}
}
