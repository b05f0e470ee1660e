package gke

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"cloud.google.com/go/auth"
	"cloud.google.com/go/auth/credentials"
	container "cloud.google.com/go/container/apiv1"
	"google.golang.org/api/option"

	"berth.dev/engine/drain"
)

// Options say how Google is spoken to. The zero value is the real API with Application
// Default Credentials.
type Options struct {
	// ClientOptions take the place of Application Default Credentials and come after what
	// this package sets: another endpoint and a token, for tests.
	ClientOptions []option.ClientOption
	// Token gives the token that a cluster's own API gets; nil takes Application Default
	// Credentials, or nothing where ClientOptions are set.
	Token func(context.Context) (string, error)
	// Roots are certificates that sign a DNS endpoint, in PEM; nil trusts the machine's,
	// as Google's are signed by public authorities.
	Roots []byte
	// Clock is the time; nil is the machine's.
	Clock drain.Clock
	// Chance spreads retries: a number from 0 to below 1; nil draws one.
	Chance func() float64
}

// Client speaks to the Kubernetes Engine API. Its methods may be called from several
// goroutines.
type Client struct {
	api    *container.ClusterManagerClient
	token  func(context.Context) (string, error)
	roots  []byte
	clock  drain.Clock
	chance func() float64
}

const (
	// scope is the one that the API and clusters' own ask for.
	scope = "https://www.googleapis.com/auth/cloud-platform"
	// universe and endpoint are written down so that no variable of the environment can
	// send a token to another host.
	universe = "googleapis.com"
	endpoint = "container.googleapis.com:443"
)

// Open makes a client. It reads credentials from where Google's libraries find them, and
// sends nothing: a token is asked for with the first call.
func Open(ctx context.Context, o Options) (*Client, error) {
	c := &Client{token: o.Token, roots: o.Roots, clock: o.Clock, chance: o.Chance}
	list := []option.ClientOption{option.WithEndpoint(endpoint), option.WithUniverseDomain(universe), option.WithUserAgent("berth")}
	if len(o.ClientOptions) == 0 {
		creds, err := credentials.DetectDefault(&credentials.DetectOptions{Scopes: []string{scope}})
		if err != nil {
			return nil, fmt.Errorf("GKE: no credentials for Google Cloud (%w). Log in with `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS", err)
		}
		list = append(list, option.WithAuthCredentials(creds))
		if c.token == nil {
			c.token = tokenOf(creds)
		}
	}
	if c.token == nil {
		c.token = func(context.Context) (string, error) {
			return "", errors.New("GKE: no token for the cluster's API was handed in")
		}
	}
	if c.clock == nil {
		c.clock = drain.MachineClock{}
	}
	if c.chance == nil {
		c.chance = rand.Float64
	}
	api, err := container.NewClusterManagerClient(ctx, append(list, o.ClientOptions...)...)
	if err != nil {
		return nil, fmt.Errorf("GKE: %w", err)
	}
	c.api = api
	return c, nil
}

// Close ends the connections.
func (c *Client) Close() error { return c.api.Close() }

// tokenOf gives the tokens of credentials.
func tokenOf(creds *auth.Credentials) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		t, err := creds.Token(ctx)
		if err != nil {
			return "", fmt.Errorf("GKE: no token: %w", err)
		}
		return t.Value, nil
	}
}
