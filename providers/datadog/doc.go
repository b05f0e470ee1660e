// Package datadog asks Datadog for timeseries and for the service map. Package gather
// uses it as a [measure.Source]; the command line makes one from a metrics block of kind
// "datadog" with the keys in the environment.
//
// It never writes to Datadog, reads no environment, follows no redirect with keys, and
// shows no key: neither in an error nor in a warning, also where a server repeats it.
//
// # Queries
//
// A query is a text of Datadog, as people write it there, also with arithmetic:
//
//	sum:http.hits{env:prod} by {service}.as_count()
//
// or one query of the API as a JSON object, for data sources that have no text:
//
//	{"data_source":"apm_metrics","stat":"hits","span_kind":"server","group_by":["service"]}
//
// It groups by the tags that hold names, service alone or caller and called. Ready-made
// ones are in [Sets].
//
// Every metric gets an explicit roll-up over the step of the metrics block: its own
// method, or else the one that Datadog has itself: the sum for as_count and as_rate, the
// mean for everything else. Counts are divided by the step within the formula that is
// sent, so that a rate is in requests a second. Units in the answer are converted
// (nanocores, kibibytes, a minute); a unit that cannot be what is measured, as percent for
// cores, is refused.
//
// Points stand at the beginning of a step; null is a gap. Datadog itself bridges gaps of
// gauges up to five minutes where it adds series up; .fill(null) in a query prevents it.
//
// # How many calls a window takes
//
// A series has at most 1,500 points in an answer
// (docs.datadoghq.com/dashboards/functions/rollup); beyond that Datadog averages without
// a word, roll-up or not. So a request is cut into stretches of [Options.Points] steps:
//
//	calls = queries × ⌈window ÷ (step × points)⌉
//
// Thirty days by five minutes with 1,500 points are 6 calls a query; asked day by day, as
// package gather does, 30. [CallsNeeded] is the formula. More are made
//
//   - where an answer has more than Limits.Bytes: the stretch is halved until it fits, and
//     the size that fits is kept for the query (8 MiB hold a day by five minutes of about
//     1,400 services)
//   - where points come regularly further apart than the step: a quarter is asked for, to
//     tell averages from points that are that far apart in truth
//   - where a call is repeated: after 408, 5xx, a broken connection or a timeout up to
//     Limits.Attempts, after a 429 that says when to come again up to fifty times
//   - once for a source where a query of a metric is empty: a call for each 10,000 names
//     of metrics, ten at most, for saying which name there is none of
//
// After the last call of a period, or a 429, the next one waits for X-RateLimit-Reset
// (docs.datadoghq.com/api/latest/rate-limits). A wait beyond the deadline fails at once.
// The service map is one call more. The application key needs the right timeseries_query,
// and for the service map and the names of metrics those to read APM and metrics; without
// the latter there are no hints, and nothing else is missing.
//
// # What it was run against
//
// Against a double alone, providers/providertest/datadog: recorded answers of the API
// (timeseries, errors, 429s, pages of metrics), and a server that works series out as the
// documentation says. It has not spoken to Datadog itself. No recorded answer has series
// of apm_metrics, or a unit over a unit: these follow the client's models and the
// documentation. The service map is in beta and was only documented, not recorded.
//
// # Decisions
//
// Of Datadog's client the package api/datadog is used: addresses, keys, requests. Its
// models (datadogV2) are not, though the linker makes them cheap (0.4 MB of the binary):
// their 8,500 files compile for two minutes, and they decode an answer several times
// over: one of 8.6 MiB into 90 MiB, where 64 are allowed. The values here stay text until
// they are handed out: 30 MiB for an answer of 7.5 MiB (BenchmarkADayOfManyServices, the
// double's own memory included). Nor is its repeating used: it ends after a minute, and
// knows neither broken connections nor the last call of a period.
//
// Version 2 of the query endpoint alone is asked, not version 1: it has formulas, units
// and data sources in one place. What version 1 has more, the interval of an answer, is
// found from the times.
//
// The service map says who calls whom, not how much. So it is not made a series of
// call_rate: [Source.Calls] gives pairs, and amounts come from spans of kind client
// by peer.service, in the set "apm". Indexed spans could be counted too, but are a sample.
//
// Bytes between services are in no trace. Cloud Network Monitoring has them, at an
// endpoint that gives one sum for a stretch of time rather than points; whoever pays for
// it can write call_sent and call_received as own queries with data_source "network".
package datadog
