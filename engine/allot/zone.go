package allot

import (
	"fmt"
	"time"

	"berth.dev/engine/spec"
)

// Zone is the time zone of the workspace's months.
func Zone(w *spec.Workspace) (*time.Location, error) {
	name := spec.DefaultReportZone
	if r := w.Settings.Report; r != nil {
		name = r.Zone.Or(name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("report: zone %q: no time zone of that name is known here: write one as in %q", name, "Asia/Tokyo")
	}
	return zone, nil
}

// View is the view the workspace asks for, [Amortised] where it asks for none.
func View(w *spec.Workspace) string {
	if r := w.Settings.Report; r != nil {
		return r.View.Or(Amortised)
	}
	return Amortised
}
