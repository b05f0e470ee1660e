// Package kube is the target over a Kubernetes API server, through client-go's
// kubeconfig files, credentials and connections.
//
// Package apply carries plans out through it; commands open one [Cluster] for each
// site that has a context. One call is one request, but for an Apply or TakeOver (see
// below), the pages of a list and the rights that Denied asks for. It never repeats a
// request, and never decides what a failure means for a plan: it sorts it into the
// classes of package target. The drivers of providers/k0s and providers/gke open clusters
// whose settings no file has ([OpenConfig], [Kubeconfig]), evict pods and ask single
// servers whether they are ready. The package knows the kinds of package object alone,
// asks no server what it serves, watches nothing, and keeps no object.
//
// # What failures say
//
// Only an answer that names the object says that the object is not there: a proxy's
// bare 404 reads as an unknown kind, never as "nothing". A list that fails on any page
// is no list. A request that was given a connection may have been written, whatever
// the error says: it is Unclear, not Busy. A refusal by an admission webhook, a policy
// or a quota is Invalid though its status is 403, for the identity is not at fault.
// What a server says about a Secret is never passed on, only the status, the fields
// and the webhook's name: a refusal can quote values. An eviction of which two budgets
// have a word fails within an answer of success (201), and is Invalid all the same.
//
// # Memory
//
// A list keeps one copy of each short string and of each set of managed fields, which
// would be the larger half of all objects. So what managedFields hold may be one value
// for several objects: an answer is read, and copied before it is changed.
//
// # Decisions
//
// A create is a POST, since server-side apply has no way to create and nothing else.
// Its fields then belong to berth by operation update, and an apply would neither
// remove them nor be without conflicts with itself. They could be turned into applied
// fields at once, by a JSON patch after each create, or when the first Apply needs it.
// For 1,000 objects by 8 workers on 2 cores (API server 1.37 on the same machine):
// creates 1.8 to 2.1 s, the patches 2.1 to 2.4 s more, where kubectl apply
// --server-side takes 4.1 to 4.4 s. At once would make a first rollout as slow as
// kubectl, for objects of which most are never changed or are deleted; and an Apply
// must be able to do it anyway, for a process may die between the two requests. So it
// is done when needed: Apply patches first, at the resource version it has read. The
// content does not change by it, so a run that dies in between finds the object as it
// was. The first Apply of 1,000 objects takes 3.7 s, a later one 1.5 s.
//
// Whether it is needed is known from the last answer about the object; only without
// one does Apply read it first. A read each time costs 0.7 s for 1,000 objects.
//
// A dry run of such a first apply cannot patch. Where berth is in conflict with
// nobody but itself, the dry run is forced; its answer still has the fields that the
// true apply removes.
//
// Requests are made by the HTTP client that client-go configures, without its REST
// client: that one repeats requests by itself after a Retry-After, and this package's
// promise is that it does not. Redirects are not followed, for the same reason. HTTP/2
// is left as client-go has it: over HTTP/1.1, 1,000 reads took 0.5 s in place of 0.7 s
// and writes were the same within the noise, but client-go finds dead HTTP/2
// connections by pings, and would notice a dead one of HTTP/1.1 only by a time limit.
// To servers on the same
// machine nothing is compressed.
//
// Answers are read by a streaming decoder rather than into a buffer and then a tree:
// a page of a list is megabytes. 20,000 Deployments of 2.2 KB with their status take
// 190 MB; of a mix of ConfigMaps, Services, Deployments and autoscalers an object takes
// 5.6 KB, so that 20,000 would take some 110 MB (not measured at that size).
//
// Credentials are sent over TLS only; that is client-go's rule.
package kube
