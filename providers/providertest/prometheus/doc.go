// Package prometheus runs a real Prometheus as a child of a test.
//
// Tests of whatever asks for measurements use it: they start a server, write series
// into it that may be a year old, or let it scrape a small exporter, and ask it as any
// program would.
//
//	s := prometheus.Start(t, prometheus.Options{})
//	s.Write(t, prometheus.Series{Labels: map[string]string{"__name__": "up"}, Samples: …})
//	source, err := …(s.URL())
//
// The program is built once for a machine from the module in the folder server, which
// has no code of its own: it names Prometheus' main package as a tool. It is kept in
// the user's cache folder and built anew when that module or Go changes. That takes
// some two minutes: "make prometheus" does it ahead of the tests. A short test never
// starts a server. Where the program cannot be had a test is skipped and says so; with
// CI=true it fails, because a check that silently did not run is none.
//
// Nothing that ships imports this package, and no server outlives the process that
// started it. It needs Linux: elsewhere children outlive a test that is killed.
//
// # Decisions
//
// The server is a process, not a library in the test: a library would bring some 250
// modules into berth's own go.mod, and its memory would be counted as berth's.
//
// It is built without service discovery of clouds, which is two thirds of its code, and
// without the page for people.
//
// Samples go in by remote write, encoded by hand: a message of three fields is less
// code than the module that has its type. The server takes samples out of order over
// more than a year, so that tests need no tool that writes blocks.
package prometheus
