package spec

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// longestStep is the most that points may be apart: a day, so that each day of a
// snapshot has one.
const longestStep = 24 * 3600

// metricsAlone checks a source of measurements without the rest of the workspace: who
// measures takes no more. Sets are checked by whoever has them.
func (c *checker) metricsAlone(m *Metrics) {
	c.metricsAddress(m)
	c.metricsTimes(m)
	c.metricsQueries(m)
	c.metricsHeaders(m)
	c.metricsAuth(m)
}

// longestSpan is how far back a source may be asked, and how long it may take: what is
// longer is no length that a clock counts.
const longestSpan = 10 * 366 * 24 * 3600

// metrics checks a source of measurements in its workspace.
func (c *checker) metrics(m *Metrics) {
	c.metricsAlone(m)
	for _, name := range sortedKeys(m.Names.V) {
		if to := m.Names.V[name]; to != InternetCall && c.w.Service(to) == nil && c.w.Endpoint(to) == nil {
			c.refName(m.Names.Origin, to, "endpoint or service")
		}
	}
}

// metricsAddress checks where the source is, and that each kind has its own words.
func (c *checker) metricsAddress(m *Metrics) {
	foreign := func(at Origin, word, kinds string) {
		if at.Set() {
			c.errorf(CodeCombination, at, "Word of another kind", `%s goes with kind = %s. Remove it, or change the kind.`, word, kinds)
		}
	}
	switch m.Kind.V {
	case metricsPrometheus:
		if !m.URL.Set() {
			c.missing(m.Origin, "url", "Source without an address", `Say where the server is, as in url = "https://prometheus.example" (of Mimir with its path, "/prometheus").`)
		}
	case metricsKubernetes:
		if !m.Context.Set() {
			c.missing(m.Origin, "context", "Source without an address", `Say which cluster is meant, as in context = "tokyo": a context of the kubeconfig.`)
		}
		foreign(m.URL.Origin, "url", `"prometheus" or "datadog"`)
		foreign(m.Sets.Origin, "sets", `"prometheus" or "datadog"`)
		foreign(m.Queries.Origin, "queries", `"prometheus" or "datadog"`)
		foreign(m.Headers.Origin, "headers", `"prometheus" or "datadog"`)
		foreign(m.HeadersEnv.Origin, "headers_env", `"prometheus" or "datadog"`)
	}
	if m.Kind.V != metricsKubernetes {
		foreign(m.Context.Origin, "context", `"kubernetes"`)
	}
	if m.Kind.Set() && m.Kind.V != metricsPrometheus {
		foreign(m.Match.Origin, "match", `"prometheus"`)
	}
	if m.Auth != nil && m.Kind.Set() && m.Kind.V != metricsPrometheus {
		c.errorf(CodeCombination, m.Auth.Origin, "Word of another kind",
			"auth goes with kind = \"prometheus\". Keys of Datadog are read from DD_API_KEY and DD_APP_KEY, those of clusters from the kubeconfig.")
	}
	c.metricsURL(m)
}

// metricsURL checks the address itself. What may hold a password is not cited.
func (c *checker) metricsURL(m *Metrics) {
	if !m.URL.Set() {
		return
	}
	u, err := url.Parse(m.URL.V)
	switch {
	case err == nil && u.User != nil, strings.Contains(m.URL.V, "@"):
		c.errorf(CodeCombination, m.Origin, "Secret in a spec", "The url of metrics %q names a user or password. Remove them, and write auth { user = …, password_env = … }.", m.Name)
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		c.errorf(CodeForm, m.URL.Origin, "Not an address", `A url begins with http:// or https:// and a host, as in "https://prometheus.example".`)
	case u.RawQuery != "" || u.Fragment != "":
		c.errorf(CodeForm, m.URL.Origin, "Not an address", "A url ends before ? and #: it is where the server's API begins. What goes with every call are headers.")
	}
}

// metricsTimes checks the lengths of time against each other.
func (c *checker) metricsTimes(m *Metrics) {
	c.positive(m.Window, "window", "there would be nothing to read")
	c.positive(m.Step, "step", "points would stand on one another")
	c.positive(m.MaxAge, "max_age", "every measurement would be too old")
	c.positive(m.Timeout, "timeout", "no call could be answered")
	c.positive(m.Deadline, "deadline", "no call could be answered")
	for _, span := range []struct {
		of   Value[float64]
		name string
	}{{m.Window, "window"}, {m.Timeout, "timeout"}, {m.Deadline, "deadline"}} {
		if span.of.V > longestSpan {
			c.errorf(CodeForm, span.of.Origin, "Too long", `%s is at most ten years, as in "3650d".`, span.name)
		}
	}
	step := m.Step.Or(DefaultMetricsStep)
	if step > 0 && (step != float64(int64(step)) || step > longestStep) {
		c.errorf(CodeForm, m.Step.Origin, "Step off the grid", `step is in whole seconds and at most a day, as in "5m".`)
	}
	c.noLess(m.Window, "window", DefaultMetricsWindow, m.Step, "step", DefaultMetricsStep)
	c.noLess(m.Deadline, "deadline", DefaultMetricsDeadline, m.Timeout, "timeout", DefaultMetricsTimeout)
}

// noLess checks that of two lengths of time, either of which may be left to its default,
// the one that holds the other is no shorter.
func (c *checker) noLess(long Value[float64], name string, usual float64, short Value[float64], within string, usualWithin float64) {
	a, b := long.Or(usual), short.Or(usualWithin)
	if a >= b || a <= 0 || b <= 0 {
		return
	}
	at := long.Origin
	if !at.Set() {
		at = short.Origin
	}
	c.errorf(CodeCombination, at, "Too short", "%s is %g s and %s is %g s: raise the one or lower the other.", name, a, within, b)
}

// metricsQueries checks what is asked.
func (c *checker) metricsQueries(m *Metrics) {
	for _, kind := range sortedKeys(m.Queries.V) {
		if !slices.Contains(measured(), kind) {
			c.refOneOf(m.Queries.Origin, kind, "kind of query", measured())
		} else if strings.TrimSpace(m.Queries.V[kind]) == "" {
			c.errorf(CodeForm, m.Queries.Origin, "Query of nothing", "The query for %q is empty. Write one, or leave the line out.", kind)
		}
	}
	known := []string{"service", "from", "to"}
	for _, label := range sortedKeys(m.Labels.V) {
		if !slices.Contains(known, label) {
			c.refOneOf(m.Labels.Origin, label, "label", known)
		} else if m.Labels.V[label] == "" {
			c.errorf(CodeForm, m.Labels.Origin, "Label without a name", "Say which label of the answers holds %q, or leave the line out.", label)
		}
	}
	for _, label := range sortedKeys(m.Match.V) {
		if !labelName.MatchString(label) {
			c.errorf(CodeForm, m.Match.Origin, "Not a label", "%q is no name of a label. Write one as in match = { namespace = \"shop\" }.", shorten(label))
		}
	}
	if m.Labels.Set() && !m.Queries.Set() && !c.wrongly[wordAt{m.file, m.start, "queries"}] {
		c.errorf(CodeCombination, m.Labels.Origin, "Labels of nothing", "labels go with queries: ready-made sets know their own.")
	}
}

// labelName is what Prometheus lets a label be called.
var labelName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// secretHeader tells which headers hold what nobody should read in a spec.
var secretHeader = regexp.MustCompile(`(?i)^(proxy-)?authorization$|cookie|token|secret|passw|api-?key|application-?key|credential`)

// headerName is what may be written for a header's name.
var headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// metricsHeaders checks what goes with every call. Their values are never cited.
func (c *checker) metricsHeaders(m *Metrics) {
	seen := map[string]bool{}
	header := func(at Origin, name string) {
		if !headerName.MatchString(name) {
			c.errorf(CodeForm, at, "Not a header", "%q is no name of a header. Write one as in X-Scope-OrgID.", shorten(name))
		}
		if key := strings.ToLower(name); seen[key] {
			c.errorf(CodeDuplicate, at, "Header said twice", "There is a header %q already. Remove one.", shorten(name))
		} else {
			seen[key] = true
		}
	}
	for _, name := range sortedKeys(m.Headers.V) {
		header(m.Headers.Origin, name)
		if secretHeader.MatchString(name) {
			c.errorf(CodeCombination, m.Origin, "Secret in a spec", "The header %q of metrics %q is a secret. Write headers_env = { %s = \"VARIABLE\" } and set that variable.", shorten(name), m.Name, shorten(name))
		} else if strings.ContainsAny(m.Headers.V[name], "\r\n\x00") {
			c.errorf(CodeForm, m.Headers.Origin, "Not a header", "The value of header %q has more than one line.", shorten(name))
		}
	}
	for _, name := range sortedKeys(m.HeadersEnv.V) {
		header(m.HeadersEnv.Origin, name)
		c.secretIn(m, m.HeadersEnv.Origin, "headers_env", m.HeadersEnv.V[name])
	}
	if a := m.Auth; a != nil && seen["authorization"] && (a.BearerEnv.Set() || a.User.Set()) {
		c.errorf(CodeCombination, a.Origin, "Two identities", "The header Authorization is set, and auth would set it, too. Remove one of the two.")
	}
}

// secretIn checks the name of an environment variable. What is none may be the secret
// itself, so it is not cited.
func (c *checker) secretIn(m *Metrics, at Origin, word, name string) {
	if at.Set() && !variable.MatchString(name) {
		c.errorf(CodeForm, m.Origin, "Not a variable", "In metrics %q, %s holds no name of an environment variable, such as PROMETHEUS_TOKEN. Never write the secret itself.", m.Name, word)
	}
}

// metricsAuth checks that berth shows itself in one way, and that it is said whole.
func (c *checker) metricsAuth(m *Metrics) {
	a := m.Auth
	if a == nil {
		return
	}
	c.secretIn(m, a.BearerEnv.Origin, "bearer_env", a.BearerEnv.V)
	c.secretIn(m, a.PasswordEnv.Origin, "password_env", a.PasswordEnv.V)
	if a.BearerEnv.Set() && (a.User.Set() || a.PasswordEnv.Set()) {
		c.errorf(CodeCombination, a.Origin, "Two identities", "auth takes a token (bearer_env), or a name and a password (user, password_env). Remove one of the two.")
	}
	for _, pair := range []struct {
		word, other string
		at, with    Origin
	}{
		{"user", "password_env", a.User.Origin, a.PasswordEnv.Origin},
		{"password_env", "user", a.PasswordEnv.Origin, a.User.Origin},
		{"cert", "key", a.Cert.Origin, a.Key.Origin},
		{"key", "cert", a.Key.Origin, a.Cert.Origin},
	} {
		if pair.at.Set() && !pair.with.Set() {
			c.missing(a.Origin, pair.other, "Half an identity", "%s goes with %s: set both.", pair.word, pair.other)
		}
	}
}
