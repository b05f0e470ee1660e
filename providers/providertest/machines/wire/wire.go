// Package wire has the words in which the double of k0sctl speaks with the world it
// works on: on the world's own socket of what it is and how far it is, by SSH of what a
// machine is to do.
//
// Packages machines and machines/k0sctl use it. It never does anything.
package wire

// Beside is the name of the file beside the double's program that says where its world
// is: a [Place] as JSON.
const Beside = "k0sctl.world"

// Client begins the name by which the double calls itself to SSH servers. Orders are
// taken from it alone.
const Client = "SSH-2.0-k0sctl-double"

// Command is the first word of an order to a machine; an [Order] as JSON follows.
const Command = "k0sctl-double"

// Place is where a world is, and what the program is to call itself.
type Place struct {
	Socket  string `json:"socket"`
	Version string `json:"version"`
}

// Line is one line of the double to its world. Each but Interrupted is answered with an
// [Answer].
type Line struct {
	Began *Began `json:"began,omitempty"`
	// Phase is the title of a phase that is about to begin.
	Phase string `json:"phase,omitempty"`
	// Interrupted says that the double was asked to stop.
	Interrupted bool `json:"interrupted,omitempty"`
	// Trusted is a host whose key nobody had pinned.
	Trusted string `json:"trusted,omitempty"`
	// Code is what the double is about to exit with.
	Code *int `json:"code,omitempty"`
}

// Began is what surrounds a run.
type Began struct {
	Args []string `json:"args"`
	Env  []string `json:"env"`
	Dir  string   `json:"dir"`
	PID  int      `json:"pid"`
	// Leader says that the program leads a process group of its own.
	Leader bool `json:"leader"`
	// Descriptors are the files it was given, by number.
	Descriptors map[int]string `json:"descriptors"`
	// Configs are the files of --config as they were given, Modes their modes.
	Configs []string `json:"configs"`
	Modes   []uint32 `json:"modes"`
}

// Answer is the world's.
type Answer struct {
	// Run is the number of the run, from 1.
	Run int `json:"run"`
	// Fail is what goes wrong now, "" for nothing.
	Fail string `json:"fail,omitempty"`
	// Say is a line to print.
	Say string `json:"say,omitempty"`
	// Lie ends the run at once, as if all were done.
	Lie bool `json:"lie,omitempty"`
}

// Order is what a machine is to do.
type Order struct {
	Run int    `json:"run"`
	Do  string `json:"do"`
	// Version is of the program, Role and Flags are of the service.
	Version string   `json:"version,omitempty"`
	Role    string   `json:"role,omitempty"`
	Flags   []string `json:"flags,omitempty"`
	Force   bool     `json:"force,omitempty"`
	// Text is a configuration, a manifest, a message.
	Text string `json:"text,omitempty"`
	// Node is the node it is about, where that is not the machine's own.
	Node string `json:"node,omitempty"`
	// Nanoseconds bound a drain.
	Nanoseconds int64 `json:"nanoseconds,omitempty"`
}

// Facts are what a machine says of itself.
type Facts struct {
	Node string `json:"node"`
	// Binary is the version of the program, "" where there is none.
	Binary string `json:"binary,omitempty"`
	// Service is the file of the installed service, "" for none.
	Service string `json:"service,omitempty"`
	// Running, Version, Role and Args are those of what runs.
	Running bool     `json:"running,omitempty"`
	Version string   `json:"version,omitempty"`
	Role    string   `json:"role,omitempty"`
	Args    []string `json:"args,omitempty"`
	// Config is what the login user may read of /etc/k0s/k0s.yaml.
	Config string `json:"config,omitempty"`
	// Members are the addresses of etcd's members, as a controller knows them.
	Members []string `json:"members,omitempty"`
}
