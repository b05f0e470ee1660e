package kube

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"berth.dev/engine/object"
)

// Page is a page of a list that package object has no kind for, or of which only a few
// fields are wanted.
type Page struct {
	// Kind names it in errors, as in "PodMetrics"; Path is where the API server has it,
	// such as "/apis/metrics.k8s.io/v1beta1/pods".
	Kind, Path string
	Query      url.Values
	// Names asks for the metadata of the objects alone.
	Names bool
}

// Read asks for a page and hands the body of a good answer to read, whose error it
// returns as that of an answer that was cut short.
func (c *Cluster) Read(ctx context.Context, p Page, read func(io.Reader) error) error {
	q := &request{verb: "list", ref: object.Ref{Kind: p.Kind}, method: http.MethodGet, path: p.Path, query: p.Query}
	if p.Names {
		q.accept = typeMetaList
	}
	return c.send(ctx, q, read)
}
