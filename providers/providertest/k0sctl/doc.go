// Package k0sctl tells tests what k0sctl itself makes of a k0sctl.yaml.
//
// The program in folder loader reads a file with the packages of k0sctl v0.32.2. This
// package builds it once, into the user's cache, and runs it. Nothing of it connects to
// a machine, and k0sctl is never started.
//
// # Decisions
//
// k0sctl's packages lie in a module of their own, as the control plane does: they ask
// for some hundred modules that berth has no use for. They need rig v2.1.0, which the
// release names by a commit that the Go module proxy does not have.
package k0sctl
