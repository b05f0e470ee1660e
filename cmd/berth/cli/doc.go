// Package cli is the commands of berth: it reads arguments and folders, calls
// the engine, and hands what came out to package reports. main.go starts it, and
// the scripts under testdata/script run the same [Main].
//
// Nothing outside this package asks the process for its arguments, folder,
// environment or terminal; here all of it comes in one [Env]. The package never
// decides anything about a service and never formats a result but for short
// notes about files.
//
// # Adding a command
//
//   - a file named for it: an options struct, newX(env, run) that reads flags into
//     it, and runX(o) that does the work
//   - its line in commands (cli.go); Short, Long and an Example that runs
//   - a script in testdata/script, with the failures too
//   - a line in CHANGELOG.md
//
// # Decisions
//
// The workspace is an argument where it is the thing worked on (evaluate,
// validate, init) and -C where something in it is (explain SERVICE). One form for
// all was tried: "berth explain . frontend" reads badly, and "berth evaluate -C
// shop" is what nobody types first; -C is understood there too.
//
// A command's result goes to stdout, all else to stderr, so that a result can be
// piped. Only `berth validate` prints diagnostics to stdout, because they are its
// result.
//
// Width is COLUMNS where it is set, else the terminal's, else 100. A pipe has no
// width, and a fixed one keeps what is written to files the same everywhere.
//
// What happens while a plan is carried out is that command's result and goes to
// stdout, as lines. The live view of a terminal stands on stderr and is taken away at
// the end: what counts stays in the lines after it.
//
// A plan is not compared with its specs once it is open: half a move is worse than an
// old one. Its clusters are compared all the same, step by step.
//
// The file of an undo keeps the placement of the plan that it takes back and has steps
// of its own. A placement made anew would need a search, and would be another plan.
package cli
