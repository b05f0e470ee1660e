// Package forecast says how a series goes on, and how wrong the same way of forecasting
// was on weeks that it had not seen.
//
// The command that draws a load uses it ("berth profile"). Nothing that decides does:
// decisions count with the 99th percentile and the trend of package profile, which has
// no method to choose. The package reads no file, looks at no clock, and promises
// nothing that it has not tried.
//
//	f := forecast.Make(series, forecast.Options{Horizon: leadTime})
//
// # How it is done
//
// The series becomes means of hours by the clocks of its zone. The last weeks are held
// back: as many as the horizon has, at most four and at most a quarter of all. What lies
// before is the training part.
//
// Each method forecasts from up to twelve moments inside the training part, a week
// apart, over as many hours as are held back (a rolling origin: L. J. Tashman,
// Out-of-Sample Tests of Forecasting Accuracy, 2000). The one with the smallest mean
// absolute error is chosen. Only then is it compared with both naives on the weeks held
// back; where it is not less wrong by sMAPE and by MASE, the naive that was better in
// the training part is taken instead. Then it learns from all of the series, and goes on.
//
// # The methods
//
//   - naive-day, naive-week: the last day, the last week, again and again. These are the
//     seasonal naives that everything else has to beat.
//   - week-mean-N, week-median-N: the last N weeks, hour by hour.
//   - week-fading-F: all weeks, each counting F times the one after it; week-level-F the
//     same at the level of the last four.
//   - damped-trend: a typical week whose level grows, each week less (Gardner and
//     McKenzie 1985).
//   - double-seasonal: Holt-Winters with a day and a week (Taylor 2003).
//   - best-three: the mean of the three that were best where they were tried.
//
// # Errors
//
// [SMAPE] and [MASE] are those of the M4 competition, with its 24 for hourly series. A
// MASE of 1 is as wrong as taking the same hour of the day before was in the training
// part; weeks ahead even a good forecast may be above it.
//
// # Decisions
//
// Simple methods with round numbers, rather than fitted ones or a library. In the M4
// competition the pure methods of machine learning were all less accurate than a
// combination of simple ones, and a month of data is one season of four weeks: what is
// fitted to it finely is fitted to its noise. For the same reason best-three is among
// the methods: of the seventeen most accurate entries of M4 twelve were combinations.
//
// The weeks held back can only refuse. Choosing by them would make their error too small
// to be believed, and so nobody's second best is taken even where it would have been
// better on them.
//
// Hours, not samples: seasons are of hours, and five minutes are noise weeks ahead. Peaks
// inside an hour are what the features of package profile are for.
//
// The band is made of errors, by hour of the day, and not of a model's variance: models
// are wrong about that most of all. First it is made of the errors before the weeks held
// back; where it then holds less than 60 % of their hours instead of 80 %, no band is
// given. It ends where the weeks held back would, since nobody has seen the error of a
// forecast over a longer time.
//
// A forecast reaches as far as it is asked to, though what was tried reaches four weeks:
// a lead time is longer, and a typical week is what is known of it. Reports say where
// the trying ends.
//
// # How to add a method
//
//   - a function that returns it, with a name and words that a person understands
//   - its line in methods, and above
//   - its numbers by hand in method_test.go; gaps and missing days are tried for all
package forecast
