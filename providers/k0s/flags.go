package k0s

import (
	"maps"
	"slices"
	"strings"
)

// kubeletArgs is the flag that has the kubelet's flags as its value.
const kubeletArgs = "--kubelet-extra-args"

// unseen are the flags that k0sctl leaves out when it compares a service with its file.
var unseen = []string{"--force", kubeletArgs, "--env", "--data-dir", "--token-file", "--config"}

// flagSet are the flags of a service by name, those of the kubelet by theirs.
type flagSet struct{ service, kubelet map[string]string }

// equal tells whether k0sctl would leave the service alone.
func (f flagSet) equal(g flagSet) bool {
	return maps.Equal(f.service, g.service) && maps.Equal(f.kubelet, g.kubelet)
}

// String writes the flags in order.
func (f flagSet) String() string {
	words := joined(f.service)
	if len(f.kubelet) > 0 {
		words = append(words, kubeletArgs+"="+strings.Join(joined(f.kubelet), " "))
	}
	return strings.Join(words, " ")
}

func joined(m map[string]string) (out []string) {
	for _, name := range sortedKeys(m) {
		word := name
		if m[name] != "" {
			word += "=" + m[name]
		}
		out = append(out, word)
	}
	return out
}

// flagsOf reads the flags of a service that runs.
func flagsOf(args []string) flagSet {
	f := flagSet{map[string]string{}, map[string]string{}}
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			continue // the program's name and its command
		}
		f.add(a)
	}
	return f
}

func (f flagSet) add(flag string) {
	name, value, _ := strings.Cut(flag, "=")
	if name == kubeletArgs {
		for _, inner := range strings.Fields(strings.Trim(value, `'"`)) {
			n, v, _ := strings.Cut(inner, "=")
			f.kubelet[n] = v
		}
	}
	if !slices.Contains(unseen, name) {
		f.service[name] = value
	}
}

// flagsFor are the flags that k0sctl gives to a host's service. Where the specs name no
// private address it is the one that runs: k0sctl finds the same again.
func flagsFor(h *Host, now flagSet) flagSet {
	f := flagSet{map[string]string{}, map[string]string{}}
	for _, flag := range h.installFlags() {
		f.add(flag.(string)) // installFlags are all text
	}
	switch h.Role {
	case ControllerWorker:
		f.service["--enable-worker"] = "true"
		if h.NoTaints {
			f.service["--no-taints"] = "true"
		}
	case Single:
		f.service["--single"] = "true"
	}
	const nodeIP = "--node-ip"
	if _, said := f.kubelet[nodeIP]; !said && h.Role.Works() && h.Role != Single && f.service["--enable-cloud-provider"] != "true" {
		if ip := h.PrivateAddress; ip != "" {
			f.kubelet[nodeIP] = ip
		} else if ip, is := now.kubelet[nodeIP]; is {
			f.kubelet[nodeIP] = ip
		}
	}
	return f
}

// onJoin are the flags that only count when a node joins.
var onJoin = []string{"--labels", "--taints"}

// joinFlags tells which of a host's flags that only count on joining differ.
func joinFlags(want, now flagSet) (out []string) {
	for _, name := range onJoin {
		if sorted(want.service[name]) != sorted(now.service[name]) {
			out = append(out, name)
		}
	}
	return out
}

// asJoined are flags without the order of labels and taints. k0sctl installs a service
// anew for another order; on a worker that only happens when it is upgraded anyway,
// because its file has no other worker.
func (f flagSet) asJoined() flagSet {
	out := flagSet{maps.Clone(f.service), f.kubelet}
	for _, name := range onJoin {
		if v, is := out.service[name]; is {
			out.service[name] = sorted(v)
		}
	}
	return out
}

func sorted(list string) string {
	words := strings.Split(list, ",")
	slices.Sort(words)
	return strings.Join(words, ",")
}

// leaves tells whether a machine's service is to stay as it is.
func (h *Host) leaves(m Machine) bool {
	now := flagsOf(m.Args)
	want := flagsFor(h, now)
	if h.Role == Worker {
		return want.asJoined().equal(now.asJoined())
	}
	return want.equal(now)
}
