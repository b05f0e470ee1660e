// Package fill puts what was measured where specs leave something open: the load of
// services, the memory of their copies, and the calls between them. Commands read the
// rows of a snapshot, let [Choose] say which profiles are needed, and hand these to
// [Choice.Fill].
//
// # What wins
//
// A number that a person wrote as one number stands, always. What is unset, "unknown" or
// a range is filled.
//
// The load of a service stands where it has a series, a like, a job, or one of mean_rps,
// p99_rps and peak_rps as a number. Otherwise it is the rate of requests where
// replica.requests_per_second is known, else the cores in use, with which a decision
// needs nothing else; whichever is missing gives way to the other. traffic.unit chooses
// by hand. Of several sources the first by name that has a usable series wins, unless
// traffic.source chooses; traffic.query takes that query's answer alone.
//
// The memory of a copy is p99 of the memory of all ÷ how many copies there are when the
// load is at its p99, and at least replicas.min: as many as package score counts, so
// that all copies together hold what was measured. They follow from the load (rate ÷
// replica.requests_per_second, or cores ÷ replica.cpu, or copies of one core where that
// is open), else from a fixed number of replicas, else from the cores in use. The cpu of
// a copy is never filled: what one copy should have is a choice, and what all use is the
// load.
//
// A call's bytes a month are the mean over the time that was covered × 730 h, its
// requests a second are the mean. A measured call fills what its call block leaves open,
// or stands as a call of its own; it never makes calls complete. A call of which a source
// knows only that it is stands with unknown bytes.
//
// What was measured too long ago (max_age before the end of the workspace's day) is
// unknown again, with that reason.
//
// The package is a function of values: it opens no file, asks nobody, and changes
// nothing that it is handed.
//
// # Decisions
//
// Choosing and filling are two steps, rather than one over all profiles: the rows of
// 10,000 services are small, their profiles are not, and most commands want a few.
//
// A load is no number of the workspace but a profile beside it, because that is how a
// series in a file comes, too; what is measured of it (shape, trend) has no word in the
// language.
//
// The memory of a copy is not taken by core (memory ÷ cpu × replica.cpu), which would
// need no load: an idle service that holds 6 GB and uses a hundredth of a core would ask
// for hundreds of GB a copy.
//
// A filled number remembers its evidence ([spec.Measure.Evidence]) rather than standing
// in a list of what was filled, so that no report can show it as declared.
package fill
