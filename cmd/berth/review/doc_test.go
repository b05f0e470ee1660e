// Package review holds the program to its promises about merge requests, from end to
// end: a company of 25 services in a git repository, branches that change its specs in
// every way that people do, and the real program asked what each one brings.
//
// It has tests only; nothing imports it. Git is the real one. The commands of the
// README's pipelines are run as they stand there; the services that would run them are
// not (ci_test.go says what stands in for them).
//
// # How a request is added
//
// One value in the table of its kind (requests_*_test.go): a name, what somebody does to
// the files, and everything that the program must show, by name. What is shown besides
// is a failure, and so is what is missing.
package review
