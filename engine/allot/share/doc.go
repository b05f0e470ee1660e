// Package share passes the cost of services on to those that use them, by declared
// keys, level by level.
package share
