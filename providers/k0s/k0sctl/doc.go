// Package k0sctl runs the program k0sctl, so that what surrounds it cannot change what
// it does, and so that what it says can be shown.
//
// The driver of providers/k0s alone calls it, with files that providers/k0s wrote. The
// package never reads those files, never repeats a run, and never believes an exit code
// of 0: whether a step is done is read from the machines.
//
// # What is run
//
// The program is k0sctl of the PATH, of version 0.32. Its command lines are these, and
// no others:
//
//	k0sctl version
//	k0sctl apply --config FILE --concurrency 1 --no-drain --timeout 30m0s
//	k0sctl backup --config FILE --concurrency 1 --timeout 10m0s --output ARCHIVE
//	k0sctl kubeconfig --config FILE --timeout 2m0s
//	k0sctl reset --config FILE --concurrency 1 --force --timeout 30m0s
//
// Its environment is these variables, and no others; its standard input is /dev/null:
//
//	PATH             as berth has it
//	HOME             FOLDER/home
//	XDG_CACHE_HOME   FOLDER/cache
//	SSH_KNOWN_HOSTS  FOLDER/known_hosts, the hosts' pinned keys
//	SSH_AUTH_SOCK    as berth has it, if it has it
//
// FOLDER is made for one run, can be read by its owner alone, and is removed after it.
// FILE is FOLDER/k0sctl.yaml, of mode 0600. ARCHIVE is a fresh path in the folder that
// the caller names.
//
// The program is in a process group of its own, so that a Ctrl-C at berth does not reach
// it, and inherits the descriptor 3: the locked file of the state folder. Who comes next
// finds the folder locked as long as k0sctl runs, whatever became of berth.
//
// # What was run
//
// Tests run shell scripts and a double in the program's place. The command lines, the
// variables and the form of its log are those of the sources of v0.32.2.
//
// # Decisions
//
// DEBUG, TRACE and DRY_RUN are variables that k0sctl obeys. A list of what it may have
// is shorter than one of what it may not, and stays right when the next version has one
// more.
//
// The machine's /etc/ssh/ssh_config cannot be kept from k0sctl, and one that says
// "StrictHostKeyChecking no" has it take any key, whatever known_hosts says (tried with
// k0sctl's own library). So each host of the files that berth writes says "yes", and
// which kind of key is pinned: of several, the machine would show another.
//
// --no-drain is always given: berth drains by itself, before. k0sctl goes on when its
// own drain fails. --force is given for a reset alone, where k0sctl asks for it; for
// apply it means that services are installed anew on every host.
//
// A run past its deadline is asked to stop (SIGINT) a while before it is killed: what
// k0sctl has begun on a machine is better ended by k0sctl.
package k0sctl
