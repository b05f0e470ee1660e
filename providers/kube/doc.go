// Package kube is the target over a Kubernetes API server, through client-go.
package kube
