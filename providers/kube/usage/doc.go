// Package usage asks a cluster's metrics API (metrics.k8s.io, which metrics-server
// serves) what pods use now, and adds up the pods of each workload.
//
// Package gather uses it as a measure.Source for metrics blocks of kind "kubernetes",
// and providers/kube/survey for the first numbers of an import ([Source.Workloads]).
// It only lists: pods' metadata, to learn whose they are, and their metrics. It never
// writes to a cluster.
//
// # What one point is worth
//
// A cluster keeps no history. Each read gives one point of each workload, a mean over
// some fifteen seconds to a minute, which stands for the step in which it was read.
// There is no profile of one point; a series comes of reading again and again, as a
// timer does that runs berth measure every five minutes. Whoever has a Prometheus
// should ask that.
//
// # Whose a pod is
//
// A pod belongs to the workload that owns it: of a ReplicaSet the Deployment behind it,
// whose name is that of the set without the hash of its template; of a Job the CronJob
// behind it, whose name is that of the job without the number of its minute. A pod
// without owner is its own workload.
//
// The rights that it takes are list on pods and on pods.metrics.k8s.io, in the
// namespaces that are read or in all.
//
// # Decisions
//
// The lists are read as streams, and only names and sums are kept: metrics-server knows
// no pages, and answers a cluster of 30,000 pods with 20 MB at once.
//
// Owners are read before metrics. A pod that begins between the two has no owner yet
// and is left out and counted, rather than guessed from its name.
package usage
