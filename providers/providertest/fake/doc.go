// Package fake is an API server of Kubernetes for tests: it listens on the loopback,
// holds its objects in memory, starts within milliseconds and answers thousands of
// requests a second, so that a run can be killed and begun again some thousand times.
//
// Tests of targets, of runs and of commands use it. It speaks the REST protocol for
// the kinds of package object, for pods and nodes, and for the resources by which
// Argo CD and Flux track what they own: get, list by pages, create, update,
// server-side apply, JSON Patch, delete with preconditions, dry runs and access
// reviews. Server-side apply is no imitation: field managers are those of
// k8s.io/apimachinery over the schema that client-go ships. A table of requests is
// answered alike by it and by a real API server (see truth_test.go).
//
// What it remembers beyond objects is what tests are about: every request with its
// effect ([Server.History]), and a view of all objects right after each change
// ([Options].OnWrite).
//
// It is not a cluster. There are no containers: a workload is healthy after as many
// reads as asked ([Options].ReadyAfter) or never ([Server.Behave]), its pods are made
// up when they are listed, and what it defaults and validates is what berth's own
// objects need. It does not watch, it collects nothing in the background, it knows
// no subresources. It never leaves the loopback.
//
// # Decisions
//
// Objects are held as the Go types of k8s.io/api, not as maps: decoding into them
// drops unknown fields and rewrites quantities as a real server does, and defaults
// are written in Go. Kinds that are custom resources are held as maps.
//
// A write is computed outside the lock and stored only when nothing came in between,
// otherwise computed again, as a real server does with etcd. So writes to different
// objects use both cores.
//
// Controllers are not goroutines. The status of an object is brought up to date when
// it is read: so the same requests give the same answers, whatever the machine does
// beside.
package fake
