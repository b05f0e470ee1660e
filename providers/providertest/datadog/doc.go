// Package datadog is a double of Datadog's API over HTTP, for tests of
// providers/datadog and of whoever uses it. It is a double and no more: nothing here, and
// nothing that is tested against it, has spoken to Datadog itself.
//
// Two servers are here. [Replay] gives out answers that Datadog once gave, recorded by
// the project of its client (Apache-2.0): they show the true shapes of answers and of
// errors. [Start] holds series and works them out as the documentation says:
//
//   - keys in the headers DD-API-KEY and DD-APPLICATION-KEY, else 403
//   - queries of metrics with a scope, groups, .as_count(), .as_rate() and .rollup(), and
//     of apm_metrics; formulas with + - * / and brackets
//   - roll-ups aligned to 1970, averages by default, and made coarser without a word
//     where a series would have more than [Options.Points] points
//     (docs.datadoghq.com/dashboards/functions/rollup)
//   - limits of calls in calendar-aligned periods, told in headers X-RateLimit-…, and 429
//     (docs.datadoghq.com/api/latest/rate-limits)
//   - the service map of an environment (docs.datadoghq.com/api/latest/service-dependencies)
//   - the list of metrics in pages with cursors (docs.datadoghq.com/api/latest/metrics)
//   - faults, one a call: [Server.Next]
//
// What it leaves out: interpolation between series, percentiles, every other function.
package datadog
