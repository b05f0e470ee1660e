package hosts

// Look is the script that asks a machine what it has; its first argument is the data
// folder. It says what is there, and "end" when it has said all.
const Look = `for f in /usr/local/bin/k0s /opt/bin/k0s; do test ! -x $f || echo "binary $f $($f version)"; done; ` +
	`for f in /etc/systemd/system/k0scontroller.service /etc/systemd/system/k0sworker.service /etc/init.d/k0scontroller /etc/init.d/k0sworker; do test ! -e $f || echo "service $f"; done; ` +
	`test ! -e /etc/k0s/k0s.yaml || echo "config /etc/k0s/k0s.yaml"; ` +
	`for f in "$1/pki" "$1/kubelet.conf"; do test ! -e "$f" || echo "data $f"; done; ` +
	`echo "node $(uname -n)"; echo end`
