package opencost

import (
	"fmt"
	"time"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"berth.dev/engine/money"
	"berth.dev/providers/tree"
)

// hcl writes the book.
func (b *book) hcl() []byte {
	f := hclwrite.NewEmptyFile()
	comment(f.Body(), "Prices of OpenCost, of the file "+b.source+".")
	body := f.Body().AppendNewBlock("price_book", []string{b.name}).Body()
	set(body, "source", tree.ShortTo(200, "OpenCost, "+b.source))
	set(body, "date", b.date.Format(time.DateOnly))
	set(body, "currency", b.currency)
	if b.region != "" {
		set(body, "region", tree.ShortTo(200, b.region))
	}
	b.writeMachines(body)
	if b.cpu.known && b.memory.known {
		body.AppendNewline()
		a := body.AppendNewBlock("autopilot", nil).Body()
		comment(a, "A core and a GiB a month: sites with mode = \"autopilot\" are priced by them.")
		for _, p := range []struct {
			word string
			price
		}{{"cpu", b.cpu}, {"memory", b.memory}, {"spot_cpu", b.spotCPU}, {"spot_memory", b.spotMemory}} {
			rate(a, p.word, p.price, money.Month)
		}
	}
	for _, d := range b.disks {
		body.AppendNewline()
		block := body.AppendNewBlock("disk", []string{d.name}).Body()
		if d.called != "" && d.called != d.name {
			comment(block, "Called "+d.called+" in the file.")
		}
		rate(block, "price", d.month, money.GiB)
	}
	if b.egress.known {
		body.AppendNewline()
		tier := body.AppendNewBlock("egress", []string{"internet"}).Body().AppendNewBlock("tier", nil).Body()
		rate(tier, "price", b.egress, money.GiB)
	}
	return hclwrite.Format(f.Bytes())
}

// writeMachines writes those whose size is known, and the others as comments.
func (b *book) writeMachines(body *hclwrite.Body) {
	taken := map[string]bool{}
	for _, m := range b.machines {
		for taken[m.name] {
			m.name += "-2"
		}
		taken[m.name] = true
		body.AppendNewline()
		if m.size == (Size{}) {
			comment(body, "Add its size, and take out the signs before it:")
			for _, line := range []string{fmt.Sprintf("machine %q {", m.name), `  cpu    = "32"`, `  memory = "256Gi"`, fmt.Sprintf("  hour   = %q", money.Rate{Amount: m.hour.amount, Per: money.Hour}), "}"} {
				comment(body, line)
			}
			continue
		}
		block := body.AppendNewBlock("machine", []string{m.name}).Body()
		if m.called != m.name {
			comment(block, "Called "+m.called+" in the file.")
		}
		if m.note != "" {
			comment(block, m.note)
		}
		set(block, "cpu", m.size.CPU)
		set(block, "memory", m.size.Memory)
		rate(block, "hour", m.hour, money.Hour)
		rate(block, "spot", m.spot, money.Month)
	}
}

func set(b *hclwrite.Body, name, value string) { b.SetAttributeValue(name, cty.StringVal(value)) }

func rate(b *hclwrite.Body, name string, p price, per money.Per) {
	if p.known {
		set(b, name, money.Rate{Amount: p.amount, Per: per}.String())
	}
}

func comment(b *hclwrite.Body, text string) {
	b.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte("# " + tree.ShortTo(200, text) + "\n")}})
}
