package cluster

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"berth.dev/providers/providertest/program"
)

// Ask sends one request as the administrator and returns what was answered; an answer
// of 300 or above is an error. The body may be JSON or YAML.
func (c *Cluster) Ask(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/yaml")
	request.Header.Set("Accept", "application/json")
	answer, err := c.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, program.Tail(text))
	}
	return text, nil
}

// Kubectl runs kubectl of the cluster's own version with a kubeconfig ("" is the
// administrator's) and returns all that it wrote; its failure is an error that says
// the same.
func (c *Cluster) Kubectl(ctx context.Context, kubeconfig, stdin string, args ...string) (string, error) {
	if kubeconfig == "" {
		kubeconfig = c.admin
	}
	cmd := exec.CommandContext(ctx, c.program, append([]string{"kubectl", "--kubeconfig=" + kubeconfig, "--cache-dir=" + c.file("cache")}, args...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "KUBECONFIG=") })
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, program.Tail(out))
	}
	return string(out), nil
}

// Until asks again and again until the answer is yes, or an error, or the context ends.
func Until(ctx context.Context, ask func() (bool, error)) error {
	for {
		if yes, err := ask(); yes || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
