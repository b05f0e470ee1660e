// Package gkefake is Google Kubernetes Engine for tests: the gRPC service
// google.container.v1.ClusterManager on the loopback, with clusters, node pools and
// operations as a state machine, and control planes behind its clusters where a test asks
// for them: real ones ([NewPlanes]) or servers in memory ([LightPlanes]).
//
// Tests of providers/gke and of commands use it:
//
//	s := gkefake.Start(t, gkefake.Options{})
//	client, err := container.NewClusterManagerClient(ctx, s.ClientOptions()...)
//
// A program in another process reaches it by [Reach], so that one that is killed finds
// the same world when it is started anew. Nothing moves by itself: operations go on when
// somebody looks, by the clock that the test hands in.
//
// What a test says to it: [Server.Plant] makes calls fail before or after their effect,
// [Server.Destine] makes operations fail, hang or be forgotten, [Server.Begin] starts
// operations of Google's own, [Server.Change] is what somebody does by hand. What it
// tells a test: [Server.Calls], [Server.Operations], [Server.Requests] of the clusters'
// API servers, [Server.Lost] of pods that Google ended.
//
// Each cluster has three addresses, as the real one does: a DNS name under a public
// certificate, a public and a private address under the cluster's own. They take the
// bearer tokens of the API, and hand requests to the control plane as that user.
//
// # What it is not
//
// Google's. Names of fields, states, operations and error codes are those of the
// published API; which code answers what follows its documentation and, where that is
// silent, reports of users. Messages are only alike. One operation at a time runs on a
// cluster: the real one lets some run side by side, which is easier on a client. How
// long things take is the test's choice. There are no networks, disks or bills. Addresses
// have a port, which real ones do not have. It needs Linux, where all of 127.0.0.0/8 is
// the machine itself.
//
// # Decisions
//
// Operations go on when somebody looks rather than in the background: a test with a clock
// of its own sees the same states in the same order, however slow the machine is. What is
// slow in truth, a control plane that starts, holds its operation up until it is done.
//
// A cluster has its nodes where nothing stands behind it, too: they are counted, named and
// made anew in memory first, and what stands behind follows.
//
// A cluster gets a control plane that was just started, not one that others have used:
// whoever makes a cluster anew must see another UID of the namespace kube-system.
package gkefake
