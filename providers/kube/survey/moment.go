package survey

import (
	"fmt"
	"strings"

	"berth.dev/engine/unit"
	"berth.dev/providers/kube/usage"
	"berth.dev/providers/manifest"
)

// mostSilent is how many services are named one by one that ask for nothing.
const mostSilent = 5

// Moment says in sentences what the services use right now beside what they ask for:
// all together, and one by one those that do not say what they need. It is one moment,
// good for the order of magnitude and for nothing that is decided.
func Moment(services []manifest.Service, used []usage.Workload) []string {
	now := map[string]usage.Workload{}
	for _, w := range used {
		now[w.Namespace+"/"+w.Name] = w
	}
	var cpu, memory, askedCPU, askedMemory float64
	var silent []string
	known := 0
	for _, s := range services {
		_, path, _ := strings.Cut(s.Object, " ")
		w, ok := now[path]
		if !ok || w.Pods == 0 {
			continue
		}
		cores, coresSaid := unit.ParseCores(s.Replica.CPU.Value)
		bytes, bytesSaid := unit.ParseBytes(s.Replica.Memory.Value)
		if coresSaid != nil || bytesSaid != nil {
			silent = append(silent, fmt.Sprintf("%s does not say what it needs; its %s %s cores and %s in all right now",
				s.Name, copies(w.Pods), unit.Number(w.CPU), unit.FormatBytes(w.Memory)))
			continue
		}
		known++
		cpu, memory = cpu+w.CPU, memory+w.Memory
		askedCPU, askedMemory = askedCPU+cores*float64(w.Pods), askedMemory+bytes*float64(w.Pods)
	}
	var out []string
	if known > 0 {
		out = append(out, fmt.Sprintf("%s and %s right now, of %s cores and %s that they ask for; it is one moment, and berth measure tells of a month",
			use(known, unit.Number(cpu)+" cores"), unit.FormatBytes(memory), unit.Number(askedCPU), unit.FormatBytes(askedMemory)))
	}
	if n := len(silent); n > mostSilent {
		silent = append(silent[:mostSilent], fmt.Sprintf("%s more do not say what they need", plural(n-mostSilent, "service")))
	}
	return append(out, silent...)
}

func copies(n int) string {
	if n == 1 {
		return "1 pod uses"
	}
	return fmt.Sprintf("%d pods use", n)
}

func use(services int, what string) string {
	if services == 1 {
		return "1 service uses " + what
	}
	return fmt.Sprintf("%d services use %s", services, what)
}
