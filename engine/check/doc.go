// Package check holds a workspace against its rules: constraints on where services run
// today and where they would run then, and checks over services, products, teams, sites
// and the whole fleet. `berth check` runs it; package change compares two of its
// results; reports render one.
//
// "Then" is the decision of each service, or a plan that was given.
//
//	run.go        all of it, in this order
//	choose.go     which rules run, and what has to be computed for them
//	look.go       one service where it runs and where it would run: constraints, policies
//	undecided.go  services that have no place
//	facts.go      what was seen → policies.Facts (facts_fleet.go: products, teams, sites)
//	declared.go   what specs alone tell of a service, for whoever exports rules
//	ask.go        checks × subjects → findings
//	except.go     exceptions: which findings they excuse, which are over or unused
//	idle.go       rules, or a run, that looked at nothing
//	tally.go      counts, side by side and the same on any number of processors
//
// The package reads no files, asks no clock and writes nothing. It never decides
// anything: decisions come from package score, plans from their files.
//
// # What counts as green
//
// A run that looked at nothing says nothing, and must not look like one that found
// nothing. So each rule is counted (evaluated, passed, failed, excused, skipped and
// why), and a rule that applied to no subject is a finding of its own unless it says
// may_be_idle.
//
// # Decisions
//
// A workspace without services is a run that refuses (exit code 4), not one that could
// not run: its specs were read and are right, and a repository whose services all went
// elsewhere should hear so from the check. A folder without specs could not be read.
//
// Where the decision puts a service no constraint is asked again: it forbids nothing
// there, or it would not be the decision. It counts as asked, because it was.
//
// A rule that fails on its values is not a finding. A finding says that something does
// not hold; of this nobody knows. So it is kept apart, and the run is not finished.
//
// An exception covers its subject at both moments: whoever agreed that a service may
// stay abroad for a month agreed to today, and the plan of that month has not moved it.
package check
