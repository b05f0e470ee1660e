// Package apply carries a plan's steps out on clusters: exactly those steps, or it
// stops; cut off anywhere, the next run goes on from there and nothing is lost,
// doubled or forgotten.
//
// Commands call it: [Run] and [Resume], [Rehearse] for a dry run, [Abandon],
// [Destroy], and [Observe] for what plans and status are made from. Everything that
// it needs of the world comes in with a [Job]: targets, locks, a journal, a clock,
// chance, hands for programs and files. What happens comes out as [Event] values,
// from which text, live view and JSON lines are all rendered.
//
// # The order of a run
//
//	check      who the clusters are, what their records say, rights, staleness
//	lease      of every cluster, in the order of their names; then check again
//	rehearse   every write that can be tried is sent as a dry run
//	open       the plan is written into every cluster's record
//	stages     for each: judge all of it · write intents to the journal, in one sync
//	           · name in the sets what will be made · do the steps side by side
//	           · write to the sets what is there · count the stage as done
//	close      the generation of every cluster rises, the plan is its last
//
// Nothing before open changes a cluster but leases and berth's own namespace. A step
// that fails lets no other begin; what was done is written down, the plan stays open,
// and nothing is rolled back by itself.
//
// # What never happens
//
// All writes go through the type site, and it refuses two things whatever the rest of
// the package does: a request without the lease's permission, asked right before it
// is sent; and one about an object that no record on the cluster names (a switch
// alone writes to what is not berth's: weights of the route that its step names).
// Requests under way when a run is told to end come to their end.
//
// No write is repeated blindly. One that was refused as too early is sent again, at
// most five times; one of which nobody knows whether it happened is read back and
// judged by the same rule as before the run (rollout.Judge).
//
// # Decisions
//
// The clusters' records decide, not the journal. A run reads from them how far a plan
// has come, and repeats the stage that was under way: each step finds out by reading
// whether it is done. The journal is written for people and for a proof of what
// happened; a lost disk costs nothing. The price is one list for each kind and
// namespace of a stage.
//
// The records of several clusters are written one after another, so a crash leaves
// them different. The highest count of stages done is the true one, because each is
// written only after what it tells of; and one closed record means that all stages
// are done, because closing comes after.
//
// A stage is judged as a whole before its first write, and a delete carries UID and
// resource version. An update carries the UID alone: every controller that writes a
// status moves the version, and whoever changes a field that berth writes becomes its
// owner, which the unforced apply reports as a conflict.
//
// While another plan is open on a cluster none begins there, also one that shares no
// service with it: the record has room for one, and two plans that finish out of
// order would leave a generation that says nothing. A gate may stand for days, so the
// refusal names the plan, its gate and the commands that end it. Several at once would
// need a slot for each and a generation for each service, with the whole of it read
// again by whoever judges a replay; one slot is a rule that a person can hold.
//
// A delivery by GitOps is a gate: files are written, a person merges them, and after
// that nothing is written but read until the cluster shows them. One merge is asked for
// all folders of a stage. A deadline on the merge instead would end every run whose
// review takes longer than a rollout, with the lease held all the while.
//
// What a cluster shows is told by the objects themselves, and by the Application or the
// Kustomization that tracks them: in step with its repository, healthy, at the revision
// that a person named, if any. An object that neither tracks is waited for: a copy made
// by hand would be taken away again. Where the tracker stands on another cluster, the
// objects alone decide, and a named revision is refused. An attempt that failed before
// the watching began was about something else and is told, not believed; one that is new,
// or of the named revision, ends the wait with the tracker's own words. The revision is
// not kept: each resume names it again or goes by the contents.
//
// What waits is looked at once a second by one loop for a whole stage, with lists
// where many objects are waited for; watches would need a right more, and 5,000
// of them more memory than the rest of a run.
//
// A pod that cannot start ends a wait after a minute, not at once: a registry that
// hiccups and a start that comes before what it needs heal in less.
//
// A route's weights are set by JSON Patch on their places, each tested by the
// backend's name first, because the lists of an HTTPRoute are replaced as a whole by
// every other way. Weights that are on no part of the ramp are somebody else's and are
// not written over. A probe that fails three times in a row gives the last good
// weights back.
//
// Destroy removes a namespace only if berth made it and everything in it may be seen.
// An identity with the role that berth ships may not list Secrets, so for it such a
// namespace stays and is named: what nobody can see may be somebody's. Berth's own
// namespace goes with what can be seen there: nobody else has any business in it.
package apply
