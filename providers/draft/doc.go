// Package draft joins services that an importer found in files of another format: it
// finds what they call in their texts, gives the hosts outside of the files names, and
// writes all of it as specs. Importers of Score and Compose files use it; that of
// Kubernetes manifests has own rules for who is meant by a host, and the same words for
// what is written.
//
// What the files do not show stays "unknown" with a comment. The package never writes
// a value of an environment variable: of a value only the host names in it are used.
//
// # Decisions
//
// A host that the files do not have and that is no public name becomes a comment and
// not an endpoint: an endpoint must say where it stands, and a file of services does
// not know.
//
// That one service is started after another is a hint and no call: a start order says
// nothing of traffic, and a call that nobody makes would hold two services together.
package draft
