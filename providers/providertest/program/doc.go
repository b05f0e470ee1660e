// Package program builds a program that tests run, once for a machine, and runs it as a
// child that does not outlive them.
//
// Packages cluster, prometheus and k0sctl use it: each program is a module of its own
// below providers/providertest, because what it needs is no part of berth's own go.mod.
// It is kept in the user's cache folder and built anew when its module, its flags or Go
// change.
//
// Nothing that ships imports this package. It needs Linux: elsewhere children outlive a
// test that is killed.
//
// # Decisions
//
// The cache is berth's own rather than Go's: to find in Go's cache that nothing changed
// takes seconds for programs of hundreds of modules, and each package's tests would wait.
//
// Ports are drawn from below those that systems hand out by themselves, so that no
// connection of another process takes one between the choice and its use.
package program
