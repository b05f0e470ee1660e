package reports

import "berth.dev/engine/drift"

// NewStatus begins a status with what was found; the command adds what it knows of
// clusters and of the plan.
func NewStatus(places []drift.Place, found []drift.Drift) Status {
	out := Status{
		Schema: "berth.status/1", Notes: []string{}, Clusters: []StatusCluster{},
		Services: []StatusService{}, Drift: []StatusDrift{}, Assumptions: []string{},
	}
	for _, p := range places {
		out.Services = append(out.Services, StatusService{p.Service, p.Product, p.Namespace, p.Site, p.Objects, p.Ready, p.Copies})
	}
	for _, d := range found {
		out.Drift = append(out.Drift, StatusDrift{d.Site, d.Service, d.Object.String(), d.Field, d.What, d.Live, d.Want, d.Manager})
	}
	return out
}
