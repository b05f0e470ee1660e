package cli

import (
	"fmt"

	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
)

// writeServices writes what an import made of services, and tells what became of it.
func (m *importMerge) writeServices(from string, result *manifest.Result, product string) error {
	if err := readable(result.HCL); err != nil {
		return err
	}
	if err := m.write(imported{from: from, files: specsOf(result), starter: starters(product)}); err != nil {
		return err
	}
	if err := m.app.out.Flush(); err != nil {
		return err
	}
	m.app.sayImported(result, result.Skipped)
	return nil
}

// roomy is how much of the size that a file may have an import fills: people add to it,
// and later imports do.
const roomy = 0.75

// specsOf are the files of an import: almost always there is one.
func specsOf(result *manifest.Result) (files []spec.Source) {
	limit := int(roomy * float64(spec.DefaultLimits().FileBytes))
	for i, part := range result.Parts(limit) {
		name := "services.hcl"
		if i > 0 {
			name = fmt.Sprintf("services-%d.hcl", i+1)
		}
		files = append(files, spec.Source{Name: name, Bytes: part})
	}
	return files
}

// starters are the files that init writes, with the product that the services belong to.
func starters(product string) []spec.Source {
	return []spec.Source{
		{Name: "workspace.hcl", Bytes: withProduct(starter("workspace.hcl"), product)},
		{Name: "prices.hcl", Bytes: starter("prices.hcl")},
	}
}
