// Package prepare carries out what a plan says is to be done to clusters themselves
// (package ground), before and after the stages of services.
//
// Each site's [Driver] knows its provider: providers/k0s drives k0sctl, providers/gke the
// Kubernetes Engine API. Commands call Run around apply.Run.
//
// Steps are done one after another. Before each one its driver looks: a step that is
// done is passed over, one whose premise is gone is a [*Stale], and nothing is undone by
// itself. An intent is on the disk, and on a cluster where one is there to hold it,
// before the first request; a run that was cut off reads it and finds what it had begun
// before it asks for anything anew.
//
// # Decisions
//
// Clusters keep no count of these steps, unlike those of objects: whoever looks at a
// pool or a host sees whether the step is done. A journal that is lost costs one look.
//
// A step that disturbs what runs begins only within the site's window. Outside of it the
// run stops like at a gate, with the time at which the window opens: a job in CI cannot
// wait until Saturday.
package prepare
