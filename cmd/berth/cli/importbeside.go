package cli

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/providers/kube/survey"
)

// beside makes the files that are written beside an imported site where the folder has no
// workspace: settings, and of the example sites the one of the other kind, so that there
// is something to weigh the site against.
type beside struct {
	// site and kind are those of the imported site.
	site, kind string
	// book is a price book that the site needs, nil where there is one.
	book []byte
	// product is the product that the services belong to, "" for none.
	product string
	// today is when the import is made, in RFC 3339: the workspace is seen from that day,
	// so that measurements are as old as they are.
	today string
}

func (b beside) files() []spec.Source {
	mine, example := "tokyo", "gke"
	if b.kind == "cloud" {
		mine, example = example, mine
	}
	name := example
	if name == b.site {
		name += "-example"
	}
	workspace := pairedWith(starter("workspace.hcl"), mine, b.today, map[string]string{example: name, mine: b.site})
	files := []spec.Source{{Name: "workspace.hcl", Bytes: withProduct(workspace, b.product)}}
	switch {
	case b.kind == "onprem":
		files = append(files, spec.Source{Name: "prices.hcl", Bytes: starter("prices.hcl")})
	case b.book != nil:
		files = append(files, spec.Source{Name: "prices.hcl", Bytes: b.book})
	}
	return files
}

// withProduct adds a product's block.
func withProduct(workspace []byte, product string) []byte {
	if product == "" {
		return workspace
	}
	return fmt.Appendf(workspace, "\nproduct %q {\n}\n", product)
}

// besides are the files beside a live cluster's.
func (o *importOptions) besides(seen *survey.Seen) ([]spec.Source, error) {
	site := o.live.site
	if pools, _ := seen.Pools(); len(pools) == 0 {
		return starters(o.manifest.Product), nil
	}
	today, err := o.app.made()
	if err != nil {
		return nil, err
	}
	b := beside{site: site.Name, kind: site.Kind, product: o.manifest.Product, today: today}
	if site.Kind == "cloud" {
		b.book = emptyBook(site, seen.Machines())
	}
	return b.files(), nil
}

// pairedWith is the starter's workspace without one of its sites, with other names for
// both, and seen from a day.
func pairedWith(workspace []byte, without, day string, rename map[string]string) []byte {
	f, diags := hclwrite.ParseConfig(workspace, "workspace.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		panic(diags) // the file is part of the program
	}
	for _, b := range f.Body().Blocks() {
		switch {
		case b.Type() == "site" && b.Labels()[0] == without:
			f.Body().RemoveBlock(b)
		case b.Type() == "site", b.Type() == "link":
			renameLabels(b, rename)
		case b.Type() == "workspace":
			b.Body().SetAttributeValue("reference_site", cty.StringVal(rename["gke"]))
			b.Body().SetAttributeValue("as_of", cty.StringVal(day[:len(time.DateOnly)]))
		}
	}
	return hclwrite.Format(f.Bytes())
}

// renameLabels gives a block other names, and its prices by site, too.
func renameLabels(b *hclwrite.Block, rename map[string]string) {
	labels := b.Labels()
	for i, l := range labels {
		labels[i] = rename[l]
	}
	b.SetLabels(labels)
	egress := b.Body().GetAttribute("egress")
	if egress == nil {
		return
	}
	tokens := egress.Expr().BuildTokens(nil)
	for _, t := range tokens {
		if t.Type == hclsyntax.TokenIdent && rename[string(t.Bytes)] != "" {
			t.Type, t.Bytes = hclsyntax.TokenQuotedLit, fmt.Appendf(nil, "%q", rename[string(t.Bytes)])
		}
	}
	b.Body().SetAttributeRaw("egress", tokens)
}

// emptyBook is a price book of a cluster's machines to be filled in.
func emptyBook(site survey.Site, machines map[string]*survey.Pool) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Machines of the cluster %s. What they cost is not known to a cluster: put prices in,
# or let "berth prices import" make a book of Google's list and name it in the site.
price_book %q {
  source   = "none yet"
  date     = "2026-10-31"
  currency = "USD"
`, diag.Clean(site.Context), site.Prices)
	for _, name := range slices.Sorted(maps.Keys(machines)) {
		cpu, memory := machines[name].Size()
		fmt.Fprintf(&b, "\n  machine %q {\n    cpu    = %q\n    memory = %q\n    # hour = \"0.34 USD/h\"\n  }\n", name, cpu, memory)
	}
	b.WriteString("}\n")
	return hclwrite.Format(b.Bytes())
}
