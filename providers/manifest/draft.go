package manifest

import (
	"bytes"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// This file is what importers of other formats share with this one: package draft is
// the one that uses it.

// Mention is a host that a value names.
type Mention struct {
	// Host is a name or an IP address, Port empty where none is said.
	Host, Port string
	// Address is true where the key or a scheme says that this is an address.
	Address bool
	// Alone is true where the value is nothing but this host.
	Alone bool
}

// Hosts finds the hosts that a value names, by the rules that hold for manifests:
// nothing of a value whose key speaks of a credential, and of a URL only the host.
func Hosts(key, value string) []Mention {
	var out []Mention
	for _, m := range hostsIn(key, value) {
		out = append(out, Mention{Host: m.host, Port: m.port, Address: m.address, Alone: m.alone})
	}
	return out
}

// Name turns any name into one of the language: small letters, digits and dashes.
func Name(s string) string { return slug(s) }

// Plain tells whether text is short and printable, and may stand in a spec as it is.
func Plain(s string) bool { return isPlain(s) }

// CPU writes an amount of cores as the language reads it, "unknown" where it is more
// than any machine has.
func CPU(q resource.Quantity) string { return cores(q) }

// Bytes writes an amount of bytes exactly, with the unit that the language wants.
func Bytes(q resource.Quantity) string { return byteText(q) }

// NameVolumes makes the names of a service's volumes names of the language, each its
// own.
func NameVolumes(all []Volume) { nameVolumes(all) }

// Draft is the result of an import of another format. from names it, as in "Compose",
// and about is a sentence on what it does not show; both stand at the top.
func Draft(from, about string, services []Service, endpoints []Endpoint, o Options) *Result {
	r := &Result{Services: services, Endpoints: endpoints, options: o}
	r.head = Comment("Imported from "+from+": "+plural(len(services), "service")+" and "+plural(len(endpoints), "endpoint")+".", about)
	r.HCL = write(r.head, services, endpoints, o)
	return r
}

// Comment writes sentences as lines that begin with "#", none wider than the page.
func Comment(sentences ...string) []byte {
	var b bytes.Buffer
	for _, s := range sentences {
		for _, line := range wrapped(s, "") {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.Bytes()
}
