// Package prometheus asks servers that speak the HTTP API of Prometheus (Prometheus
// itself, Thanos, Mimir, Cortex, VictoriaMetrics) for measurements.
//
// Package gather uses it: [New] makes a [Source] from a metrics block, and [Sets] are
// ready-made queries for what common exporters and meshes make. It only ever reads,
// by /api/v1/query_range, and follows no redirect.
//
// # Time
//
// A point of the answer stands for the step that begins with it, and Prometheus
// computes a range such as rate(x[5m]) over the time before the moment it is asked
// for. So the moment that is asked for is the end of the step: the point of 10:00 with
// a step of five minutes is the server's value at 10:05, of what happened from 10:00
// to 10:05. The word $step in a query is the step, as in rate(http_requests_total[$step]).
//
// Gaps, counters that begin anew and stale markers are the server's work: rate() sees
// a counter that fell as one that began anew at 0, and no point comes where a series
// has ended. What does not come is left out; nothing is filled in.
//
// # How much is asked for at once
//
// At first as many steps as servers allow, 11,000. Where the server says that this is
// too much, or the answer is larger than Limits.Bytes, half of it; where it takes too
// long, a quarter; and so on down to a single step. The size that worked is kept for the
// query.
//
// The memory of an answer is estimated while it comes in, from its bytes and from the
// objects that it will become, so that many short series count as what they take. With
// the limits of [measure.DefaultLimits] about 300,000 points fit into one answer, or
// 40,000 series of a point each, and no answer takes more than 64 MiB of the heap. That
// holds for one reading: several at once take their shares each.
//
// # What is no measurement
//
// Left out and counted are values that are no finite number, negative, outside what the
// kind's unit can be, or off the grid; where they are more than one in a hundred, the
// whole answer is refused. What can honestly be said of units is little: no service
// uses a million cores or less than a page of memory, answers a billion requests a
// second or moves ten terabytes in one. So nanocores and gibibytes are found out, and
// millicores are not.
//
// An answer with the name of a counter on it is refused: it is the counter itself, and
// the query lacks rate().
//
// # Ready-made queries
//
// [Sets] are named for whose metrics they read: hubble, http, istio, kubernetes,
// kubernetes-owners, linkerd, opentelemetry. Each says in its Doc what it needs, and
// where the names are from. To add one:
//
//   - a file with a method of narrow that returns the [measure.Set], its selectors made by
//     of and rate, so that they can be narrowed;
//   - its line in [SetsMatching];
//   - series as its exporter makes them, and what they come to, in set_test.go.
//
// # What it was tried on
//
// On a real Prometheus: rates, counters that begin anew, gaps, stale markers, its limits,
// its users, scraped and written series, all ready-made queries. On a double over HTTP
// alone: the words in which Thanos, Mimir and VictoriaMetrics refuse, their partial
// answers, native histograms, certificates, and all that a server should not do. The
// series of Istio, Linkerd, Hubble and cAdvisor are shaped after their documentation.
//
// # Decisions
//
// Two series with one name are an error, not a sum: whether they are two halves of a
// service or the same thing scraped twice, only the query's author knows.
//
// A partial answer is handed out and marked, because of thirty clusters one is always
// down. Thanos says so by a warning, VictoriaMetrics by a field that the client library
// leaves out, which is read from the answer's first bytes.
//
// No redirect is followed, not even on the same host: a POST becomes a GET on the way,
// and most redirects lead to a page where people log in. The error says where it would
// have led.
//
// Native histograms are no load and are left out with a warning; histogram_count() of
// one is.
//
// The client library decodes whole answers, which sets the number of series in one. A
// decoder of our own could hand series on as they come, at the price of a second
// opinion on the protocol. Answers are read by code of ours, because the library's
// buffer doubles, and half of what a hostile answer took was thrown away.
package prometheus
