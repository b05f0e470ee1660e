package kube

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"berth.dev/engine/object"
)

// Ready asks the API server whether it is ready to serve. Any answer but its own "ok" is
// a *target.Fault, which names the checks that fail, where it does.
func (c *Cluster) Ready(ctx context.Context) error {
	q := &request{verb: "ask the API server", ref: object.Ref{Kind: "whether it is ready"}, method: http.MethodGet, path: "/readyz", bare: true}
	return c.send(ctx, q, func(r io.Reader) error {
		text, err := io.ReadAll(io.LimitReader(r, maxWords))
		if err != nil {
			return err
		}
		if words := strings.TrimSpace(string(text)); words != "ok" {
			return errors.New("it is not an API server's word that it is ready")
		}
		return nil
	})
}

// Version asks the API server for its version, as in "v1.36.2+k0s.0".
func (c *Cluster) Version(ctx context.Context) (string, error) {
	var v struct{ GitVersion string }
	q := &request{verb: "ask the API server", ref: object.Ref{Kind: "for its version"}, method: http.MethodGet, path: "/version", bare: true}
	err := c.send(ctx, q, func(r io.Reader) error {
		if err := json.NewDecoder(io.LimitReader(r, maxRefusal)).Decode(&v); err != nil {
			return err
		}
		if v.GitVersion == "" {
			return errors.New("it names no version")
		}
		return nil
	})
	return v.GitVersion, err
}

// failing are the checks of an API server that is not ready, by its own list of them:
// there are some forty, and all but one or two are well.
func failing(text string) string {
	var bad []string
	for line := range strings.Lines(text) {
		if check, is := strings.CutPrefix(line, "[-]"); is {
			bad = append(bad, strings.TrimSpace(check))
		}
	}
	return strings.Join(bad, "; ")
}
