package survey

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/spec"
	"berth.dev/engine/target"
)

// fake is a cluster in memory. fail is the fault of a kind's list, and expires how often
// it expires in the middle.
type fake struct {
	objects []object.Object
	fail    map[string]target.Class
	expires map[string]int
	asked   []target.Query
}

func (f *fake) Walk(_ context.Context, q target.Query, each func(object.Object) error) error {
	f.asked = append(f.asked, q)
	if class, bad := f.fail[q.Kind]; bad {
		return &target.Fault{Class: class, What: "list " + q.Kind, Says: "no"}
	}
	for i, o := range f.objects {
		ref := o.Ref()
		if ref.Kind != q.Kind || q.Namespace != "" && q.Namespace != ref.Namespace {
			continue
		}
		if f.expires[q.Kind] > 0 && i > 0 {
			f.expires[q.Kind]--
			return &target.Fault{Class: target.Expired, What: "list " + q.Kind, Says: "too old"}
		}
		if err := each(o); err != nil {
			return err
		}
	}
	return nil
}

// have reads objects, one a document of JSON.
func have(t *testing.T, texts ...string) *fake {
	t.Helper()
	f := &fake{fail: map[string]target.Class{}, expires: map[string]int{}}
	for _, text := range texts {
		var o map[string]any
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		f.objects = append(f.objects, object.Object(o))
	}
	return f
}

// survey reads the cluster.
func (f *fake) survey(t *testing.T, namespaces ...string) *Seen {
	t.Helper()
	s, err := Read(t.Context(), f, Options{Namespaces: namespaces})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// workload is a Deployment, or what else has a template, with one container.
func workload(kind, namespace, name, container string) string {
	return fmt.Sprintf(`{"apiVersion":"apps/v1","kind":%q,"metadata":{"namespace":%q,"name":%q},"spec":{"replicas":2,"selector":{},
		"template":{"metadata":{"labels":{"app":%q}},"spec":{"containers":[{"name":"main","image":"example/%s:1"%s}]}}}}`, kind, namespace, name, name, name, container)
}

// machine is a node of 4 cores and 16 GiB with these labels, as "a=b,c=d", and taints.
func machine(name, labels, taints string) string {
	var all []string
	for _, l := range strings.Split(labels, ",") {
		if k, v, ok := strings.Cut(l, "="); ok {
			all = append(all, fmt.Sprintf("%q:%q", k, v))
		}
	}
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Node","metadata":{"name":%q,"labels":{%s}},"spec":{"taints":[%s]},
		"status":{"allocatable":{"cpu":"4","memory":"16Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True"}]}}`, name, strings.Join(all, ","), taints)
}

// whole is a workspace around a site.
const whole = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "prod"
  hourly_rate    = "6000 JPY/h"
}
price_book "prod" {
  source   = "test"
  date     = "2026-10-31"
  currency = "JPY"
  machine "e2-standard-4" {
    cpu    = "4"
    memory = "16Gi"
  }
}
service "a" {
  runs_on = "prod"
  calls   = "partial"
  replica {
    cpu    = "1"
    memory = "1Gi"
  }
  replicas {
    min = 1
    max = 1
  }
}
`

// read parses a site among a workspace.
func read(t *testing.T, site []byte) *spec.Site {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(whole)}, {Name: "b.hcl", Bytes: site}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, site)
	}
	return w.Site("prod")
}
