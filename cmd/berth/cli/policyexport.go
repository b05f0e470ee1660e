package cli

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"sigs.k8s.io/yaml"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
	"berth.dev/policies/admission"
	"berth.dev/reports"
)

// exportOptions are the flags of policy export admission.
type exportOptions struct {
	app     *app
	load    loadOptions
	site    string
	enforce string
	plan    string
	out     string
	format  string
	strict  bool
	writing writing
}

func newPolicyExport(a *app) *cobra.Command {
	return group("export", "Write rules for others to enforce",
		`Write rules in the form of what enforces them where services run.`,
		`  berth policy export admission --site tokyo --out tokyo.yaml`,
		newPolicyExportAdmission(a, runPolicyExportAdmission),
	)
}

func newPolicyExportAdmission(a *app, run func(*exportOptions) error) *cobra.Command {
	o := &exportOptions{app: a}
	c := &cobra.Command{
		Use:   "admission [DIR]",
		Short: "Write rules as policies that a cluster enforces",
		Long: `Write the constraints and the checks over services as ValidatingAdmissionPolicies
of Kubernetes 1.30 or later, so that the cluster of a site refuses what berth check
refuses, whoever brings it there. Judged are workloads with the label
berth.dev/service in the namespaces of the workspace. What only the specs tell of a
service lies in a ConfigMap berth-services in each namespace; it is written too.

Rules that one workload and its site cannot decide, on money or on calls, are listed
with the reason; with --strict they end the command with exit code 4. Exceptions
that hold on the workspace's day are in the export, so export again each day, and
whenever the specs change.

Whoever applies the file decides what the cluster takes: it needs the right to write
ValidatingAdmissionPolicies, which no pipeline of a single service should have.`,
		Example: `  berth policy export admission --site tokyo --out tokyo.yaml
  berth policy export admission --site gke --enforce warn`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := o.check(c); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	f := c.Flags()
	f.StringVar(&o.site, "site", "", "the site whose cluster is told")
	f.StringVar(&o.enforce, "enforce", string(admission.Deny), "the most that happens: deny, warn or audit")
	f.StringVar(&o.plan, "plan", "", "take which services are hybrids from this plan's file instead of the decisions")
	f.StringVar(&o.out, "out", "", "file to write (default stdout)")
	_ = c.MarkFlagFilename("plan", "json") // fails for a flag that does not exist, and this one does
	f.BoolVar(&o.strict, "strict", false, "refuse where a rule cannot be told")
	o.writing.flag(c)
	formatFlag(c, &o.format, textAndJSON()...)
	complete(c, "enforce", admission.Enforcements()...)
	return c
}

// check refuses flags that say nothing.
func (o *exportOptions) check(c *cobra.Command) error {
	if o.site == "" {
		return misused(c.CommandPath(), "%s needs --site, the site whose cluster is told.", c.CommandPath())
	}
	if err := oneOf(c, "enforce", o.enforce, admission.Enforcements()...); err != nil {
		return err
	}
	if o.out == "" && o.format != reports.Text {
		return misused(c.CommandPath(), "Stdout holds the policies. Give --out to write them to a file and the list of rules to stdout.")
	}
	return oneOf(c, "format", o.format, textAndJSON()...)
}

func runPolicyExportAdmission(o *exportOptions) error {
	w, err := o.app.open(o.app.Context, o.load)
	if err != nil {
		return err
	}
	result, err := o.export(w)
	if err != nil {
		return err
	}
	if len(result.Objects) == 0 {
		return fmt.Errorf("%s: the workspace has no service, so there is nothing that a cluster could refuse", w.dir)
	}
	file, err := manifestsOf(w.saidOf(o.site), result)
	if err != nil {
		return err
	}
	if err := o.write(file, result); err != nil {
		return err
	}
	return o.verdict(result)
}

// export translates the rules.
func (o *exportOptions) export(w *workspace) (*admission.Result, error) {
	fleet := w.fleet()
	in := admission.Input{
		Suite: w.suite, Options: fleet.SiteOptions(o.site), Enforce: admission.Enforcement(o.enforce),
		Setting: policies.Setting{
			Currency: w.Settings.Currency.V, ReferenceSite: w.Settings.ReferenceSite.V, CostBasis: fleet.Basis(),
		},
	}
	if len(in.Options) == 0 {
		var names []string
		for _, s := range w.Sites {
			names = append(names, s.Name)
		}
		return nil, fmt.Errorf("the workspace has no site %q. %s", o.site, diag.Meant(o.site, names))
	}
	then, err := o.then(w, fleet)
	if err != nil {
		return nil, err
	}
	for _, s := range w.Services {
		in.Services = append(in.Services, admission.Service{
			Spec: s, Facts: check.Declared(fleet, s), Excused: w.excused(s),
			Hybrids: pairsOf(in.Options, s.RunsOn.V, then(s)),
		})
	}
	return admission.Export(in)
}

// manifestsOf writes an export as one file that kubectl applies from its beginning to
// its end, what a person must know before it first.
func manifestsOf(said string, result *admission.Result) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(said)
	for _, r := range result.Rules {
		if slices.Contains(result.Untold(), r.Name) {
			fmt.Fprintf(&out, "# Not told: %s %s: %s.\n", r.Kind, r.Name, r.Reason)
		}
	}
	for _, o := range result.Objects {
		text, err := yaml.Marshal(o)
		if err != nil {
			return nil, err
		}
		out.WriteString("---\n")
		out.Write(text)
	}
	return out.Bytes(), nil
}

// write puts the policies where they are wanted, and says what became of the rules.
func (o *exportOptions) write(file []byte, result *admission.Result) error {
	if o.out == "" {
		if _, err := o.app.out.Write(file); err != nil {
			return err
		}
		_, err := io.WriteString(o.app.Stderr, diag.Clean(toldOf(result)))
		return err
	}
	if err := o.writing.put(o.app.path(o.out), file); err != nil {
		return err
	}
	report := reports.Admission{Site: o.site, File: o.out}
	for _, r := range result.Rules {
		report.Rules = append(report.Rules, reports.AdmissionRule{
			Name: r.Name, Kind: r.Kind, Enforced: string(r.Enforced), Never: r.Never, Reason: r.Reason,
		})
	}
	return reports.WriteAdmission(o.app.out, o.app.style(o.format), report)
}

// toldOf counts the rules that the cluster is not told.
func toldOf(result *admission.Result) string {
	return fmt.Sprintf("%s cannot be told to a cluster; the top of the file says which and why.\n", plural(len(result.Untold()), "rule"))
}

// verdict refuses with --strict where a rule could not be told.
func (o *exportOptions) verdict(result *admission.Result) error {
	untold := result.Untold()
	if !o.strict || len(untold) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s cannot be told to a cluster: %s", errRefused, plural(len(untold), "rule"), strings.Join(untold, ", "))
}
