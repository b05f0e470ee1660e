package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// upgrade is a hold on a site of k0s.
func upgrade(site string) Hold {
	return Hold{
		Folder: "boot-1-2", Host: "ci-1", Plan: "sha256:cc", Site: site, Step: "g3",
		Since: "2027-01-02T03:04:05Z", Until: "2027-01-02T03:34:05Z",
	}
}

func TestHoldsAreKeptBySiteAndOutliveEverythingElse(t *testing.T) {
	c := busy()
	found := upgrade("gke")
	found.Until, found.Folder = "", ""
	for _, h := range []Hold{upgrade("tokyo"), found, upgrade("osaka")} {
		c.Hold(h)
	}
	later := upgrade("osaka")
	later.Step = "g4"
	c.Hold(later)
	o, err := c.Object()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := o.At("data", "record").(string)
	want := `"holds":[{"folder":"","host":"ci-1","plan":"sha256:cc","since":"2027-01-02T03:04:05Z","site":"gke","step":"g3","until":""},` +
		`{"folder":"boot-1-2","host":"ci-1","plan":"sha256:cc","since":"2027-01-02T03:04:05Z","site":"osaka","step":"g4","until":"2027-01-02T03:34:05Z"},`
	if !strings.Contains(text, want) {
		t.Errorf("the record is %s", text)
	}
	got, err := ReadCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&later, got.Held("osaka")); diff != "" {
		t.Error(diff)
	}
	got.Unhold("osaka")
	if got.Held("osaka") != nil || got.Held("tokyo") == nil || len(c.Holds) != 3 {
		t.Errorf("after one was taken away: %v, and where it was read from: %v", got.Holds, c.Holds)
	}
}

func TestAHoldThatSaysNothingIsNeverWrittenOrRead(t *testing.T) {
	for want, bend := range map[string]func(*Cluster){
		"each site once, in order": func(c *Cluster) { c.Holds = append(c.Holds, upgrade("a")) },
		"holds do not name":        func(c *Cluster) { c.Holds[0].Site = "" },
		"osaka is of no step":      func(c *Cluster) { c.Holds[0].Step = "" },
		"is of no step":            func(c *Cluster) { c.Holds[0].Plan = "" },
		`"now", which is no time`:  func(c *Cluster) { c.Holds[0].Until = "now" },
		`"", which is no time`:     func(c *Cluster) { c.Holds[0].Since = "" },
	} {
		c := busy()
		c.Hold(upgrade("osaka"))
		bend(c)
		if _, err := c.Object(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}
