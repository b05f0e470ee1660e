// Package cluster runs real Kubernetes control planes as children of a test.
package cluster
