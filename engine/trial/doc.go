// Package trial runs the tests of policies, constraints and checks: `berth test` is
// its command, the vocabulary of test files is in package spec (test.go).
//
// A test has one of two forms. Of a rule:
//
//	test "a share of the need scores as much" {
//	  rule   = "elastic-capacity"
//	  given  = { "option.cores_needed_by_lead_time" = 10, "option.headroom_cores" = 5 }
//	  expect { score = 0.5  because = "10.0 cores" }
//	  case "capacity that is rented" {
//	    given  = { "option.elastic" = true }
//	    expect { score = 1  because = "within minutes" }
//	  }
//	}
//
// What is not given is as of [policies.Examples]. Of a world:
//
//	test "personal data stays in the country" {
//	  service = "orders"
//	  with { security { data = "personal"  residency = ["JP"] } }
//	  world { site "gke" { country = "US" } }
//	  expect { forbidden = { gke = ["residency"] }  because = { residency = "in US" } }
//	}
//
// The world is the workspace that the tests lie in, or a fixture; with and world are
// laid over it. Cases are rows of a table: what one does not say, its test says for it.
//
//	bench.go   tests → cases that can be asked (names.go: what they name)
//	rule.go    cases of the first form      world.go, worldask.go  cases of the second
//	run.go     cases × suite → results, and which branches of rules they take
//	mutate.go  cases × suites with a mistake → which mistakes no test notices
//
// The package reads no files and has no clock; the same tests give the same result.
//
// # Decisions
//
// Tests are strict, because a test that checks nothing looks like one that passes: one
// that expects nothing, a rule that does not exist or is switched off, a value for a
// variable that the rule cannot see, an option that the service does not have are
// errors, and none of the tests runs.
//
// Mutants are only made where all tests pass: a test that fails would notice everything.
// A rule's own cases are asked before worlds, and the first case that fails is enough.
//
// A number that is expected must come out to the ninth digit; a range says where that
// would be too much. Comparing what is written with what is rounded to it was the other
// candidate: 1 would then stand for 0.6.
package trial
