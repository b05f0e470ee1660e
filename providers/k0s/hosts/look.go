package hosts

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// configFile is where k0s's configuration is.
const configFile = "/etc/k0s/k0s.yaml"

// Look is the script that asks a machine what it has; its first argument is the data
// folder. It says what is there, and "end" when it has said all.
const Look = `for f in /usr/local/bin/k0s /opt/bin/k0s; do test ! -x $f || echo "binary $f $($f version)"; done; ` +
	`for f in /etc/systemd/system/k0scontroller.service /etc/systemd/system/k0sworker.service /etc/init.d/k0scontroller /etc/init.d/k0sworker; do test ! -e $f || echo "service $f"; done; ` +
	`test ! -e /etc/k0s/k0s.yaml || echo "config /etc/k0s/k0s.yaml"; ` +
	`for f in "$1/pki" "$1/kubelet.conf"; do test ! -e "$f" || echo "data $f"; done; ` +
	`echo "node $(uname -n)"; echo end`

// services are what may be installed, and what each is for.
var services = map[string]string{
	"/etc/systemd/system/k0scontroller.service": "controller",
	"/etc/systemd/system/k0sworker.service":     "worker",
	"/etc/init.d/k0scontroller":                 "controller",
	"/etc/init.d/k0sworker":                     "worker",
}

// binaries are where the program may be.
var binaries = []string{"/usr/local/bin/k0s", "/opt/bin/k0s"}

// parseLook reads the script's answer. A shell may say something of its own before it;
// what is not asked for is passed over.
func parseLook(text []byte) (*Facts, error) {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if lines[len(lines)-1] != "end" {
		return nil, errors.New("its answer to the question what is installed is cut short")
	}
	f := &Facts{}
	for _, line := range lines {
		word, value, _ := strings.Cut(line, " ")
		if err := f.learn(word, value); err != nil {
			return nil, err
		}
	}
	if f.Node == "" {
		return nil, errors.New("it does not tell its name (uname -n)")
	}
	return f, nil
}

// learn takes one line of the answer.
func (f *Facts) learn(word, value string) error {
	switch word {
	case "binary":
		file, version, _ := strings.Cut(value, " ")
		if slices.Contains(binaries, file) && f.Binary == "" {
			f.Binary, f.Version = file, version
		}
	case "service":
		role, known := services[value]
		if known && f.Service != "" {
			return fmt.Errorf("two services of k0s are installed, %s and %s; remove the one that is not used", f.Service, value)
		}
		if known {
			f.Service, f.Role = value, role
		}
	case "config":
		f.Config = []byte{}
	case "data":
		f.Data = true
	case "node":
		f.Node = strings.ToLower(strings.TrimSpace(value))
	}
	return nil
}

// status is what `k0s status` tells, as far as it is asked for.
type status struct {
	Version   string
	Pid       int
	Role      string
	Workloads bool
	Args      []string
}

// parseStatus reads the answer of a k0s that runs.
func parseStatus(text []byte, f *Facts) error {
	s := &status{}
	if i := strings.IndexByte(string(text), '{'); i >= 0 {
		text = text[i:]
	}
	if err := json.Unmarshal(text, s); err != nil {
		return errors.New("`k0s status` does not answer in JSON")
	}
	if s.Version == "" || s.Role == "" || s.Pid == 0 {
		return nil // it says itself that it does not run
	}
	f.Running, f.Version, f.Role = true, s.Version, s.Role
	if len(s.Args) > 2 { // the program and its role come first
		f.Args = s.Args[2:]
	}
	if s.Role == "controller" && s.Workloads {
		f.Role = "controller+worker"
	}
	if slices.Contains(f.Args, "--single=true") || slices.Contains(f.Args, "--single") {
		f.Role = "single"
	}
	return nil
}
