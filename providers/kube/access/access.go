// Package access has the roles that berth's identity on a cluster needs, as a manifest
// for its administrator: who only looks, who carries plans out, who empties nodes.
//
// Commands print it, and an administrator applies it; on a cluster that berth has made,
// package admit does, by that cluster's own administrator. Nobody who carries plans out is
// given the right to: whoever can write roles can give themselves all others.
//
// Tests compare the roles with the kinds that berth knows, right by right, and ask a
// real API server about every verb of every resource that it has.
//
// # Decisions
//
// The manifest is written by hand, not made from the kinds: it is read by people who
// decide whether berth may have these rights, and they want reasons beside them. The
// tests keep it from drifting.
//
// Each role is whole. One that gathers others by labels (an aggregated ClusterRole)
// would be shorter, and would grow by whatever somebody else labels.
//
// Leases may be written in every namespace, not by name: an API server cannot tell by
// name who may create, and asked for a right without a name it says no. It opens
// nothing further to someone who may change Deployments there.
package access

import (
	_ "embed"
	"strings"
)

// The names of the roles.
const (
	// Observe is the role of who only looks.
	Observe = "berth-observe"
	// Apply is the role of who carries plans out.
	Apply = "berth-apply"
	// Drain is the role of who empties nodes.
	Drain = "berth-drain"
)

//go:embed roles.yaml
var roles string

// Roles is the manifest of the roles, in YAML.
func Roles() string { return roles }

// Role is the manifest of one role by its name; known is false where there is none of
// that name.
func Role(name string) (manifest string, known bool) {
	for one := range strings.SplitSeq(roles, "\n---\n") {
		if strings.Contains(one, "\n  name: "+name+"\n") {
			return strings.TrimRight(one, "\n") + "\n", true
		}
	}
	return "", false
}
