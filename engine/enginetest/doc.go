// Package enginetest makes inputs for the tests and benchmarks of the engine:
// fleets as large as asked for, the same for the same seed.
//
// Tests of any package may use it. Nothing that ships imports it, and it never
// reads files or a clock.
//
// # Decisions
//
// A fleet is made as source text, not as a workspace, so that whatever uses it
// also goes through the language, and so that a fleet can be written to a folder
// and looked at.
package enginetest
