// Package flow finds minimum cuts in a graph whose weights change a little between
// one cut and the next: the inner loop of whatever searches for a placement or for
// the floor under all of them.
//
// Package relax builds the graphs. The package knows nothing of services or prices,
// allocates next to nothing while it cuts, and never makes one cut's answer depend on the cuts
// before it: the source side it gives is the smallest there is, and that is unique.
//
// What is minimised, over y in {0, 1} by node, with a weight t for each node and two
// capacities for each arc:
//
//	− Σ t_v·y_v  +  Σ cap_uv·y_u·(1−y_v)  +  Σ back_uv·y_v·(1−y_u)
//
// y is 1 on the source side. A positive weight pulls a node there.
//
// # Decisions
//
// The first solver is that of Boykov and Kolmogorov (IEEE PAMI 26, 2004) with the
// warm start of Kohli and Torr (ICCV 2005): two trees grow towards each other and are
// kept from cut to cut. It is the fastest known on shallow graphs with many terminals
// and has no good worst case; so it counts its work, and above [Graph.Guard] the cut
// is finished by highest-label push-relabel (Goldberg and Tarjan, JACM 35, 1988) on
// what is left. The tests hold each against the other.
//
// A node can be forced to a side ([Graph.Force]) instead of given a huge weight: huge
// weights add up, and the value of a cut must be exact.
//
// Flow is never undone when weights change. What has been pushed stays in the
// residual capacities and in the terminals, which is the same problem written
// differently; so any change, of capacities too, is a warm start.
package flow
