// Package audit judges runs after the event: from a plan, the changes that clusters
// saw, and what they hold at the end, it finds every promise that was broken.
//
// Tests that kill, stop and race runs use it (cmd/berth/crash). It knows neither
// journals nor exit codes nor what a run said of itself, and it shares no code with
// package apply or rollout: that a run and its judge err in the same way must not
// look like success. It talks to no cluster.
//
// Whoever drives a cluster hands in each change with the object before and after it
// ([Change]); a repeated request that changed nothing is no change. [Check] replays
// them from the initial objects and holds every instant to the laws ([Laws]).
//
// # Decisions
//
// Changes and not requests are judged: a run may ask as often as it likes, as long as
// the effect is there exactly once. That a request arrived while another run held
// the lease is told by the order of arrivals, which a change carries.
//
// Sets and records are read with package record, because their form is a contract
// with kubectl and not a matter of apply. Whether content is what the plan wants is
// asked of package object, which tests hold to the answers of a real API server.
//
// # What it does not see
//
// Pods: a workload serves when its status counts available copies, and it runs when
// it asks for copies or its status counts some. Values of Secrets are not compared.
package audit
