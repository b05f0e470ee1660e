package record

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheRecordRemembersWhereCallersWereSentLast(t *testing.T) {
	c := busy()
	c.Send(map[string]map[string]int64{"api": {"gke": 1000}, "web": {"gke": 1000}, "gone": {"gke": 1000}})
	before := c.Callers
	c.Send(map[string]map[string]int64{"gone": nil, "web": {"tokyo": 594, "gke": 406}})
	o, err := c.Object()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := o.At("data", "record").(string)
	if want := `{"callers":{"api":{"gke":1000},"web":{"gke":406,"tokyo":594}},"epoch":3,`; !strings.HasPrefix(text, want) {
		t.Errorf("it does not begin with %s: %s", want, text)
	}
	got, err := ReadCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, got, content()); diff != "" {
		t.Error(diff)
	}
	if len(before) != 3 || before["web"]["gke"] != 1000 {
		t.Errorf("what others hold has changed: %v", before)
	}
}

func TestARecordNeverSendsCallersNowhere(t *testing.T) {
	for name, shares := range map[string]map[string]int64{
		"too few": {"gke": 999}, "too many": {"gke": 1000, "tokyo": 1}, "below zero": {"gke": 1001, "tokyo": -1}, "no site": {"": 1000}, "none": {},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := (&Cluster{Callers: map[string]map[string]int64{"web": shares}}).Object(); err == nil {
				t.Error("it is written")
			}
		})
	}
}

func TestTheCallersOfFiveThousandServicesFitIntoARecord(t *testing.T) {
	callers, open := map[string]map[string]int64{}, &Open{Plan: "sha256:" + strings.Repeat("a", 64), Since: "2027-01-02T03:04:05Z"}
	for i := range 5000 {
		name := fmt.Sprintf("recommendation-service-%04d", i)
		callers[name] = map[string]int64{"asia-northeast1": 406, "tokyo-owned": 594}
		open.Services = append(open.Services, name)
	}
	c := &Cluster{Open: open}
	c.Send(callers)
	o, err := c.Object()
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := o.At("data", "record").(string); len(text) > 1<<19 {
		t.Errorf("%d bytes are more than half of what a ConfigMap holds", len(text))
	}
}
