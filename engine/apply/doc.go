// Package apply carries a plan's steps out on clusters: exactly those steps, or it
// stops; cut off anywhere, the next run goes on from there and nothing is lost,
// doubled or forgotten.
package apply
