package machines

import (
	"encoding/json"
	"strings"
)

// look is the script by which berth asks a machine what it has. It is written down here
// again, on purpose: the world answers this one script, as if a shell had run it, and
// refuses any other.
const look = `for f in /usr/local/bin/k0s /opt/bin/k0s; do test ! -x $f || echo "binary $f $($f version)"; done; ` +
	`for f in /etc/systemd/system/k0scontroller.service /etc/systemd/system/k0sworker.service /etc/init.d/k0scontroller /etc/init.d/k0sworker; do test ! -e $f || echo "service $f"; done; ` +
	`test ! -e /etc/k0s/k0s.yaml || echo "config /etc/k0s/k0s.yaml"; ` +
	`for f in "$1/pki" "$1/kubelet.conf"; do test ! -e "$f" || echo "data $f"; done; ` +
	`echo "node $(uname -n)"; echo end`

// notRunning is what `k0s status` says where no k0s runs.
const notRunning = "Error: status: can't get \"status\" via \"/run/k0s/status.sock\": Get \"http://localhost/status\": dial unix /run/k0s/status.sock: connect: no such file or directory\n"

// reply answers a command of berth's as the machine would, or refuses it.
func (m *machine) reply(line string) (out, said string, code int) {
	words, ok := split(line)
	if ok && m.User != "root" && len(words) > 2 && words[0] == "sudo" && words[1] == "-n" {
		words = words[2:]
	} else if m.User != "root" {
		ok = false // without sudo it would not be let in
	}
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	command := strings.Join(words, " ")
	switch {
	case !ok:
	case len(words) == 5 && words[0] == "sh" && words[1] == "-c" && words[2] == look && words[3] == "k0s":
		return m.found(words[4]), "", 0
	case command == "/usr/local/bin/k0s status --out json" && m.state.Binary != "":
		return m.status()
	case command == "cat /etc/k0s/k0s.yaml" && m.state.Config != "":
		return m.state.Config, "", 0
	case m.starts(command):
		m.world.note(Event{Host: m.Name, What: "start", Detail: "asked by berth"})
		if err := m.start(); err != nil {
			return "", err.Error() + "\n", 1
		}
		return "", "", 0
	}
	m.world.note(Event{Host: m.Name, What: "refused", Detail: line})
	return "", "sh: " + line + ": not found\n", 127
}

// starts tells whether a command starts the machine's own service.
func (m *machine) starts(command string) bool {
	if !m.state.Installed {
		return false
	}
	file := m.service()
	name := file[strings.LastIndex(file, "/")+1:]
	if m.OpenRC {
		return command == "rc-service "+name+" start"
	}
	return command == "systemctl start "+name
}

// found is what the script prints.
func (m *machine) found(data string) string {
	var b strings.Builder
	line := func(there bool, words ...string) {
		if there {
			b.WriteString(strings.Join(words, " ") + "\n")
		}
	}
	s := &m.state
	line(s.Binary != "", "binary /usr/local/bin/k0s", s.Binary)
	line(s.Installed, "service", m.service())
	line(s.Config != "", "config /etc/k0s/k0s.yaml")
	here := s.Data && data == m.dataDir()
	line(here && controls(s.Role), "data", data+"/pki")
	line(here && works(s.Role), "data", data+"/kubelet.conf")
	line(true, "node", m.Name)
	line(true, "end")
	return b.String()
}

// status is `k0s status --out json`.
func (m *machine) status() (out, said string, code int) {
	if !m.state.Running {
		return "", notRunning, 1
	}
	type object = map[string]any
	kind := "worker"
	if controls(m.state.Role) {
		kind = "controller"
	}
	text, err := json.Marshal(object{
		"Version": m.state.Version, "Pid": 4000 + m.state.Starts, "PPid": 1, "Role": kind,
		"SysInit": "linux-systemd", "StubFile": m.service(), "Output": "", "Workloads": works(m.state.Role),
		"SingleNode": m.state.Role == "single", "Args": m.args(), "DynamicConfig": false,
		"WorkerToAPIConnectionStatus": object{"Message": "", "Success": works(m.state.Role)},
		"K0sVars":                     object{"DataDir": m.dataDir(), "AdminKubeConfigPath": m.dataDir() + "/pki/admin.conf"},
	})
	if err != nil {
		return "", err.Error(), 1
	}
	return string(text) + "\n", "", 0
}

// split takes a command into words as a shell does, as far as berth's commands need it:
// blanks, single quotes, double quotes without anything to be replaced, and \ before a
// character. Whatever a shell would read as more than words is not ok.
func split(line string) (words []string, ok bool) {
	var word strings.Builder
	begun := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ':
			if begun {
				words, begun = append(words, word.String()), false
				word.Reset()
			}
		case '\'', '"':
			end := strings.IndexByte(line[i+1:], c)
			if end < 0 || c == '"' && strings.ContainsAny(line[i+1:i+1+end], "$`\\") {
				return nil, false
			}
			word.WriteString(line[i+1 : i+1+end])
			i, begun = i+1+end, true
		case '\\':
			if i+1 == len(line) {
				return nil, false
			}
			i++
			word.WriteByte(line[i])
			begun = true
		case '$', '`', ';', '&', '|', '<', '>', '(', ')', '*', '?', '[', '#', '~', '\n', '\t':
			return nil, false
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	if begun {
		words = append(words, word.String())
	}
	return words, len(words) > 0
}
