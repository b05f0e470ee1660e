package compose

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
	"k8s.io/apimachinery/pkg/api/resource"

	"berth.dev/providers/draft"
	"berth.dev/providers/manifest"
)

// unknown is what the language writes where nobody knows.
const unknown = "unknown"

func (b *builder) unit(s types.ServiceConfig) draft.Unit {
	m := manifest.Service{
		Name: b.names[s.Name], Object: "Compose service " + s.Name, File: b.from.Files[0].Name,
		Container: container(s), Replica: replica(s), Replicas: replicas(s),
	}
	if m.Name != s.Name {
		m.Comments = append(m.Comments, fmt.Sprintf("Called %s in Compose.", s.Name))
	}
	if s.Build != nil && s.Image == "" {
		m.Comments = append(m.Comments, "Its image is built and has no name in the file: add a container block with the one that you push.")
	}
	if s.NetworkMode == "host" {
		m.Comments = append(m.Comments, "It uses the network of its host, whose other listeners it may call.")
	}
	if s.Platform != "" {
		m.Comments = append(m.Comments, fmt.Sprintf("It runs on platform %s alone.", s.Platform))
	}
	m.Comments = append(m.Comments, doors(s)...)
	b.volumes(&m, s)
	u := draft.Unit{Service: m, Hosts: hosts(s), Needs: map[string]string{}}
	for _, on := range slices.Sorted(maps.Keys(s.DependsOn)) {
		u.Needs[on] = "depends_on"
	}
	b.texts(&u, s)
	b.links(&u, s)
	return u
}

// hosts are the names under which other services reach this one.
func hosts(s types.ServiceConfig) []string {
	out := []string{strings.ToLower(s.Name)}
	for _, name := range []string{s.ContainerName, s.Hostname} {
		if name != "" {
			out = append(out, strings.ToLower(name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Networks)) {
		if n := s.Networks[name]; n != nil {
			for _, a := range n.Aliases {
				out = append(out, strings.ToLower(a))
			}
		}
	}
	return out
}

// container is what runs, nil where no image has a name.
func container(s types.ServiceConfig) *manifest.Container {
	if !manifest.Plain(s.Image) || strings.ContainsAny(s.Image, " $") {
		return nil
	}
	c := &manifest.Container{Image: s.Image}
	if strings.HasSuffix(s.Image, ":") || strings.HasPrefix(s.Image, ":") {
		c.Comments = append(c.Comments, "A variable without a value is missing in the image.")
	}
	switch {
	case len(s.Ports) > 0:
		c.Port = int32(s.Ports[0].Target)
	case len(s.Expose) > 0:
		port, _, _ := strings.Cut(s.Expose[0], "/")
		if n, err := strconv.ParseUint(port, 10, 16); err == nil {
			c.Port = int32(n)
		}
	}
	c.Probe = probe(s.HealthCheck)
	return c
}

// ownURL is a URL of the container itself in the test of its health.
var ownURL = regexp.MustCompile(`https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[0-9]+)?(/[^\s"'|;&)]*)`)

// probe is the path that a healthcheck asks for by HTTP.
func probe(h *types.HealthCheckConfig) string {
	if h == nil || h.Disable {
		return ""
	}
	m := ownURL.FindStringSubmatch(strings.Join(h.Test, " "))
	if m == nil {
		return ""
	}
	u, err := url.Parse(m[1])
	if err != nil || !manifest.Plain(u.Path) {
		return ""
	}
	return u.Path
}

// replica is what one copy asks for: what is reserved, or else what it may use at most.
func replica(s types.ServiceConfig) manifest.Replica {
	var reserved, limits types.Resource
	if s.Deploy != nil {
		if r := s.Deploy.Resources.Reservations; r != nil {
			reserved = *r
		}
		if r := s.Deploy.Resources.Limits; r != nil {
			limits = *r
		}
	}
	if limits.NanoCPUs == 0 {
		limits.NanoCPUs = types.NanoCPUs(s.CPUS)
	}
	if limits.MemoryBytes == 0 {
		limits.MemoryBytes = s.MemLimit
	}
	if reserved.MemoryBytes == 0 {
		reserved.MemoryBytes = s.MemReservation
	}
	r := manifest.Replica{
		CPU:    amount("cpu", cores(reserved.NanoCPUs), cores(limits.NanoCPUs)),
		Memory: amount("memory", memory(reserved.MemoryBytes), memory(limits.MemoryBytes)),
	}
	for _, d := range slices.Concat(reserved.Devices, s.Gpus) {
		r.Comments = append(r.Comments, fmt.Sprintf("It asks for a device (%s): say resources = { … } with the name that your sites offer it by.", strings.Join(append(slices.Clone(d.Capabilities), d.Driver), " ")))
	}
	return r
}

// amount takes what is reserved, or else the limit.
func amount(name, reserved, limit string) manifest.Amount {
	switch {
	case reserved != "" && limit != "" && reserved != limit:
		return manifest.Amount{Value: reserved, Comment: fmt.Sprintf("Reserved; the limit is %s.", limit)}
	case reserved != "":
		return manifest.Amount{Value: reserved}
	case limit != "":
		return manifest.Amount{Value: limit, Comment: fmt.Sprintf("The limit of %s; nothing is reserved.", name)}
	}
	return manifest.Amount{Value: unknown, Comment: fmt.Sprintf("No reservation and no limit of %s is written: measure it.", name)}
}

// cores writes an amount of CPU, "" for none.
func cores(n types.NanoCPUs) string {
	q, err := resource.ParseQuantity(strconv.FormatFloat(float64(n), 'f', -1, 32))
	if err != nil || q.Sign() <= 0 || manifest.CPU(q) == unknown {
		return ""
	}
	return manifest.CPU(q)
}

// memory writes an amount of bytes, "" for none.
func memory(n types.UnitBytes) string {
	q := resource.NewQuantity(int64(n), resource.BinarySI)
	if n <= 0 || manifest.Bytes(*q) == unknown {
		return ""
	}
	return manifest.Bytes(*q)
}

// replicas says how many copies run.
func replicas(s types.ServiceConfig) *manifest.Replicas {
	n, said := 1, false
	if s.Scale != nil {
		n, said = *s.Scale, true
	}
	if s.Deploy != nil {
		if s.Deploy.Mode == "global" {
			return &manifest.Replicas{Min: 1, Max: 1, Comments: []string{"Mode global: one copy on each node. Say how many those are."}}
		}
		if s.Deploy.Replicas != nil {
			n, said = *s.Deploy.Replicas, true
		}
	}
	const most = 1 << 20 // beyond it, a slip of the keyboard
	r := &manifest.Replicas{Min: int32(min(max(n, 0), most)), Max: int32(min(max(n, 1), most))}
	switch {
	case !said:
		r.Comments = append(r.Comments, "The file does not say how many; Compose then runs 1.")
	case n <= 0:
		r.Comments = append(r.Comments, "Switched off: the file asks for 0. Remove the service if it is gone for good.")
	}
	return r
}

// doors says which ports are open to others than services.
func doors(s types.ServiceConfig) []string {
	var out []string
	for _, p := range s.Ports {
		if p.HostIP == "127.0.0.1" || p.HostIP == "::1" || p.Published == "" {
			continue
		}
		out = append(out, fmt.Sprintf(`Port %d is published as %s: where visitors come in there, add call "internet".`, p.Target, p.Published))
	}
	return out
}
