package gke

import (
	"fmt"
	"strings"

	"berth.dev/engine/object"
)

// Unfit says what of an object Autopilot would refuse, in words for a person; none where
// it takes it, and for kinds that have no pods. It knows the rules that every Autopilot
// cluster has; those of a project's own policies are seen in a dry run.
func Unfit(o object.Object) []string {
	pod := podOf(o)
	if pod == nil {
		return nil
	}
	var out []string
	say := func(format string, args ...any) {
		out = append(out, o.Ref().String()+": "+fmt.Sprintf(format, args...)+", which Autopilot refuses")
	}
	for _, word := range []string{"hostNetwork", "hostPID", "hostIPC"} {
		if pod[word] == true {
			say("its pods have %s", word)
		}
	}
	for _, v := range members(pod["volumes"]) {
		if host, ok := v["hostPath"].(map[string]any); ok && !isLog(host["path"]) {
			say("its volume %v is the node's folder %v", v["name"], host["path"])
		}
	}
	for _, list := range []string{"initContainers", "containers"} {
		for _, c := range members(pod[list]) {
			if security, _ := c["securityContext"].(map[string]any); security["privileged"] == true {
				say("its container %v is privileged", c["name"])
			}
			for _, p := range members(c["ports"]) {
				if p["hostPort"] != nil {
					say("its container %v takes the node's port %v", c["name"], p["hostPort"])
				}
			}
		}
	}
	return out
}

// isLog tells whether a folder of the node is one that Autopilot lets pods read.
func isLog(path any) bool {
	text, _ := path.(string)
	return (text == "/var/log" || strings.HasPrefix(text, "/var/log/")) && !strings.Contains(text, "..")
}

// podOf is the spec of an object's pods, nil for none.
func podOf(o object.Object) map[string]any {
	path := map[string][]string{
		"Pod": {"spec"}, "CronJob": {"spec", "jobTemplate", "spec", "template", "spec"},
		"Deployment": {"spec", "template", "spec"}, "StatefulSet": {"spec", "template", "spec"},
		"DaemonSet": {"spec", "template", "spec"}, "Job": {"spec", "template", "spec"},
	}[o.Ref().Kind]
	if path == nil {
		return nil
	}
	pod, _ := o.At(path...).(map[string]any)
	return pod
}

// members are the objects of a list.
func members(v any) (out []map[string]any) {
	list, _ := v.([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
