package inventory

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"berth.dev/providers/tree"
)

// pool is the node pool of all nodes: an inventory does not tell large machines from
// small ones.
const pool = "nodes"

// hcl writes the site.
func (i *importer) hcl(o Options) []byte {
	f := hclwrite.NewEmptyFile()
	name := o.Site
	if name == "" {
		name = "onprem"
	}
	comment(f.Body(), fmt.Sprintf("Imported from an inventory of kubespray; number of hosts: %d.", len(i.machines)))
	site := f.Body().AppendNewBlock("site", []string{name}).Body()
	set(site, "kind", "onprem")
	set(site, "provider", "k0s")
	orComment(site, "country", o.Country, "JP")
	orComment(site, "lead_time", o.LeadTime, "240d")
	nodes := 0
	for _, m := range i.machines {
		if m.role != controller {
			nodes++
		}
	}
	site.AppendNewline()
	p := site.AppendNewBlock("node_pool", []string{pool}).Body()
	p.SetAttributeValue("nodes", cty.NumberIntVal(int64(nodes)))
	comment(p, "Of one node, what pods can have of it.")
	orComment(p, "cpu", o.CPU, "64")
	orComment(p, "memory", o.Memory, "256Gi")
	site.AppendNewline()
	k := site.AppendNewBlock("k0s", nil).Body()
	for n := range i.machines {
		if n > 0 {
			k.AppendNewline()
		}
		writeMachine(k.AppendNewBlock("host", []string{i.machines[n].name}).Body(), &i.machines[n])
	}
	return hclwrite.Format(f.Bytes())
}

func writeMachine(b *hclwrite.Body, m *machine) {
	if m.name != m.inventory {
		comment(b, "Called "+tree.Short(m.inventory)+" in the inventory.")
	}
	set(b, "role", m.role)
	orComment(b, "address", m.address, "192.0.2.10")
	for _, word := range []struct{ name, value string }{{"private_address", m.private}, {"user", m.user}, {"key_path", m.keyPath}} {
		if word.value != "" {
			set(b, word.name, word.value)
		}
	}
	if m.port != defaultSSH {
		b.SetAttributeValue("port", cty.NumberIntVal(m.port))
	}
	if m.role != controller {
		set(b, "pool", pool)
	}
	if m.noTaints {
		b.SetAttributeValue("no_taints", cty.True)
	}
	if len(m.labels) > 0 {
		labels := map[string]cty.Value{}
		for k, v := range m.labels {
			labels[k] = cty.StringVal(v)
		}
		b.SetAttributeValue("labels", cty.MapVal(labels))
	}
	if len(m.taints) > 0 {
		var taints []cty.Value
		for _, t := range m.taints {
			taints = append(taints, cty.StringVal(t))
		}
		b.SetAttributeValue("taints", cty.ListVal(taints))
	}
}

func set(b *hclwrite.Body, name, value string) { b.SetAttributeValue(name, cty.StringVal(value)) }

// orComment writes a value, or where nobody said one a comment that shows its form.
func orComment(b *hclwrite.Body, name, value, example string) {
	if value != "" {
		set(b, name, value)
		return
	}
	comment(b, fmt.Sprintf("%s = %q # not said by the inventory: put in your own", name, example))
}

func comment(b *hclwrite.Body, text string) {
	b.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte("# " + text + "\n")}})
}
