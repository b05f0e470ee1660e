// Package intent joins what the specs say of services with what a plan decided about
// them: where each service is to be, wave after wave, and what it is made of there.
//
// The command that makes a plan with steps uses it, between package plan, which
// decides, and package rollout, which compares with what clusters hold. It renders
// no manifests and seals no secrets itself: it is handed functions that do.
package intent
