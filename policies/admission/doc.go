// Package admission turns rules into policies that a cluster enforces itself:
// ValidatingAdmissionPolicies of Kubernetes, with their bindings and with ConfigMaps
// that say what only the specs know. `berth policy export admission` uses it, so that
// a cluster refuses what `berth check` refuses, whoever brings it there.
//
// What is refused is a workload (Deployment, StatefulSet, DaemonSet, Job, CronJob) with
// the label berth.dev/service, in a namespace of the workspace, on one site. A rule is
// translated where it speaks of one such workload and its site: constraints, and checks
// over services. [Export] lists every other one with the reason.
//
// The package never talks to a cluster, reads no files and changes no rule. It decides
// nothing: what an option is comes from package score, what a service is from its spec.
//
// # How a rule is translated
//
// Each value that a rule reads comes from one of three places (source.go):
//
//   - of the site, known when the policy is written: its name, country, capabilities
//   - of the object that is admitted: images, probes, what its containers ask for
//   - of the service as its spec tells it: residency, pin, needs. It lies in the
//     ConfigMap berth-services of the workload's namespace, written by the same export
//
// A rule that reads anything else, such as money or where the services run that it
// calls, is not translated, unless what the site is decides it already.
//
//	source.go     where each value comes from
//	fact.go       what a service's spec tells of it
//	variable.go   how a policy reads both
//	loop.go       all(), filter() and the like, found again in the checked tree
//	translate.go  the checked tree → text in Kubernetes' dialect, as far as it is known
//	fold.go       what is known when the policy is written is computed there
//	rule.go       one rule → what refuses it, and the reason it gives
//	policy.go     that → ValidatingAdmissionPolicy and binding
//	service.go    services → ConfigMaps
//	guard.go      the policies that keep the ConfigMaps honest
//	export.go     all of it, in order
//
// # What it takes, and who applies it
//
// Kubernetes 1.30 or later; it was run on 1.37. Whoever applies the policies needs to create, update and
// patch ValidatingAdmissionPolicies and their bindings, which is as much as deciding
// what the whole cluster takes; and ConfigMaps in the namespaces. That is a pipeline of
// administrators, never that of the services whose workloads are judged. Who may write
// ConfigMaps in a namespace could otherwise tell the policies what they like: so the
// export holds a guard that lets nobody write berth-services but who may also update
// ValidatingAdmissionPolicies.
//
// # What it does not do
//
//   - A workload without the label is not judged: nobody can say which service it is.
//     Pods and ReplicaSets that somebody makes by hand are not judged either.
//   - An exception holds until the next export; a policy has no clock. Export daily.
//   - Kubernetes tells the first refusal alone; warnings it tells all.
//   - A refused update stays refused though it would make things better, as long as it
//     changes what runs and is still against the rule.
//
// # A fault of Kubernetes
//
// The API server (seen in 1.37) stops to watch ConfigMaps when the last policy that reads
// one is gone, and never begins again until it is started anew: policies that come back
// are then judged by ConfigMaps as they were. So change an export by applying the next
// one over it. Whoever has taken all of them away and brings them again should restart
// the API servers, or keep one policy with a ConfigMap that judges nothing.
//
// # Decisions
//
// A hybrid's halves are two workloads on two sites, and neither shows the other. So
// the ConfigMap says which services are hybrids, today or by the decision or plan, and such a
// workload is refused where the rule forbids both the site alone and the pair: that it
// stands alone may be a moment of a move. All other workloads are judged as standing
// alone. Telling where each service is to run was the other candidate: a policy would
// then refuse a move until somebody exported again in the middle of it.
//
// One policy for each rule, so that each can be watched, warned of and switched off by
// itself. One for all would be quicker by a little and give every reason at once.
//
// What the service's spec says is read from its namespace, not written into the policy:
// a policy of a thousand services would be megabytes, and changing one service would
// change the rules for all. One ConfigMap beside the policies was the other candidate;
// it is full with some 1,500 services, which is the limit of a namespace as it is.
//
// What belongs to the service as a whole comes from its spec although an object shows
// something of the kind. The number of copies is the autoscaler's; a job beside a
// Deployment does not make the service a job. Images, probes and requests come from the
// object, because there the truth is what somebody put there by hand: so a cluster may
// refuse images of manifests, which the specs do not name, and sees a probe of a port as
// a probe.
//
// A workload of a service that the ConfigMap does not name is refused, and so is one in
// a namespace without ConfigMap: a gap in what is known must not be a hole. With
// warnings alone nothing is refused, so there a missing ConfigMap is let through.
//
// An update is judged where it changes the pods or adds copies. Otherwise nothing could
// be scaled down, labelled or deleted that was against a rule when the rule came.
package admission
