package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// machine says in a sentence where the figures come from.
func machine() string {
	return fmt.Sprintf("%d cores, %s, %s %s/%s%s.\n", runtime.NumCPU(), model(), runtime.Version(), runtime.GOOS, runtime.GOARCH, load())
}

// model is the processor's name, as Linux tells it.
func model() string {
	if name := labelled("/proc/cpuinfo", "model name"); name != "" {
		return name
	}
	return "processor unknown"
}

// peak is the most memory that this process has held, in bytes, as Linux tells it. The
// usage that a parent reads of its child would do, but it counts in what the parent
// held when it started the child.
func peak() int64 {
	kib, err := strconv.ParseInt(strings.TrimSuffix(labelled("/proc/self/status", "VmHWM"), " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return kib << 10
}

// labelled is what follows the first such label and a colon in a file, nothing where
// there is none.
func labelled(file, label string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == label {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// load is how much else the machine was doing, as Linux tells it.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	if fields := strings.Fields(string(text)); len(fields) > 0 {
		return ", load " + fields[0] + " before the first run"
	}
	return ""
}
