package draft

import "berth.dev/providers/manifest"

// Unit is one service as its file shows it, before it is known what it calls.
type Unit struct {
	// Service has all but Calls and Unplaced, to which what is found is added.
	Service manifest.Service
	// Hosts are the names under which others reach it, in small letters.
	Hosts []string
	// Texts are what may name hosts: variables, arguments, files.
	Texts []Text
	// Needs are units that it is bound to in another way, by host, with the place that
	// says so. They become hints.
	Needs map[string]string
}

// Text is something of a service in which a host may be named.
type Text struct {
	// Key is the name of the variable, flag or file.
	Key, Value string
	// From says where it stands, for a comment.
	From string
	// File is true for what may hold anything, as a script: only addresses with a
	// scheme or a port count in it.
	File bool
}
