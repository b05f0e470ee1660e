package usage

import (
	"regexp"
	"strings"
)

// pod is what is read of a pod.
type pod struct {
	Metadata struct {
		Namespace string            `json:"namespace"`
		Name      string            `json:"name"`
		Labels    map[string]string `json:"labels"`
		Owners    []owner           `json:"ownerReferences"`
	} `json:"metadata"`
}

// owner is who made a pod.
type owner struct {
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Controller bool   `json:"controller"`
}

// minute is what a CronJob puts behind its name for a job: the minute since 1970 at
// which it was due.
var minute = regexp.MustCompile(`-\d{7,10}$`)

// workload is the name of the workload that a pod is of.
func (p pod) workload() string {
	for _, o := range p.Metadata.Owners {
		if !o.Controller {
			continue
		}
		switch o.Kind {
		case "ReplicaSet":
			if hash := p.Metadata.Labels["pod-template-hash"]; hash != "" {
				return strings.TrimSuffix(o.Name, "-"+hash)
			}
		case "Job":
			return minute.ReplaceAllString(o.Name, "")
		}
		return o.Name
	}
	return p.Metadata.Name
}
