// Package snapshot is what was measured, on disk: `berth measure` writes it once, and
// evaluate, plan, profile and report read it without a network.
//
// A snapshot is the folder measured beside the specs:
//
//	measured/index.json                   sources, queries, days, what failed and why
//	measured/2026-10-01.1f2e3d4c.parquet  the points of a day (UTC)
//	measured/series.5a6b7c8d.parquet      a row for each series: window, features, profile
//
// A day is one file, so that a measurement that was interrupted goes on where it was,
// that only missing days are fetched, and that old ones go without touching the rest.
//
// Package gather writes: it collects a day in a [DayBuilder] and in the end asks
// [Snapshot.Summarise] for the rows. Package fill and the commands read: [Snapshot.All]
// and [Snapshot.Profiles] of all series, [Snapshot.Points] of one, [Snapshot.Walk] all
// points in turn.
//
// The package reads and writes what it is handed: it opens no file but through the file
// system that it is given, asks nobody, knows no clock, and repairs nothing. A file that
// is not the one that was written is an [Error] with its name.
//
// # For other tools
//
// All files are plain Parquet. A day has the columns service, kind (rate, cpu, memory,
// call_rate, call_sent, call_received), peer (of calls the called end, else ""), source
// (the name of the metrics block), query (a digest, in the index with its text), time
// and value (requests/s, cores, bytes or bytes/s: the mean of the time until the next
// one). Rows are in the order of service, kind, peer, source, query and time. In DuckDB:
//
//	SELECT service, time_bucket(INTERVAL 1 hour, time) AS hour, avg(value) AS cores
//	FROM 'measured/2026-*.parquet'
//	WHERE service = 'frontend' AND kind = 'cpu'
//	GROUP BY ALL ORDER BY hour;
//
//	SELECT service, kind, mean, p99, peak_to_mean, weekly_season, trend_per_month
//	FROM 'measured/series.*.parquet'
//	WHERE kind = 'rate' ORDER BY peak_to_mean DESC;
//
// and in pandas:
//
//	points = pd.read_parquet(glob.glob("measured/2026-*.parquet"),
//	    filters=[("service", "==", "frontend"), ("kind", "==", "cpu")])
//	points.resample("1h", on="time")["value"].mean()
//
// These were tried with DuckDB 1.5 and with pandas 3.1 over pyarrow 26. Which files count is said by index.json; a file that it does not name is a rest of a
// measurement that did not end, and the next one removes it. A feature that is unknown
// is NULL. The column profile is the whole profile as profile.Store writes it.
//
// # Digests
//
// The index has the digest of every file, and it is a part of the file's name. A day is
// compared before it is merged. A single series is read without the rest of its days,
// so it has a digest of its own in its row, over its names and points.
//
// # Figures
//
// A point takes 2.2 bytes, of a noisy series whose times are regular. Merging holds of
// each day one group of 32,768 rows; measuring holds a few series for each core; rows
// are held with their profiles, 4 KiB each, until they are written. BenchmarkMonth in
// this folder measures all of it.
//
// A month of 10,000 services with three series at five minutes, 259 million points, on
// two cores with other tests beside: 587 MB on disk, read and measured in 19.5 s within
// 435 MiB, read alone in 3.7 s, two profiles of every service loaded in 0.4 s. "make
// month" repeats it.
//
// # Decisions
//
// Floats of which 14 bits of the mantissa are kept, rather than the doubles that came:
// the error is at most 2^-15 of a value, three units of the fifth digit, where a
// measurement has two digits that mean something. Of noisy demand a point takes 2.1
// bytes so, 2.7 rounded to four decimal digits, 3.2 as a whole float and 7.0 as a
// double: what is left out is noise that no compression makes smaller.
//
// A row for each point, rather than a list of points for each series. Lists would be
// read a little faster, but every tool that reads the files would have to unfold them,
// and the columns that repeat cost nearly nothing: a run of one name is a few bytes.
//
// Parquet rather than the blocks of a time series database: those are read by their own
// server alone, and these by whatever an analyst has at hand.
//
// A query is part of a series' name. Two queries that both say what a service gets
// measure in different places (at the ingress, in the service), and a series that has
// Monday from the one and Tuesday from the other would show a step that nobody made.
// Both are kept, and which is used is decided for the whole window.
//
// Profiles are kept with the rows, 4 KiB each, and are not computed when they are
// needed: those of 1,000 services are read in 0.03 s, and measured from their points in
// 1.5 s. They carry the number of the definitions by
// which they were computed and the zone of their service; with other ones they are
// measured anew from the points, as [Snapshot.Stale] tells, until berth measure writes
// them again.
//
// Profiles of calls are kept without week and curve. They are asked for their mean, and
// there are ten times as many of them as of services.
package snapshot
