// Package assign gives the rows of a bill to services, products and teams by the rules
// of its bill block.
package assign
