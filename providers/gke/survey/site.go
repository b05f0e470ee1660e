package survey

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"berth.dev/providers/gke"
)

// Options are what Google does not say of a site.
type Options struct {
	// Name of the site.
	Name string
	// Country is where it stands.
	Country string
	// Prices is its price book.
	Prices string
	// Endpoint is by which the cluster is reached: "dns", "public" or "private".
	Endpoint string
}

// Site is the site's block of a cluster that is there.
func Site(s *gke.Seen, o Options) []byte {
	w := &writer{}
	w.line("# The cluster %s.", s.Name)
	if s.Status != "RUNNING" {
		w.line("# Google says of it: %s.", oneLine(s.Status+" "+s.Says))
	}
	w.line("\nsite %s {", text(o.Name))
	w.line("kind = %q", "cloud")
	w.line("provider = %q", "gke")
	w.line("country = %s # where %s is", text(o.Country), s.Name.Location)
	w.line("project = %s", text(s.Name.Project))
	w.line("location = %s", text(s.Name.Location))
	w.line("cluster = %s", text(s.Name.Cluster))
	w.line("prices = %s", text(o.Prices))
	if s.Autopilot {
		w.line("mode = %q", "autopilot")
	}
	w.cluster(s, o)
	if !s.Autopilot {
		for i := range s.Pools {
			w.pool(s, &s.Pools[i])
		}
	}
	w.line("}")
	return hclwrite.Format(w.Bytes())
}

// Endpoint is by which endpoint a cluster can be reached: by its DNS name where that is
// open, else by its public, else by its private address.
func Endpoint(s *gke.Seen) string {
	switch {
	case s.DNS != "":
		return "dns"
	case s.Public != "":
		return "public"
	case s.Private != "":
		return "private"
	}
	return "dns"
}

// writer writes a block line by line; layout comes last.
type writer struct{ bytes.Buffer }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// cluster writes what the specs say of the cluster itself.
func (w *writer) cluster(s *gke.Seen, o Options) {
	w.line("# What the cluster itself is. With manage = \"cluster\" berth keeps it so.")
	w.line("gke {")
	channel := s.Channel
	if channel == "" {
		channel = "none"
	}
	w.line("channel = %s # version %s when it was read", text(channel), oneLine(s.Version))
	w.line("endpoint = %s", text(o.Endpoint))
	for _, one := range []struct{ word, is string }{{"network", s.Network}, {"subnetwork", s.Subnetwork}} {
		if one.is != "" && one.is != "default" {
			w.line("%s = %s", one.word, text(one.is))
		}
	}
	if s.Name.Regional() && len(s.Zones) > 0 && !s.Autopilot {
		w.line("zones = %s", texts(s.Zones))
	}
	w.line("private_nodes = %t", s.PrivateNodes)
	w.line("}")
}

// pool writes a node pool.
func (w *writer) pool(s *gke.Seen, p *gke.SeenPool) {
	w.line("node_pool %s {", text(p.Name))
	if p.Status != "RUNNING" {
		w.line("# Google says of it: %s.", oneLine(p.Status))
	}
	w.line("machine = %s", text(p.Machine))
	if p.Spot {
		w.line("buy = %q", "spot")
	}
	switch {
	case p.Scale != nil:
		w.line("autoscale {\nmin = %d\nmax = %d\n}", p.Scale.Min, p.Scale.Max)
	case !s.Counted:
		w.line("# Nodes could not be counted: so many it was made with.\nnodes = %d", p.Nodes)
	default:
		w.line("nodes = %d", p.Nodes)
	}
	if p.DiskGiB > 0 {
		w.line("disk_size = %q", fmt.Sprintf("%dGi", p.DiskGiB))
		w.line("disk_type = %s", text(p.DiskType))
	}
	if p.ServiceAccount != "" && p.ServiceAccount != "default" {
		w.line("service_account = %s", text(p.ServiceAccount))
	}
	if len(p.Taints) > 0 {
		w.line("taints = %s", texts(p.Taints))
	}
	if len(p.Labels) > 0 {
		all := map[string]cty.Value{}
		for k, v := range p.Labels {
			all[k] = cty.StringVal(v)
		}
		w.line("labels = %s", value(cty.ObjectVal(all)))
	}
	w.line("}")
}

// text is a string as a spec writes it.
func text(s string) string { return value(cty.StringVal(s)) }

// texts is a list as a spec writes it.
func texts(list []string) string {
	out := make([]cty.Value, len(list))
	for i, s := range list {
		out[i] = cty.StringVal(s)
	}
	return value(cty.TupleVal(out))
}

func value(v cty.Value) string {
	return string(bytes.TrimSpace(hclwrite.TokensForValue(v).Bytes()))
}

// oneLine makes words of Google's safe to stand in a comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
