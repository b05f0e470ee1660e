// Package usage says what services took of owned machines in a month: by it the
// machines' cost is shared.
//
// It comes from the snapshot of measurements, from requests of specs, from an
// allocation export of OpenCost, or from a CSV file that anybody can make:
//
//	month,site,pool,service,core_hours,gib_hours,requests
//	2026-10,tokyo,general,vroid-hub,14880,59520,
//
// Columns may stand in any order; month, service and core_hours must be there. A site may
// be left out where the usage block says it, a pool where nobody knows it. Requests are
// counted in units of one; an empty field is unknown. A service that berth does not know,
// or "", is use that belongs to nobody.
//
// Commands open what the usage blocks of a workspace name and hand it to [Make] as
// [Given]; package allot shares by what comes back, package month counts requests by it.
// The package itself opens no file, asks nobody, and prices nothing.
//
// # What counts
//
//   - measured: cores and memory of the snapshot, mean × hours of the month. A value
//     holds until the next one, and no longer than the series' cadence. Of several
//     sources the first by name that covers half of the month counts, else the one that
//     covers most; traffic.source chooses.
//   - requests: replica.cpu and replica.memory × copies × hours. Copies follow from the
//     measured rate or cores, else from the declared mean, else they are the fewest; of a
//     job they are parallelism × busy_share, or × the runs of its schedule in this month.
//   - opencost: of what was used and what was asked for, whichever is more, as OpenCost
//     allocates.
//   - csv: as it is written.
//
// What others use of owned machines is in no snapshot and in no spec: there it is in_use
// of their pools less what services used, see [Others], as plans count with it.
//
// A service is where runs_on says. One that runs on several sites is split as a plan has
// it; unknown splits are even, and a note says so.
//
// # Decisions
//
// Where a source had an answer and a service is not in it, the service used nothing:
// jobs come and go. Where the source itself was silent, or was not asked, the time is
// taken to be like the rest. Taking every gap to be like the rest would charge a nightly
// job for the whole month; taking none would give everybody a free day whenever a
// monitoring server is down.
//
// A service that nobody measured is charged nothing and named in a note, rather than by
// its requests: two bases in one pool would make who is measured pay less.
//
// A number in a file is digits with a point. An exponent or a comma is refused: "1,5" is
// one and a half to some and fifteen to others, and nothing tells them apart.
package usage
