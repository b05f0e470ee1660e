// Package rollout turns a plan and what the clusters hold into steps: what is made,
// changed, taken over, switched and removed, in which order; and it tells whether
// steps made earlier still are about what is there.
//
// It never talks to a cluster: what clusters hold is handed in as values.
package rollout
