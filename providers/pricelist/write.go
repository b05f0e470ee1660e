package pricelist

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"berth.dev/engine/money"
)

// Write writes a price book as HCL: where it is from, every price of the region,
// and at the end what has to be entered by hand.
func Write(w io.Writer, b *Book) error {
	file := hclwrite.NewEmptyFile()
	body := file.Body()
	comment(body, header(b)...)
	body.AppendNewline()
	book := body.AppendNewBlock("price_book", []string{b.Name}).Body()
	set(book, "source", b.URL)
	set(book, "date", b.Date.Format(time.DateOnly))
	set(book, "currency", currency)
	set(book, "region", b.Region)
	for _, m := range b.Machines {
		writeOffer(book, m)
	}
	for _, e := range b.Egress {
		writeEgress(book, e)
	}
	for _, d := range b.Disks {
		writeDisk(book, d)
	}
	book.AppendNewline()
	comment(book, byHand()...)
	_, err := w.Write(hclwrite.Format(file.Bytes()))
	return err
}

// header says where the prices are from and how to read them.
func header(b *Book) []string {
	lines := []string{
		fmt.Sprintf("Public list prices of Google Cloud in %s (%s), as of %s.", b.Region, b.Location, b.Date.Format(time.DateOnly)),
		"Source: " + b.URL,
		"Written by `berth prices import`.",
	}
	if len(b.Copyright) > 0 {
		lines = append(lines, "The list carries this notice:", "")
	}
	for _, c := range b.Copyright {
		lines = append(lines, "  "+c)
	}
	var samples []sample
	for _, m := range b.Machines {
		samples = append(samples, sample{m.Name, m.Hour, m.Month})
	}
	if discounted, _ := spans(samples); len(discounted) > 0 {
		lines = append(lines, "",
			"on_demand is what a machine costs that runs all month, with the discount for",
			"steady use. By family, and how many machines of it:")
		for _, s := range discounted {
			lines = append(lines, "  "+s.String())
		}
	}
	return lines
}

// writeOffer writes one machine. A price that is not in the list is said, so that
// nobody takes its absence for a slip.
func writeOffer(book *hclwrite.Body, m Offer) {
	book.AppendNewline()
	body := book.AppendNewBlock("machine", []string{m.Name}).Body()
	if len(m.Further) > 0 {
		comment(body, "with "+strings.Join(m.Further, ", "))
	}
	set(body, "cpu", decimal(m.CPU))
	set(body, "memory", decimal(m.Memory)+"Gi")
	var missing []string
	for _, f := range m.fields() {
		if f.amount.IsZero() {
			missing = append(missing, f.word)
		} else {
			setRate(body, f.word, f.amount, f.per)
		}
	}
	if len(missing) > 0 {
		comment(body, "not in the list: "+strings.Join(missing, ", "))
	}
}

func writeEgress(book *hclwrite.Body, e BookEgress) {
	book.AppendNewline()
	if len(e.Tiers) == 0 {
		comment(book, fmt.Sprintf("egress %q is not in the list for this region, or not for every volume", e.Destination))
		return
	}
	if e.Rising {
		comment(book, "A GiB gets dearer with volume here. It is so in the list; check it before you rely on it.")
	}
	body := book.AppendNewBlock("egress", []string{e.Destination}).Body()
	for _, t := range e.Tiers {
		tier := body.AppendNewBlock("tier", nil).Body()
		set(tier, "from", strconv.FormatInt(t.From, 10)+"Ti")
		setRate(tier, "price", t.Price, money.GiB)
	}
}

func writeDisk(book *hclwrite.Body, d BookDisk) {
	book.AppendNewline()
	if d.Price.IsZero() {
		comment(book, fmt.Sprintf("disk %q is not in the list for this region", d.Class))
		return
	}
	if d.Type != "" {
		comment(book, d.Type)
	}
	setRate(book.AppendNewBlock("disk", []string{d.Class}).Body(), "price", d.Price, money.GiB)
}

// byHand are the words of a price book that the list cannot fill, ready to be
// uncommented, and where the rest of a cloud bill is written.
func byHand() []string {
	return []string{
		"Not in the list. Take the comment signs off what you use, and enter the price",
		"with its source and date:",
		"",
		`cluster_fee = "… USD/mo" # one cluster`,
		"",
		"autopilot { # pods where Google runs the nodes",
		`  cpu         = "… USD/mo" # one core`,
		`  memory      = "… USD/mo" # one GiB`,
		`  spot_cpu    = "… USD/mo"`,
		`  spot_memory = "… USD/mo"`,
		"}",
		"",
		"Load balancers and addresses belong to per_service of the site; interconnect",
		"and VPN to monthly and egress of the link; traffic between zones to per_service",
		"of the site. Storage that is billed by operation or throughput as well (extreme,",
		"hyperdisk-extreme) has only its GiB here.",
	}
}

func set(body *hclwrite.Body, word, value string) {
	body.SetAttributeValue(word, cty.StringVal(value))
}

func setRate(body *hclwrite.Body, word string, a money.Amount, per money.Per) {
	set(body, word, money.Rate{Amount: a, Per: per}.String())
}

// decimal writes cores and GiB as the list does, without zeros at the end.
func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// comment writes lines as comments. Text of the list may be among them, so
// whatever could end a line is made a space.
func comment(body *hclwrite.Body, lines ...string) {
	for _, l := range lines {
		l = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
				return ' '
			}
			return r
		}, l)
		text := strings.TrimRight("# "+l, " ") + "\n"
		body.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte(text)}})
	}
}
