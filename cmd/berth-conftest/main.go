// Command berth-conftest sets berth check beside conftest, the policy tool of the Open
// Policy Agent: the same twenty rules, as checks and as Rego, over the same services. It
// prints a Markdown table, which the README quotes.
//
// People run it by hand and through "make conftest"; it does not ship. It builds both
// programs, writes a generated workspace, runs them in turn, several times, and takes
// the median. Where they do not find exactly the same violations it says so and ends
// with 1: a tool that overlooks something is no faster.
//
// # Decisions
//
// Conftest gets what makes it fastest: one process for all files, and of its parsers
// for the same content, HCL and JSON, the one that takes less time. What its files do
// not hold (the owners of teams, the countries of sites) it gets as data, so that it
// need not join files. Berth reads the HCL files, and products, teams and sites as its
// users write them.
//
// Services stand one to a file unless -per-file says otherwise, as people keep them:
// conftest takes most of its time by the file, berth by the service.
//
// Memory is the most that was resident, which both processes share with the file of
// their program: some 75 MB of either.
//
// Berth also runs with all of its own rules and its decisions, which conftest has no
// like of: to show what a real run takes.
package main

import "os"

func main() { os.Exit(program(os.Args[1:], os.Stdout, os.Stderr)) }
