package kube

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"k8s.io/client-go/rest"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

const (
	dialLimit = 10 * time.Second
	keepAlive = 30 * time.Second
)

// Cluster is a cluster behind an API server. It is a [target.Target], and has the
// powers [Taker] and [Finder] besides. Its methods may be called from several
// goroutines.
type Cluster struct {
	http   *http.Client
	base   *url.URL
	limit  time.Duration
	warn   func(string)
	permit func(context.Context) (context.Context, context.CancelFunc, error)
	// settled are the UIDs of objects that the last answer showed to be settled (see
	// isSettled).
	settled sync.Map
}

// Server is the address of the API server, for messages.
func (c *Cluster) Server() string { return c.base.Redacted() }

// Taker is a target that can make fields of other managers berth's. Whoever adopts
// an object asks for it, right before the [target.Writer] Apply that adopts.
type Taker interface {
	// TakeOver makes what the managers own by operations other than apply berth's own,
	// as if berth had applied it, and changes nothing else. It is of class Conflict
	// where the object is another one than uid says, or changes meanwhile. What other
	// managers own by apply cannot be taken.
	TakeOver(ctx context.Context, ref object.Ref, uid string, managers []string) (object.Object, error)
}

// Finder is a target that can say that an object exists without reading what is in
// it: how references to secrets are checked.
type Finder interface {
	// Exists returns an object's metadata alone, nil where there is no such object.
	Exists(ctx context.Context, ref object.Ref) (object.Object, error)
}

var (
	_ target.Target = (*Cluster)(nil)
	_ Taker         = (*Cluster)(nil)
	_ Finder        = (*Cluster)(nil)
)

// Open makes a client for the cluster of a kubeconfig context. It reads files and
// sends nothing.
func Open(o Options) (*Cluster, error) {
	config, err := configure(o)
	if err != nil {
		return nil, err
	}
	c, err := OpenConfig(config, o)
	if err != nil {
		return nil, fmt.Errorf("context %s: %w", o.Context, err)
	}
	return c, nil
}

// OpenConfig makes a client for the cluster of a connection's settings, which no file
// has: a provider's own, or those of [Kubeconfig]. It does not change them, leaves
// o.Files and o.Context unread, and sends nothing.
func OpenConfig(config *rest.Config, o Options) (*Cluster, error) {
	config = dress(config, o)
	base, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return nil, fmt.Errorf("its server is no address: %w", err)
	}
	base.Path = strings.TrimSuffix(base.Path, "/")
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, err
	}
	// A redirect would send a write twice, or somewhere else.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c := &Cluster{http: client, base: base, limit: o.Limit, warn: o.Warn, permit: o.Permit}
	if c.limit == 0 {
		c.limit = limit
	}
	return c, nil
}

// dress copies a connection's settings and adds how berth speaks.
func dress(config *rest.Config, o Options) *rest.Config {
	r := rest.CopyConfig(config)
	if o.Agent != "" {
		r.UserAgent = o.Agent
	}
	if r.UserAgent == "" {
		r.UserAgent = agent
	}
	// A dialer of its own gives each cluster connections of its own: client-go would
	// share Go's default transport for plain HTTP, which keeps two of them.
	if r.Dial == nil && r.Transport == nil {
		r.Dial = (&net.Dialer{Timeout: dialLimit, KeepAlive: keepAlive}).DialContext
	}
	r.DisableCompression = isLoopback(r.Host)
	if o.Wrap != nil {
		r.Wrap(o.Wrap)
	}
	return r
}
