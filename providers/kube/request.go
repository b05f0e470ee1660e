package kube

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	utilnet "k8s.io/apimachinery/pkg/util/net"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

const (
	typeJSON  = "application/json"
	typePatch = "application/json-patch+json"
	// typeMeta asks for an object's metadata alone, typeMetaList for those of a list.
	typeMeta     = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
	typeMetaList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
)

// request is one request to the API server.
type request struct {
	// verb and ref say what is asked, for people.
	verb string
	ref  object.Ref

	method string
	path   string
	query  url.Values
	accept string
	body   []byte
	// content is the type of the body.
	content string
	// dry says that the server is asked to change nothing.
	dry bool
	// question says that the server stores nothing of what it is sent.
	question bool
	// evicts says that a pod is to go; bare that the request is about no object.
	evicts, bare bool
}

// what names the request in errors: "create Deployment ads/frontend".
func (q *request) what() string {
	s := q.verb + " " + q.ref.Kind
	if q.ref.Name != "" {
		s = q.verb + " " + q.ref.String()
	} else if q.ref.Namespace != "" {
		s += " in " + q.ref.Namespace
	}
	if q.dry {
		s += " (dry run)"
	}
	return s
}

// writes tells whether the request may change something.
func (q *request) writes() bool { return q.method != http.MethodGet && !q.dry && !q.question }

// secret tells whether what the server says of the request may hold a secret.
func (q *request) secret() bool { return q.ref.Kind == "Secret" }

// send does the request once, and hands a good answer's body to read.
func (c *Cluster) send(ctx context.Context, q *request, read func(io.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return &target.Fault{Class: target.Busy, What: q.what(), Says: "not sent: " + err.Error(), Cause: err}
	}
	inner, cancel, err := c.allow(ctx, q)
	if err != nil {
		return err
	}
	defer cancel()
	inner, stop := context.WithTimeout(inner, c.limit)
	defer stop()
	var sent atomic.Bool
	// Once a connection was handed to the request nobody can tell any more that
	// nothing was written: a cancelled request and its writer race.
	inner = httptrace.WithClientTrace(inner, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	res, err := c.http.Do(c.build(inner, q))
	if err != nil {
		return lost(ctx, q, err, sent.Load())
	}
	defer finish(res.Body)
	c.warnings(q, res.Header)
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return refused(q, res)
	}
	if err := read(res.Body); err != nil {
		return cut(ctx, q, err)
	}
	return nil
}

// allow asks for the permission that a write needs.
func (c *Cluster) allow(ctx context.Context, q *request) (context.Context, context.CancelFunc, error) {
	if c.permit == nil || !q.writes() {
		return ctx, func() {}, nil
	}
	inner, cancel, err := c.permit(ctx)
	if err != nil {
		return nil, nil, &target.Fault{Class: target.Broken, What: q.what(), Says: "not sent: " + err.Error(), Cause: err}
	}
	return inner, cancel, nil
}

// build makes the HTTP request.
func (c *Cluster) build(ctx context.Context, q *request) *http.Request {
	u := *c.base
	u.Path += q.path
	u.RawQuery = q.query.Encode()
	r := (&http.Request{Method: q.method, URL: &u, Host: u.Host, Header: http.Header{}}).WithContext(ctx)
	r.Header.Set("Accept", typeJSON)
	if q.accept != "" {
		r.Header.Set("Accept", q.accept)
	}
	if q.body != nil {
		r.Header.Set("Content-Type", q.content)
		r.ContentLength = int64(len(q.body))
		r.Body = io.NopCloser(bytes.NewReader(q.body))
	}
	return r
}

// finish reads what little is left of an answer, so that its connection can be used
// again.
func finish(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 64<<10)
	_ = body.Close()
}

// warnings passes on what the API server warns of. Of a secret it says only that
// there is something: the text may quote it.
func (c *Cluster) warnings(q *request, h http.Header) {
	if c.warn == nil || len(h["Warning"]) == 0 {
		return
	}
	list, _ := utilnet.ParseWarningHeaders(h["Warning"])
	for _, w := range list {
		if q.secret() {
			w.Text = "the API server warns; its words may hold the secret and are left out"
		}
		c.warn(q.what() + ": " + w.Text)
	}
}
