// Package check holds a workspace against its rules: constraints on where services run
// today and where they would run then, and checks over services, products, teams, sites
// and the whole fleet. `berth check` runs it; package change compares two of its
// results; reports render one.
//
// "Then" is the decision of each service, or a plan that was given.
//
//	facts.go      workspace, options and decisions → policies.Facts
//	run.go        facts × rules → findings and counts
//	except.go     exceptions: which findings they excuse, which are over or unused
//	idle.go       rules, or a run, that looked at nothing
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
package check
