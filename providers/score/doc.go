// Package score turns workloads of the Score specification (score.dev/v1b1) into specs
// of services. `berth import score` uses it, on files.
//
// [Import] is the whole way: text of Score files in, specs and a report out. Score says
// what a workload runs and which resources it needs; it says nothing of how many copies
// run, of traffic, and of where a resource stands. What is not said stays "unknown" or a
// comment that says what would settle it, never nothing. The package never reads the
// files that a workload names, and never writes the value of a variable.
//
// What becomes of resources, by their type:
//
//	volume                  a volume of the service; its size is unknown
//	service-port, service   a call to the workload that params name
//	route                   a call of visitors ("internet")
//	dns, environment        a comment, and nothing
//	any other               something to call that stands somewhere: an endpoint where
//	                        [Options].ResourcesAt says the site, else a comment
//
// # Decisions
//
// Files are checked against the schema before they are read, by rules written here and
// not by the JSON schema itself: messages then name the line, and the schema's file need
// not be part of the program. A test holds that both say the same of the samples of the
// specification and of what random changes make of them.
//
// Amounts without requests take the limits, as Kubernetes does it and most programs that
// carry Score out. Without both, the amount is unknown.
package score
