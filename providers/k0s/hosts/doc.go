// Package hosts reads by SSH what machines have of k0s: whether a service of it is
// installed, whether it runs, as what, in which version, and its configuration.
//
// The commands that plan ask it before they say that a cluster does not exist, the
// driver of providers/k0s before and after each step. A cluster that does not answer is
// not a cluster that does not exist: only what a machine itself says counts, and an
// answer that is cut short is no answer.
//
// It trusts the one host key that the specs name and no other, learns none, asks no
// person, and writes no file. It changes nothing, but for [Machine.Start].
//
// # What is sent
//
// Each of these is one session, without a terminal and with nothing on its standard
// input. As another user than root it has "sudo -n " in front.
//
//	sh -c 'SCRIPT' k0s DATADIR
//
// asks what there is. SCRIPT is [Look]; DATADIR is the host's data folder,
// "/var/lib/k0s" where the specs have none. The answer has lines of a word and a value,
// and ends with the line "end":
//
//	binary /usr/local/bin/k0s v1.36.3+k0s.1   where the program is
//	service /etc/systemd/system/k0scontroller.service   where a service is installed
//	config /etc/k0s/k0s.yaml                  where there is one
//	data /var/lib/k0s/pki                     where a cluster's data are
//	node tokyo-1                              always: uname -n
//	end
//
// With a binary and a service follows
//
//	/usr/local/bin/k0s status --out json
//
// which answers with k0s's own words (Version, Pid, Role, Workloads, Args) and exit code
// 0, or with another exit code where k0s does not run; and with a config, on a
// controller,
//
//	cat /etc/k0s/k0s.yaml
//
// A service that stands still is started with
//
//	systemctl start k0scontroller.service     or k0sworker.service
//	rc-service k0scontroller start            where the service is in /etc/init.d
//
// # What was run
//
// Tests ask SSH servers of Go's own library, and run the script with a real shell. Its
// answers on a machine with k0s, and sshd itself, are as their sources and documents say;
// no test has them.
//
// # Decisions
//
// Go's own SSH client is used rather than the program ssh: ssh reads a person's
// configuration, can be told there to trust any key or to run commands, and its
// messages are not made for programs. Machines behind a jump host are so not reached.
//
// k0sctl would tell the same facts, but has no way to ask for them that changes
// nothing: its dry run leaves the program's binary behind on each machine.
package hosts
