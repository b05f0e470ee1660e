package kube

import (
	"context"
	"net/http"
	"time"
)

// Options say which cluster is meant and how it is spoken to.
type Options struct {
	// Files are kubeconfig files, merged as kubectl does: of two that say the same,
	// the first counts. See [Files].
	Files []string
	// Context is the kubeconfig context, "" for the current one.
	Context string
	// Agent is the User-Agent header, "" for "berth".
	Agent string
	// Limit is how long one request may take; 0 is 30 seconds. The caller's own
	// deadline holds besides.
	Limit time.Duration
	// Warn is told what the API server warns of (an API on its way out, a field that
	// is written twice), with the request it is about. Nil ignores warnings.
	Warn func(text string)
	// Permit is asked right before each request that writes. The request runs under
	// the context it returns, and does not run where it returns an error. Nil lets
	// everything through. What only checks (a dry run, a read) is not asked for.
	Permit func(ctx context.Context) (context.Context, context.CancelFunc, error)
	// Wrap stands between the client and the network, for tests. Nil is nothing.
	Wrap func(http.RoundTripper) http.RoundTripper
}

// agent is the User-Agent where none is given.
const agent = "berth"

// limit is how long a request may take where nothing is said. An API server itself
// gives up after a minute.
const limit = 30 * time.Second
