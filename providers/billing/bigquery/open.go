package bigquery

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/auth/credentials"
	"cloud.google.com/go/bigquery"
	"google.golang.org/api/option"
)

// What options leave unset.
const (
	// DefaultMostBytes is what one query may read: 100 GiB.
	DefaultMostBytes = 100 << 30
	// DefaultTimeout is how long one bill may take, retries and all.
	DefaultTimeout = 15 * time.Minute
)

// Options say how BigQuery is spoken to. Project must be set; all else has a default.
type Options struct {
	// Project is the one that runs the queries and pays for them.
	Project string
	// Location is where the queries run; "" for where the bill's table lies.
	Location string
	// MostBytes is how many bytes a query may bill; 0 for [DefaultMostBytes].
	MostBytes int64
	// Timeout ends the reading of one bill; 0 for [DefaultTimeout].
	Timeout time.Duration
	// Job names jobs; nil draws names by chance. A name must never come twice.
	Job func() string
	// Progress is told what is being done, in words; nil for nobody.
	Progress func(words string)
	// ClientOptions take the place of Application Default Credentials and come after what
	// this package sets: another endpoint and a token, for tests.
	ClientOptions []option.ClientOption
}

const (
	// scope is the right that a token is asked for. BigQuery has no smaller one with which
	// queries can be run.
	scope = "https://www.googleapis.com/auth/bigquery"
	// universe and endpoint are written down so that no variable of the environment can
	// send a token to another host.
	universe = "googleapis.com"
	endpoint = "https://bigquery.googleapis.com/bigquery/v2/"
)

// Reader reads bills in BigQuery. It may be used by several goroutines.
type Reader struct {
	client  *bigquery.Client
	options Options
}

// Open makes a reader. It reads credentials from where Google's libraries find them, and
// sends nothing: a token is asked for with the first query.
func Open(ctx context.Context, o Options) (*Reader, error) {
	if err := checkProject(o.Project); err != nil {
		return nil, err
	}
	if o.MostBytes < 0 || o.Timeout < 0 {
		return nil, errors.New("BigQuery: the most bytes and the longest time of a query are not negative")
	}
	if o.MostBytes == 0 {
		o.MostBytes = DefaultMostBytes
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Job == nil {
		o.Job = drawn
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	list := []option.ClientOption{option.WithEndpoint(endpoint), option.WithUniverseDomain(universe), option.WithUserAgent("berth")}
	if len(o.ClientOptions) == 0 {
		creds, err := credentials.DetectDefault(&credentials.DetectOptions{Scopes: []string{scope}})
		if err != nil {
			return nil, fmt.Errorf("BigQuery: no credentials for Google Cloud (%w). Log in with `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS", err)
		}
		list = append(list, option.WithAuthCredentials(creds))
	}
	client, err := bigquery.NewClient(ctx, o.Project, append(list, o.ClientOptions...)...)
	if err != nil {
		return nil, fmt.Errorf("BigQuery: %w", err)
	}
	return &Reader{client, o}, nil
}

// Close ends the connections.
func (r *Reader) Close() error { return r.client.Close() }
