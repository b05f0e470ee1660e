// Package ground has the words in which a plan says what is to be done to clusters
// themselves: the machines, node pools and versions on which services stand.
//
// A plan's member "ground" is a [Work]. What services need is done before the first of
// their stages ([Work.Before]); what they leave behind, a pool that is too large, goes
// after the last ([Work.After]). The providers make the steps (providers/k0s,
// providers/gke), the plan's file keeps them, package prepare carries them out.
//
// The package never reads a clock or a cluster, and of files only the zones of time.
//
// # Decisions
//
// A site without a cluster gets its cluster by one plan and its services by the next.
// One plan for both would have to name objects on a cluster that has no UID yet, and
// what makes a stale plan known is just that UID.
package ground
