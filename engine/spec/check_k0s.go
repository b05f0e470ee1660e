package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// k0s checks each word of a k0s block by itself.
func (c *checker) k0s(s *Site) {
	k := s.K0s
	if s.Provider.Set() && s.Provider.V != "k0s" {
		c.errorf(CodeCombination, k.Origin, "k0s block on another provider", "Site %q is driven by %q; a k0s block belongs to provider = \"k0s\".", s.Name, s.Provider.V)
	}
	c.versions(k)
	if o := k.Options; o != nil {
		c.seconds(o.DrainTimeout, "drain_timeout")
		c.seconds(o.GracePeriod, "grace_period")
	}
	for _, h := range k.Hosts {
		c.machineOf(s, h)
	}
}

// seconds refuses a time that k0s would take for another one: it counts in seconds, and
// nothing means the default.
func (c *checker) seconds(v Value[float64], name string) {
	if v.Set() && (v.V < 1 || v.V != float64(int64(v.V))) {
		c.errorf(CodeCombination, v.Origin, "Not whole seconds", "%s is whole seconds, one at least, as in %s = \"5m\". Leave it out for the default.", name, name)
	}
}

// release is a whole version of k0s. k0sctl takes "1.36" as well, for another version.
var release = regexp.MustCompile(`^v([1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\+k0s\.(0|[1-9][0-9]{0,2})$`)

// numbers reads a whole version as numbers.
func numbers(v string) (out [4]int, ok bool) {
	m := release.FindStringSubmatch(v)
	if m == nil {
		return out, false
	}
	for i := range out {
		out[i], _ = strconv.Atoi(m[i+1]) // three digits at most
	}
	return out, true
}

func (c *checker) versions(k *K0s) {
	last, known := numbers(k.Version.V)
	if k.Version.Set() && !known {
		c.badVersion(k.Version.Origin, k.Version.V)
	}
	var before [4]int
	for _, v := range k.Path.V {
		at, ok := numbers(v)
		switch {
		case !ok:
			c.badVersion(k.Path.Origin, v)
			return
		case before[0] > 0 && at[1] != before[1]+1:
			c.errorf(CodeCombination, k.Path.Origin, "Path with a gap", "path names one version for each minor version, oldest first; %q does not follow the one before it.", v)
		case known && (at[0] != last[0] || at[1] >= last[1]):
			c.errorf(CodeCombination, k.Path.Origin, "Path beyond its end", "path is on the way to version, %q; %q is not of an older minor version.", k.Version.V, v)
		}
		before = at
	}
	if known && before[0] > 0 && before[1]+1 < last[1] {
		c.errorf(CodeCombination, k.Path.Origin, "Path with a gap", "path ends with v%d.%d, and version is of v%d.%d: name one version for each minor version between.", before[0], before[1], last[0], last[1])
	}
}

func (c *checker) badVersion(at Origin, v string) {
	c.errorf(CodeForm, at, "Not a version of k0s", "%q is not all of a version: k0sctl would take another one than you mean. Write it as in \"v1.36.3+k0s.1\".", shorten(v))
}

// together checks what machines of one managed cluster must be, seen as a whole.
func (c *checker) together(k *K0s) {
	if !k.Version.Set() {
		c.missing(k.Origin, "version", "Missing attribute", `A managed cluster must set version, as in version = "v1.36.3+k0s.1": without it k0sctl takes the newest there is.`)
	}
	controllers := 0
	addresses, privates := map[string]string{}, map[string]string{}
	for _, h := range k.Hosts {
		if h.Role.V != "worker" && h.Role.Set() {
			controllers++
		}
		if h.Role.V == "single" && len(k.Hosts) > 1 {
			c.errorf(CodeCombination, h.Role.Origin, "Not alone", `Host %q is "single", which is a whole cluster by itself; there are %d hosts. Make it "controller" or "controller+worker".`, h.Name, len(k.Hosts))
		}
		if !h.HostKey.Set() {
			c.missing(h.Origin, "host_key", "Missing attribute", `A host of a managed cluster must set host_key, the only key that it is trusted by: one line of "cat /etc/ssh/ssh_host_ed25519_key.pub", read on its console.`)
		}
		c.once(addresses, fmt.Sprintf("%s:%g", h.Address.V, h.Port.Or(defaultSSH)), h.Address.Origin, h.Name)
		c.once(privates, h.PrivateAddress.V, h.PrivateAddress.Origin, h.Name)
	}
	if controllers == 0 && !c.unread.covers(k.Origin) {
		c.missing(k.Origin, "host", "Cluster without a controller", `A cluster needs one host at least whose role is "controller", "controller+worker" or "single".`)
	}
}

// defaultSSH is the port of SSH where a host does not say.
const defaultSSH = 22

// once reports an address that two hosts have.
func (c *checker) once(seen map[string]string, address string, at Origin, host string) {
	if !at.Set() {
		return
	}
	if other, twice := seen[address]; twice {
		c.errorf(CodeDuplicate, at, "Address said twice", "Hosts %q and %q both have the address %s.", other, host, shorten(address))
		return
	}
	seen[address] = host
}

// ownFlags are those that berth or k0sctl sets, and the word for each.
var ownFlags = map[string]string{
	"--single": `role = "single"`, "--enable-worker": `role = "controller+worker"`, "--no-taints": "no_taints", "--data-dir": "data_dir",
	"--labels": "labels", "--taints": "taints", "--config": "config of the k0s block", "-c": "config of the k0s block", "--token-file": "nothing: k0sctl sets it",
	"--force": "nothing: k0sctl sets it", "--env": "environment", "-e": "environment", "--kubelet-root-dir": "nothing: berth does not move it", "--enable-dynamic-config": "nothing: k0sctl leaves out most of what changes then",
}

// installFlag checks one flag of `k0s install`.
func (c *checker) installFlag(at Origin, flag string) {
	name, value, valued := strings.Cut(flag, "=")
	instead, own := ownFlags[name]
	switch {
	case own:
		c.errorf(CodeCombination, at, "Flag with a word of its own", "%s is not written as a flag: use %s.", name, instead)
	case !longFlag.MatchString(name):
		c.errorf(CodeForm, at, "Not a flag", "%q is not a flag of \"k0s install\". Write one as in \"--enable-metrics-scraper=true\".", shorten(flag))
	case !valued:
		c.errorf(CodeCombination, at, "Flag without a value", "%s stands without a value: k0sctl would restart the service each time that it runs, because k0s calls it %s=true. Write that.", shorten(name), shorten(name))
	case strings.ContainsAny(value, "'\"`\\\n\r\t") || strings.Contains(value, " ") && name != "--kubelet-extra-args":
		c.errorf(CodeForm, at, "Quotes or spaces in a flag", "%s has quotes, backslashes or spaces, which k0sctl takes apart. Only --kubelet-extra-args may have spaces, between flags.", shorten(name))
	}
}

// longFlag is the name of a flag.
var longFlag = regexp.MustCompile(`^--[a-z][a-z0-9-]*$`)

// sortedNames are the keys of a map of texts, in order.
func sortedNames(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
