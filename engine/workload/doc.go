// Package workload makes the objects of a service for each site it may run on:
// from its container block, or from manifests that were rendered for it.
//
// [Make] is the whole way for one service on one site. Commands call it for every
// service and site of a plan, ask [Clashes] whether two services make the same
// object, and give the objects to package rollout, which compares them with what
// clusters hold and adds the labels of ownership.
//
// A service whose objects cannot be made has none, and a reason ([Reason]): it is
// left out of the work by name, never by silence.
//
// The package never reads files, never talks to a cluster and never writes a label
// that says whose an object is.
//
// # Decisions
//
// What a container block becomes: a ServiceAccount, a Deployment, and as they apply
// a Service, a HorizontalPodAutoscaler, a PodDisruptionBudget, a NetworkPolicy. A
// service with disks becomes a StatefulSet with a headless Service; a job a CronJob.
//
//   - All are named as the service, in its namespace on every site. A scheme with the
//     site in the name was the other candidate: callers would have to know where a
//     service runs, which is what moves change.
//   - Requests are replica.cpu and replica.memory, of a range the upper end: a pod that
//     asks for less than it takes is what makes a move fail at the peak. The limit of
//     memory is its request, because memory cannot be taken back; CPU has no limit,
//     because throttling a service that finds an idle core helps nobody.
//   - Pods follow the restricted Pod Security Standard, with RunAsNonRoot. An image
//     that runs as root does not start; that is seen on the new side before any caller
//     is sent there. `needs = ["privileged"]` runs the container privileged instead.
//   - Readiness and liveness ask the same path; liveness is the slower one, and begins
//     when the start probe has succeeded, for which a pod has five minutes. Without a
//     path the port must accept a connection, for readiness alone.
//   - A pod that ends first sleeps five seconds, so that callers have learnt of it
//     before its process is told. It then has 30 seconds.
//   - CPU is kept at 70 % of the request by the autoscaler: at 30 % of room a copy that
//     dies among four is carried by the others. Least is the plan's number for the
//     site, most is replicas.max on every site: capping one half of a hybrid would
//     send its overflow nowhere. A lower bound of 0 is 1: CPU cannot wake what is asleep.
//   - A budget lets one pod go at a time, and pods that are not ready at any time. A
//     service of one copy has no budget, or no node could ever be drained.
//   - A StatefulSet has one copy. How several would share or divide its disks cannot
//     be said in a block; such a service brings manifests. Its claims are made by
//     Kubernetes from a template, and retained whatever happens to the set.
//   - A job without a schedule is refused: nobody could say when it runs.
//
// A NetworkPolicy can cut production, so each direction is closed only where that is
// safe to say, and left open otherwise:
//
//   - Out: where the service says `calls = "complete"` in so many words, and each of its
//     calls leads to a service that runs on this site and on no other, before and after
//     the plan. Endpoints have no addresses in the language; one of them, or
//     "internet", or a callee elsewhere leaves the direction open. What stays possible
//     in any case is DNS: port 53 to kube-system and to link-local addresses, where
//     node-local caches and cloud resolvers are.
//   - In: where every service of the workspace says that its calls are complete. Where
//     visitors come, a switch sends callers, or a caller runs elsewhere, anybody may
//     reach the service's port, for a gateway may be a pod of any namespace or a
//     machine of the cloud; other ports are closed. Otherwise the callers may, and
//     namespaces labelled berth.dev/gateway=true: gateways, monitoring, and whoever
//     else calls without being in the workspace.
//   - Peers are whole namespaces. Pods that others made, or that manifests make, need
//     not have labels that berth knows.
//
// Manifests are taken as they stand: replicas, autoscalers and policies are the
// author's. They get the service's namespace, and what a person should hear is
// refused: an object of another namespace, a kind that only administrators should
// write, a field that the kind does not have, a generated name, and in a folder that
// all sites share what is bound to one site.
package workload
