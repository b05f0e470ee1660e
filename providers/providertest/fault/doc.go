// Package fault makes a network and an API server fail on purpose: by chance from a
// seed, or exactly at the n-th request.
//
// The conformance suite of targets and the harness that kills runs use it. A [Plan]
// stands either between a client and the network ([Plan.Transport]) or between the
// network and a server ([Plan.Handler]): the second way reaches clients in other
// processes.
//
// What it decides for the n-th request follows from the seed and n alone, not from
// the clock or from what else runs. It never changes what a request says, and it
// never fails a request twice.
//
// # Decisions
//
// Faults that come after the effect (an answer that is lost, cut short or replaced)
// are kinds of their own: for whoever asked, they look like those before it, and
// telling the two apart is what reading back is for.
package fault
