// Package rollout turns a plan and what clusters hold into steps: what is made, taken
// over, changed, moved and removed, in which order, and why.
//
// Commands call [Build] when a plan is made and [Undo] to take one back; packages
// apply and cli ask [Judge] and [Changes] whether steps are still about what is there.
// The package never talks to a cluster and never reads a file: everything comes in as
// values, and the same values give the same bytes.
//
// # How a service moves
//
// All services that move in a wave do so together, phase by phase; each phase of a
// wave is one stage (see the constants of phase):
//
//	take over what runs ► configuration ► names ► workloads ► autoscalers ► ways in
//	► wait until healthy ► switch ► drain ► callers left behind ► remove the old side
//
// so that the old side serves until the new one is healthy and has all callers. What
// may run only once, and every schedule, is stopped on the old side before it is made
// on the new one, and what only it needs is there already by then. What keeps data
// is made with no copies, stops last, and waits for a person to move the data.
//
// What stays where it is changes in wave 0, before everything else.
//
// # What is never done
//
// What somebody else keeps (Argo CD, Flux, Helm, another ApplySet, a controller) is
// not touched, and neither is a service of which one object is such: it is left as a
// whole. A claim is never removed. Nothing is removed to be made again but a job, in
// two steps of its own. More than a fifth of what berth has, or the last copy of a
// service, is not deleted without being told to.
//
// Beside what runs already no NetworkPolicy is made that nobody wrote, and no second
// autoscaler: both change what serves without touching it.
//
// # Decisions
//
// Where a service is, the clusters say, not the specs. The specs (runs_on) are what a
// person believes; what is live is what would be lost. A contradiction is a warning
// as long as the plan's way leads on from there, and a reason to leave the service
// where it does not.
//
// So it is with callers: where a route can be read, its weights are where they go today,
// and a switch to what it shows already is no step. A switch by a program or a person
// leaves nothing to read: the plan's own shares stand in, and who plans again before
// the specs say so is asked again.
//
// There is no memory of how far an earlier run has come. A plan that is made anew
// after a run was cut off sees both sides of a move, and goes on from there: each
// phase is skipped where what it leaves is there. The alternative, to read the open
// plan and go on with its steps, is what apply does; here it would be a second way to
// the same end.
//
// A service that moves is not changed before its own wave, only taken over: the room
// for more copies of it was counted from that wave on.
//
// A side that takes over callers has copies for them before they come, whatever its
// autoscaler would say: that sees load when it is there. To raise its minimum instead
// would hold longer, and takes two changes of one object in a plan, which no check
// follows today; that it may let fewer run again is told.
//
// What is about to be removed is taken over by its marks alone. To write the specs'
// fields onto a side that goes would change production for nothing.
//
// A removal expects the whole object as it was, not only the fields that berth owns:
// it takes all of them away. Labels, notes, and the number of copies are not
// compared.
//
// A field of berth's that a person has changed is taken back by a step of kind adopt,
// which says from whom: an update would end in a conflict, a forced one would win in
// silence.
//
// A Deployment whose selector changes is left, with the advice to rename it, and not
// replaced: removing what serves to make it again breaks what callers rely on, and a
// new name gives the same result make-before-break.
//
// Gates of a wave that send callers on are one gate. Somebody who moves a hundred
// services by hand needs a list, not a hundred stops.
//
// Where callers were sent last is read from a route, then from the clusters' records,
// and only then guessed from the specs. The records are believed where nothing is removed:
// a person may have sent callers back without telling, so before a side goes the gate asks
// again. A service that the plan leaves as it is split is never sent on for a few
// thousandths.
//
// An undo is built by the same code as every other work, from a wish made of the
// recorded contents. Steps read backwards would be break-before-make, and would not
// know what has changed since.
package rollout
