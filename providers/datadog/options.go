package datadog

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/measure"
)

// DefaultPoints is how many points of one series a query may return: "a series can
// have up to 1500 points" (docs.datadoghq.com/dashboards/functions/rollup).
const DefaultPoints = 1500

// DefaultSite is where Datadog is for those who do not say.
const DefaultSite = "datadoghq.com"

// Options are what a source needs to know.
type Options struct {
	// Site is as in "datadoghq.eu"; "" is DefaultSite. URL, as in
	// "https://api.datadoghq.eu", wins over it.
	Site, URL string
	// APIKey and AppKey are the values of DD_API_KEY and DD_APP_KEY. They go into
	// headers and nowhere else.
	APIKey, AppKey string
	// Env is the environment whose service map Calls reads, as in "prod"; the value
	// of DD_ENV. "" means that there is none to read.
	Env string
	// Headers go with every call, for a proxy in between. Their values are never
	// shown.
	Headers map[string]string
	// Points of one series that a query may return; 0 is DefaultPoints.
	Points int
	// Limits bound what the source takes; the zero value is measure.DefaultLimits.
	Limits measure.Limits
	// Agent is the User-Agent header, "" for "berth".
	Agent string
	// Transport carries the calls; nil is Go's own.
	Transport http.RoundTripper
	// Now is the clock of Datadog's periods, and Wait a pause that ends early with its
	// context; nil are the machine's.
	Now  func() time.Time
	Wait func(ctx context.Context, d time.Duration) error
}

// New makes a source of options. What is wrong with them is an error that names the
// attribute or the variable, never a value that is secret.
func New(o Options) (*Source, error) {
	address, err := o.Address()
	if err != nil {
		return nil, err
	}
	for _, k := range []struct{ name, value string }{{"DD_API_KEY", o.APIKey}, {"DD_APP_KEY", o.AppKey}} {
		switch {
		case k.value == "":
			return nil, fmt.Errorf("%s is not set: Datadog answers to an API key and an application key, from the environment only", k.name)
		case !isKey(k.value):
			return nil, fmt.Errorf("%s has a space, a line break or another sign that no key of Datadog has: set it again", k.name)
		}
	}
	if o.Points < 0 {
		return nil, fmt.Errorf("points of a query are %d: give a positive number, or none for %d", o.Points, DefaultPoints)
	}
	o.fill()
	return &Source{
		o: o, address: address, client: newClient(o),
		hidden: o.secrets(), spans: map[string]span{},
	}, nil
}

// secrets are the values that nothing shows. A short header, as that of a tenant "42",
// would take every 42 out of what is shown, and is left.
func (o Options) secrets() secrets {
	out := secrets{o.APIKey, o.AppKey}
	for _, name := range slices.Sorted(maps.Keys(o.Headers)) {
		if v := o.Headers[name]; len(v) >= secretRun {
			out = append(out, v)
		}
	}
	return out
}

// fill puts defaults where nothing was said.
func (o *Options) fill() {
	d := measure.DefaultLimits()
	o.Points = positive(o.Points, DefaultPoints)
	o.Limits.Bytes = positive(o.Limits.Bytes, d.Bytes)
	o.Limits.Series = positive(o.Limits.Series, d.Series)
	o.Limits.Timeout = positive(o.Limits.Timeout, d.Timeout)
	o.Limits.Attempts = positive(o.Limits.Attempts, d.Attempts)
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
}

// Address is where the API is: scheme and host, and a path where a proxy has one. An
// error does not repeat what is no address.
func (o Options) Address() (string, error) {
	if o.URL == "" {
		site := o.Site
		if site == "" {
			site = DefaultSite
		}
		u, err := url.Parse("https://api." + site)
		if err != nil || u.Host != "api."+site || !strings.Contains(site, ".") {
			return "", fmt.Errorf("DD_SITE is a name such as %q or \"datadoghq.eu\", without https:// and without a path", DefaultSite)
		}
		return "https://api." + site, nil
	}
	u, err := url.Parse(o.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return "", fmt.Errorf("the url of a source at Datadog is as in \"https://api.%s\"", DefaultSite)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("the url of a source at Datadog has a user, a query or a fragment: leave it out; keys come from DD_API_KEY and DD_APP_KEY")
	}
	return strings.TrimRight(o.URL, "/"), nil
}

// isKey tells whether a key can stand in a header as it is.
func isKey(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

func positive[N int | int64 | time.Duration](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}

// wait pauses on the machine's clock.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
