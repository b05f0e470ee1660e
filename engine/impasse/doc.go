// Package impasse says why a workspace has no plan, and which edit of it gives it one.
//
// Commands call [Explain] where package fleet leaves a service no place or package
// optimise finds none for all of them; reports print its [Report]. The package never
// writes a file: an [Edit] says what to write where, and was tried on a copy.
//
// # The way of an answer
//
//	explain.go  the rules in conflict, by packages fleet (what the rules are) and conflict
//	name.go     the rules in words
//	proof.go    why they cannot be kept together      room.go    where there is no room
//	edit.go     what to write otherwise               change.go  for every sort of rule
//	try.go      the plan after an edit, or after two where one is not enough
//	packing.go  where only whole pods do not fit
//
// # Decisions
//
// An edit is text put into the files, which are then read, built and planned again as
// the next run of the program would. To relax the rule in the problem's tables is
// quicker, and its price would be another one than the plan's: splits of hybrids, whole
// pods on the new nodes and the words of other services of one class are not in them.
//
// An edit loosens no more than the placement found needs: one country more in a
// residency, not its removal. It cannot be dearer than the removal, because that
// placement is still allowed.
package impasse
