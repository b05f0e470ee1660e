// Package kustomize renders a service's kustomize folder into objects, without
// reaching out: no remote bases, no plugins, nothing outside the workspace.
package kustomize
