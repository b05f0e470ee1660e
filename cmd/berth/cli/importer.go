package cli

import (
	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
)

func newImport(a *app) *cobra.Command {
	return group("import", "Make specs of what you have",
		`Make specs of services, sites and prices out of what you have already.`,
		`  berth import kubernetes manifests
  berth import kubernetes --context admin@tokyo --country JP --out shop`,
		newImportKubernetes(a, runImportKubernetes),
		newImportGKE(a, runImportGKE),
		newImportK0sctl(a, runImportK0sctl),
		newImportInventory(a, runImportInventory),
		newImportScore(a, runImportScore),
		newImportCompose(a, runImportCompose),
		newImportOpenCost(a, runImportOpenCost))
}

// readable refuses specs that berth itself would not read, as when a name given
// on the command line is none.
func readable(hcl []byte) error {
	l := spec.DefaultLimits()
	l.FileBytes = max(l.FileBytes, len(hcl)) // it is written in parts
	file := spec.Source{Name: "services.hcl", Bytes: hcl}
	_, diags := spec.Parse([]spec.Source{file}, spec.Options{Limits: l, Fragment: true})
	if diags.HasErrors() {
		return &diagError{list: diags[:1], sources: map[string][]byte{file.Name: hcl}}
	}
	return nil
}

// hasWorkspace tells whether some file has the workspace block.
func hasWorkspace(files []spec.Source) bool {
	w, _ := spec.Parse(files, spec.Options{Fragment: true})
	return w.Settings.Set()
}

// checkTogether validates a folder as it will be.
func checkTogether(there, files []spec.Source) error {
	after := append([]spec.Source(nil), files...)
	for _, old := range there {
		written := false
		for _, f := range files {
			written = written || f.Name == old.Name
		}
		if !written {
			after = append(after, old)
		}
	}
	w, diags := spec.Parse(after, spec.Options{})
	if !diags.HasErrors() {
		return nil
	}
	return &diagError{
		list: diags, sources: sourcesOf(w),
		then: "The folder would not validate with what was imported; nothing was written.",
	}
}
