//go:build crash

package e2e_test

// fleetSize is how many services come to run with "make crash".
const fleetSize = 5000
