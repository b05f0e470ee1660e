package shop_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	// onACluster are the README's commands that need one.
	onACluster = regexp.MustCompile("(?ms)^```sh on-a-cluster\n(.*?)^```$")
	// metricsBlock is its metrics block.
	metricsBlock = regexp.MustCompile("(?ms)^```hcl\n(metrics .*?)^```$")
)

// readme is what the README says of the ten minutes: the command before the metrics
// block, the block, and the commands after it.
type readme struct {
	first   []string
	metrics string
	then    [][]string
}

func readReadme(t testing.TB) (r readme) {
	t.Helper()
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks, metrics := onACluster.FindAllStringSubmatch(string(text), -1), metricsBlock.FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 2 || len(metrics) != 1 {
		t.Fatalf("%d blocks of commands and %d of metrics", len(blocks), len(metrics))
	}
	for _, b := range blocks {
		for line := range strings.Lines(b[1]) {
			words, is := strings.CutPrefix(strings.TrimSpace(line), "berth ")
			if !is {
				t.Fatalf("no way to run %q", line)
			}
			r.then = append(r.then, strings.Fields(words))
		}
	}
	r.first, r.metrics, r.then = r.then[0], metrics[0][1], r.then[1:]
	return r
}
