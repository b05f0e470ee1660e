// Package compose turns Compose files into specs of services. `berth import compose`
// uses it.
//
// [Read] collects a file with what it includes and extends, and the files of variables
// that it names, all of them inside of its folder. [Import] makes services of it: what
// a container asks for, how many copies run, which volumes outlive it, and which of its
// settings name other services or hosts.
//
// What the file does not show stays "unknown" with a comment. The package never writes
// the value of a variable, never reads a secret, and takes no value from the
// environment of the process: variables of the file (${TAG}) have the values that
// [Options].Variables gives, or the defaults that stand in the file.
//
// # Decisions
//
// Files are parsed by compose-go, which Docker's own Compose is made of: its short
// forms, merges and extensions are too many to copy. It is 2.5 MB of the program, of eighty.
// It reads files by itself, so that all it will read is looked at before: a path that
// leads out of the folder, a device, a link to elsewhere or a file without end never
// reach it. That a file is exchanged between the two is not guarded against: who can do
// that writes to the folder.
//
// depends_on is an order of starting and no call: it becomes a comment ("Perhaps it
// calls …"), and a setting that names the other's host with it makes the call. links,
// which say a name and nothing of an order, are calls.
//
// A published port is a door and no visitor: it becomes a comment. Most are there for
// developers, and a call of the internet that nobody makes would keep a service from
// places where it may be.
//
// A folder of the host that is mounted is a comment too. Most hold configuration; a
// person has to say which hold data.
package compose
