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
// A program that was started goes on when the run that began it is killed, or loses its
// lease because the only API server is down. So the cluster that holds the lease remembers
// who has begun what, and until when it may go on (record.Hold). Nobody begins a step on
// that site before, but who knows that it is over: because the state folder is the same
// and its lock, which the program has inherited, is free; or because the driver finds
// whatever was begun ([Finder]). A run whose lease was lost takes it again as long as that
// hold is still its own.
//
// # Decisions
//
// Clusters keep no count of these steps, unlike those of objects: whoever looks at a
// pool or a host sees whether the step is done. A journal that is lost costs one look.
// Where a version is raised twice, the first step's premise is gone once the second has
// begun; so a step is not stale when a later one that goes on from it is due or done.
//
// A hold ends by the clock of the machine that reads it, five minutes later than the step
// may take. Watching it for its whole time, as leases are watched, would keep a pipeline
// waiting for half an hour that only wants to know what to do. Clocks that are further
// apart than that break the promise; a machine without a network's time is no place to
// change clusters from.
//
// A step that disturbs what runs begins only within the site's window. Outside of it the
// run stops like at a gate, with the time at which the window opens: a job in CI cannot
// wait until Saturday. That holds as well for a step that was cut off half way: to go on
// with it disturbs like the beginning.
package prepare
