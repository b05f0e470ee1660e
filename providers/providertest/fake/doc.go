// Package fake is an API server on a loopback address, for tests that need
// thousands of runs or faults that a real one cannot be made to show. It speaks the
// real protocol over HTTP, keeps state, and refuses what a real one refuses.
package fake
