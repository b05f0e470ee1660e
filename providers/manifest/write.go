package manifest

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// lineWidth is where comments are wrapped.
const lineWidth = 100

// write makes one file of specs.
func write(head []byte, services []Service, endpoints []Endpoint, o Options) []byte {
	var b bytes.Buffer
	b.Write(head)
	for _, e := range endpoints {
		b.WriteByte('\n')
		b.Write(endpointBlock(e))
	}
	for _, s := range services {
		b.WriteByte('\n')
		b.Write(serviceBlock(s, o))
	}
	return b.Bytes()
}

func endpointBlock(e Endpoint) []byte {
	f := hclwrite.NewEmptyFile()
	b := f.Body().AppendNewBlock("endpoint", []string{e.Name}).Body()
	comment(b, 1, e.Comments...)
	if e.Site != "" {
		setText(b, "site", e.Site)
		return hclwrite.Format(f.Bytes())
	}
	comment(b, 1, `Set country = "…" where residency matters, or site = "…" instead of external if it stands at one of yours.`)
	b.SetAttributeValue("external", cty.True)
	return hclwrite.Format(f.Bytes())
}

func serviceBlock(s Service, o Options) []byte {
	f := hclwrite.NewEmptyFile()
	b := f.Body().AppendNewBlock("service", []string{s.Name}).Body()
	comment(b, 1, s.Object+" in "+s.File+".")
	comment(b, 1, s.Comments...)
	if o.Product != "" {
		setText(b, "product", o.Product)
	}
	if o.Environment != "" {
		setText(b, "environment", o.Environment)
	}
	writePlace(b, s, o.RunsOn)
	if s.Stateful {
		b.SetAttributeValue("stateful", cty.True)
	}
	if s.One != "" {
		comment(b, 1, s.One)
		setText(b, "concurrency", "one")
	}
	for _, u := range s.Unplaced {
		comment(b, 1, fmt.Sprintf("It calls %s (%s). Where that stands is not said: add an endpoint with its site, and a call to it.",
			u.To, strings.Join(u.From, "; ")))
	}
	if len(s.Calls) > 0 {
		comment(b, 1, "Settings name the calls below. There may be more that nobody wrote down.")
	} else {
		comment(b, 1, "No setting names a call. There may be calls all the same.")
	}
	setText(b, "calls", "partial")
	writeContainer(b, s.Container)
	writeReplica(b, s.Replica)
	writeReplicas(b, s.Replicas)
	writeJob(b, s.Job)
	for _, v := range s.Volumes {
		writeVolume(b, v)
	}
	for _, c := range s.Calls {
		call := block(b, "call", c.To)
		comment(call, 2, "From "+strings.Join(c.From, "; ")+".")
		setText(call, "sent", unknown)
		setText(call, "received", unknown)
	}
	return hclwrite.Format(f.Bytes())
}

// writePlace says where the service runs. Two sites are a hybrid, which not
// every service can be.
func writePlace(b *hclwrite.Body, s Service, runsOn []string) {
	switch {
	case len(runsOn) == 1:
		setText(b, "runs_on", runsOn[0])
	case len(runsOn) > 1 && (s.Stateful || s.Job != nil || s.One != "" || len(s.Volumes) > 0):
		comment(b, 1, fmt.Sprintf("It cannot be split over %s: say runs_on with the one site where it runs.", listed("site", runsOn)))
	case len(runsOn) > 1:
		sites := make([]cty.Value, len(runsOn))
		for i, site := range runsOn {
			sites[i] = cty.StringVal(site)
		}
		b.SetAttributeValue("runs_on", cty.TupleVal(sites))
	}
}

func writeContainer(b *hclwrite.Body, c *Container) {
	if c == nil {
		comment(b, 1, "No image is said that can be told.")
		return
	}
	b = block(b, "container")
	comment(b, 2, c.Comments...)
	setText(b, "image", c.Image)
	if c.Port > 0 {
		b.SetAttributeValue("port", cty.NumberIntVal(int64(c.Port)))
	}
	if c.Probe != "" {
		setText(b, "probe", c.Probe)
	}
}

func writeReplica(b *hclwrite.Body, r Replica) {
	b = block(b, "replica")
	comment(b, 2, r.Comments...)
	for _, a := range []struct {
		word string
		Amount
	}{{"cpu", r.CPU}, {"memory", r.Memory}} {
		if a.Comment != "" {
			comment(b, 2, a.Comment)
		}
		setText(b, a.word, a.Value)
	}
	if len(r.Resources) > 0 {
		counts := map[string]cty.Value{}
		for _, x := range r.Resources {
			counts[x.Name] = cty.StringVal(strconv.FormatInt(x.Count, 10))
		}
		b.SetAttributeValue("resources", cty.ObjectVal(counts))
	}
}

func writeReplicas(b *hclwrite.Body, r *Replicas) {
	if r == nil {
		return
	}
	b = block(b, "replicas")
	comment(b, 2, r.Comments...)
	b.SetAttributeValue("min", cty.NumberIntVal(int64(r.Min)))
	b.SetAttributeValue("max", cty.NumberIntVal(int64(r.Max)))
}

func writeJob(b *hclwrite.Body, j *Job) {
	if j == nil {
		return
	}
	b = block(b, "job")
	comment(b, 2, j.Comments...)
	if j.Schedule != "" {
		setText(b, "schedule", j.Schedule)
	} else {
		setText(b, "busy_share", unknown)
	}
	comment(b, 2, j.DurationComments...)
	setText(b, "duration", unknown)
	b.SetAttributeValue("parallelism", cty.NumberIntVal(int64(j.Parallelism)))
}

func writeVolume(b *hclwrite.Body, v Volume) {
	b = block(b, "volume", v.Name)
	comment(b, 2, v.Comments...)
	setText(b, "size", v.Size)
	if v.Class != "" {
		setText(b, "class", v.Class)
	}
}

func block(b *hclwrite.Body, kind string, labels ...string) *hclwrite.Body {
	return b.AppendNewBlock(kind, labels).Body()
}

func setText(b *hclwrite.Body, name, value string) {
	b.SetAttributeValue(name, cty.StringVal(value))
}

// comment writes sentences, each on lines of its own. depth is how far the block
// is indented, which counts for where lines are wrapped.
func comment(b *hclwrite.Body, depth int, sentences ...string) {
	for _, s := range sentences {
		for _, line := range wrapped(s, strings.Repeat("  ", depth)) {
			b.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte(line + "\n")}})
		}
	}
}

// wrapped is a comment as lines that begin with "#" and are not wider than the
// page, if its words allow.
func wrapped(s, indent string) []string {
	var lines []string
	line := "#"
	for _, word := range strings.Fields(oneLine(s)) {
		if len(line) > 1 && len(indent)+len(line)+1+len(word) > lineWidth {
			lines, line = append(lines, line), "#"
		}
		line += " " + word
	}
	return append(lines, line)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
