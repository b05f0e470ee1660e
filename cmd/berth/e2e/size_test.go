//go:build !crash

package e2e_test

// fleetSize is how many services come to run in a usual test.
const fleetSize = 500
