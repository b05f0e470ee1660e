package cluster

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"berth.dev/providers/providertest/program"
)

// process is one part of a control plane. It is killed in the end: what it holds is
// thrown away, and an API server takes seconds to end by itself.
type process struct {
	*program.Process
	name string
}

// launch starts a part; its output goes to a file.
func launch(path, log, name string, args ...string) (*process, error) {
	p, err := program.Launch(path, log, append([]string{name}, args...)...)
	return &process{p, name}, err
}

// answers waits until a URL of the process answers with 200.
func (p *process) answers(ctx context.Context, client *http.Client, url string) error {
	for {
		said := ""
		answer, err := client.Get(url)
		switch {
		case err != nil:
			said = err.Error()
		default:
			said = answer.Status
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.Ended():
			return fmt.Errorf("%s ended: %s", p.name, p.Logged())
		case <-ctx.Done():
			return fmt.Errorf("%s: %w; it says %q", p.name, ctx.Err(), said)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
