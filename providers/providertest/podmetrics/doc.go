// Package podmetrics serves the metrics API of pods (metrics.k8s.io/v1beta1) as
// metrics-server does, with what a test says that pods use.
//
// Tests of providers/kube/usage and of whoever imports from clusters use it, alone
// ([Handler]) or behind a real API server ([Install]), which proxies to it as to any
// aggregated API. Nothing that ships imports it.
//
// # Decisions
//
// The API server is led to it by a Service of type ExternalName, localhost. Addresses of
// other Services need a network of pods, which test clusters have not.
//
// It is a double all the same: a real metrics-server asks kubelets, and no test has one.
// The form of its answers follows k8s.io/metrics, pkg/apis/metrics/v1beta1/types.go.
package podmetrics
