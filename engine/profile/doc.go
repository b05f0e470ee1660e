// Package profile turns the demand of a service into numbers: a CSV series, or
// points from elsewhere, or numbers that a person declared, become a Profile
// of features with unit and origin, a week of demand by the hour, and a
// load-duration curve.
//
// It is used by the commands that read a workspace, by the policies (which see
// features), by prices (which see slots and curve), and by the optimiser. It
// never opens a file, looks at a clock, decides anything, or guesses a number:
// what is not known stays unknown, with the reason.
//
//	series, report, err := profile.ReadCSV(file, profile.ReadOptions{Unit: "requests/5m"})
//	p := profile.Measure(series)
//
// [Series.Gaps], [Series.Highest], [Series.Stretches] and [HoursOf] are for drawings;
// nothing is decided by them.
//
// # Reading
//
// Times are RFC 3339 with any offset, the same without an offset ("2014-04-10
// 00:04:00", read in the zone of the options), days, or seconds since 1970
// (from 1e11 on milliseconds, from 1e14 microseconds, from 1e17 nanoseconds;
// the ranges do not meet in any year that has series). A fraction of a second
// is cut off. A time begins the interval that its value covers. All is counted
// in the Report:
//
//   - The cadence is the most common step, the smaller of equals.
//   - A step of one and a half cadences or more is a gap. What lies in it is
//     neither zero nor idle: it is in no mean and no share. A shorter step is a
//     sample that came late; it covers the time until the next one.
//   - Blank values, NULL, None, NA are missing samples and make gaps.
//   - Rows with one time and one value count once. With different values the
//     point is the mean of the different values.
//   - Rows in disorder are sorted; their order in the file leaves no trace.
//   - Local times that the clocks skip are bad rows; those that the clocks show
//     twice are read as the first.
//   - NaN, infinities, negative values, values above 1e18, times outside 1970
//     to 2199, wrong numbers of columns and all that cannot be read are bad
//     rows. If more than a hundredth of the rows is bad, or stands at the time
//     of another row with a different value, the series is refused.
//   - Counts become a rate a second, by the interval of the unit ("requests/5m")
//     or by the cadence ("requests"). Gauges stay as they are.
//
// # Definitions
//
// Time means covered time throughout, and a sample weighs what it covers.
//
//   - Mean: the mean over time.
//   - P50, P95, P99: quantiles of the samples, type 7 of R. J. Hyndman and Y.
//     Fan, Sample Quantiles in Statistical Packages, 1996; with uneven samples
//     its weighted form.
//   - Peak: the 99th percentile of the means of five minutes of the clock that
//     are covered by half or more; of the samples where these are coarser.
//     RawMax: the largest sample.
//   - PeakToMean: Peak ÷ Mean, the peak-to-average ratio of traffic engineering.
//   - Surge10m: the largest rise from one five-minute mean to one that begins
//     at most ten minutes later, ÷ Mean. Own definition.
//   - CV: standard deviation ÷ mean (K. Pearson 1896), of the population.
//   - Burstiness: B = (σ-μ)/(σ+μ) of the times between events (K.-I. Goh and
//     A.-L. Barabási, Burstiness and Memory in Complex Systems, 2008). An event
//     is a sample of a count that is not zero. Known where at most half of the
//     samples are events and twenty times between them are seen.
//   - DailySeason, WeeklySeason: max(0, 1 - Var(R)/Var(S+R)) (X. Wang, K. Smith
//     and R. Hyndman, Characteristic-Based Clustering for Time Series Data,
//     2006), of hourly means less a straight trend. The daily S is the mean of
//     the hour of the day; the weekly S is the mean of the hour of the week
//     less that; R is the rest. Two periods are needed.
//   - TrendPerMonth: exp(730 h × the median slope of the logarithms of the
//     means of whole days) - 1, over all pairs of days of one weekday (H. Theil
//     1950, P. K. Sen 1968; by season R. M. Hirsch, J. R. Slack and R. A. Smith
//     1982). Four weeks are needed, and the last 366 days are looked at.
//   - IdleShare: the share of the time under a tenth of Peak.
//   - CoveredShare: covered time ÷ the window from the first sample to the end
//     of the last.
//   - Winter, Summer: by hour of the week in UTC the mean, and the 95th
//     percentile (type 7) of the samples.
//   - Curve: the load-duration curve of power engineering, in 64 bins.
//   - ByLeadTime: p99 × (1 + trend)^months.
//
// # Decisions
//
// A step on the mean, not on the value before. Surge10m could be the ratio of
// two values ten minutes apart; at night that is a division by nearly nothing,
// and one request after an idle hour would be the largest surge of the year.
//
// The trend of logarithms, not of levels. Capacity is computed by compounding,
// so growth is measured compounded; a straight slope ÷ mean understates growth
// over long windows. Days are compared with the same weekday only, or a window
// that begins on a Sunday would grow. Least squares would let one outage day
// decide.
//
// Four weeks for a trend. Two weeks have one pair for each weekday; compounded
// over a lead time of eight months, their noise becomes a factor of ten.
//
// Weekly beyond daily. One season of 168 hours, as Wang et al. have for one
// period, would call every service with a day a service with a week. The split
// follows the multiple seasons of K. Bandara, R. Hyndman and C. Bergmeir
// (2021), with means in place of loess: steady under gaps, and one pass.
//
// Variances by degrees of freedom. The formula with plain variances gives pure
// noise of two weeks a weekly season of 0.5, because each hour has a mean of
// two values. The variance that noise gives to such means is taken off, as in
// an analysis of variance (R. A. Fisher 1925); with many weeks the two agree.
//
// Burstiness without the correction for few events (E.-K. Kim and H.-H. Jo
// 2016): it is scored by rough bands, and the published definition is the one
// that people can look up.
//
// One week folded by the clocks of the zone, shown as two sets. Measuring the
// sets apart would leave one of them empty in a window without a change of the
// clocks; what summer and winter differ in besides is trend.
//
// Bins of the curve count as their mean. A linear bin would be closer inside
// the bin that the base cuts, but its sum would no longer be the mean exactly,
// and money has to tie out.
//
// Blanks are no bad rows. An outage may be exported as missing rows or as rows
// without a value, and both have to read the same. NaN is a bad row, because
// it is a number that some computation got wrong.
//
// The mean of different values at one time, not the first or the last: those
// depend on the order of the file. Few are an accident; many mean that the
// file holds more than one series, and are refused.
//
// A declared service is at its peak for 5 % of the time. Any share from 1 % on
// keeps the p99; 5 % is eight hours of a week, an hour or so of each day.
//
// # How to add a feature
//
//   - a field of Profile with its unit and meaning;
//   - its row in Profile.features, which lists, scales and derives it;
//   - its computation in a file of its own, called by Measure;
//   - its definition with source above, and a test with values by hand.
package profile
