package gkefake

import (
	"bytes"
	"context"
	_ "embed"
	"strings"
	"text/template"

	"berth.dev/providers/providertest/cluster"
)

// autopilotPolicies are how Autopilot changes and refuses what is written, as a template
// over workloads.
//
//go:embed autopilot.yaml
var autopilotPolicies string

// workload are kinds whose pods stand at the same path.
type workload struct{ Name, Groups, Operations, Resources, Path string }

// workloads are all kinds that Autopilot looks at.
func workloads() []workload {
	return []workload{
		{"pods", `""`, "CREATE", "pods", "spec"},
		{"templates", "apps, batch", "CREATE, UPDATE", "deployments, statefulsets, daemonsets, jobs", "spec.template.spec"},
		{"cronjobs", "batch", "CREATE, UPDATE", "cronjobs", "spec.jobTemplate.spec.template.spec"},
	}
}

// Open begins the nested values of an expression that lead to the pod, as in
// "spec: Object.spec{".
func (w workload) Open() string {
	path := ""
	var out strings.Builder
	for field := range strings.SplitSeq(w.Path, ".") {
		path += "." + field
		out.WriteString(field + ": Object" + path + "{")
	}
	return out.String()
}

// Close ends what Open began.
func (w workload) Close() string { return strings.Repeat("}", strings.Count(w.Path, ".")+1) }

// prepare makes a control plane treat workloads as Autopilot does, where that is the
// cluster's mode.
func (p *real) prepare(ctx context.Context, c *kubernetes) error {
	if !c.autopilot() {
		return nil
	}
	parsed, err := template.New("autopilot").Parse(autopilotPolicies)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, workloads()); err != nil {
		return err
	}
	if _, err := p.cluster.Kubectl(ctx, "", out.String(), "apply", "-f", "-"); err != nil {
		return err
	}
	// Policies are in force some time after they are made.
	return cluster.Until(ctx, func() (bool, error) {
		for _, probe := range []string{"mutated", "refused"} {
			said, err := p.cluster.Kubectl(ctx, "", probes[probe], "create", "-o", "yaml", "--dry-run=server", "-f", "-")
			if probe == "mutated" && !strings.Contains(said, "ephemeral-storage") || probe == "refused" && (err == nil || !strings.Contains(said, "Warden")) {
				return false, nil
			}
		}
		return true, nil
	})
}

// probes are CronJobs, whose policies are made last, that show whether these are in force.
var probes = map[string]string{
	"mutated": probe("{name: a, image: a}"),
	"refused": probe("{name: a, image: a, securityContext: {privileged: true}}"),
}

func probe(container string) string {
	return `{apiVersion: batch/v1, kind: CronJob, metadata: {name: probe, namespace: default}, spec: {schedule: "0 0 1 1 *",
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [` + container + `]}}}}}}`
}
