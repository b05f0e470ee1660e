// Package pool makes a bill of owned machines: what each node pool cost in a month, and
// who used it.
package pool
