// Package manifest turns Kubernetes manifests into specs of services, so that a
// team can begin with what it has. `berth import kubernetes` uses it, on files,
// on folders, and on what `kubectl get … -o yaml` prints.
//
// [Import] is the whole way: text of manifests in, specs and a report out. The
// report says what became a service, what was left out and why, and from where
// each call is known.
//
// What manifests do not show is never guessed and never taken for nothing: it
// becomes "unknown" with a comment that says what would settle it. The package
// never asks a cluster, never builds overlays or charts, and never writes a
// value of an environment variable, a ConfigMap or a Secret: of a value only
// the host names in it are used, and of a Secret not even those.
//
// # Adding a kind of object
//
//   - a case in keep (object.go), or a reason in reasonFor (skip.go)
//   - what it says of a workload, in the file of that idea (scale.go, volume.go …)
//   - a document in testdata/shop.yaml, and what it must become in shop_test.go
//
// # Decisions
//
// The types are those of k8s.io/api, so that names, lists and quantities mean
// what they mean in a cluster. They cost 20 s of compiling from empty caches on
// two cores and no time at the start of the program. Own structs with the 60
// fields that are read were the other candidate: lighter, and wrong the day a
// field is misspelt.
//
// YAML is parsed twice: once into nodes, whose depth and aliases are counted,
// and then strictly into JSON as kubectl does it. One parse would need a second
// reading of YAML's scalars ("on", "0o10", "1_000") that differs from kubectl's.
//
// A container with a limit and without a request asks for its limit: this is
// what Kubernetes makes of it. Without both, the amount is unknown.
//
// An address outside of the manifests becomes an endpoint only where its name is
// a public one. A private name or address may stand on premises or in the
// cloud, and an endpoint must say where; it is a comment in the service, and
// `calls = "partial"` keeps the service from looking finished.
//
// Two different objects with one name are an error. kubectl lets the last one
// win; here it would mean that a base and its overlay silently mix.
package manifest
