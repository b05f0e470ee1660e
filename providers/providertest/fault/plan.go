package fault

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Rule says when a request fails, and how.
type Rule struct {
	// Kinds are drawn from, one for each request that fails.
	Kinds []Kind
	// Verb is what it is about, as [Verb] names it; "" for every request.
	Verb string
	// At fails exactly the n-th request that the rule is about, from 1. With 0,
	// Percent decides.
	At int
	// Percent is the share of requests that fail.
	Percent int
	// Match, where it is not nil, narrows what the rule is about.
	Match func(*http.Request) bool
}

// Hit is a request that was failed.
type Hit struct {
	// N counts all requests of the plan, from 1.
	N    int
	Verb string
	Path string
	Kind Kind
}

// Plan decides which requests fail. It may be used by many goroutines.
type Plan struct {
	// Pause is how long [Slow] takes.
	Pause time.Duration

	seed  uint64
	rules []Rule
	mu    sync.Mutex
	n     int
	seen  []int
	hits  []Hit
}

// New makes a plan. The first rule that fails a request is the one that counts.
func New(seed uint64, rules ...Rule) *Plan {
	return &Plan{Pause: 10 * time.Millisecond, seed: seed, rules: rules, seen: make([]int, len(rules))}
}

// Level fails a share of all requests, each in one of the ways that pass.
func Level(seed uint64, percent int) *Plan {
	return New(seed, Rule{Kinds: Passing(), Percent: percent})
}

// Once fails the n-th request of a verb in one way.
func Once(kind Kind, verb string, n int) *Plan {
	return New(0, Rule{Kinds: []Kind{kind}, Verb: verb, At: n})
}

// String names what is needed to have the same plan again.
func (p *Plan) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "faults with seed %d", p.seed)
	for _, r := range p.rules {
		verb := "request"
		if r.Verb != "" {
			verb = r.Verb
		}
		if r.At > 0 {
			fmt.Fprintf(&out, "; %q at %s %d", r.Kinds, verb, r.At)
		} else {
			fmt.Fprintf(&out, "; %d%% of each %s", r.Percent, verb)
		}
	}
	return out.String()
}

// Hits returns the requests failed so far, in order.
func (p *Plan) Hits() []Hit {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.hits)
}

// Asked is how many requests the plan has seen.
func (p *Plan) Asked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.n
}

// decide says how a request fails, "" for not at all.
func (p *Plan) decide(r *http.Request) Kind {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	verb := Verb(r)
	failed := Kind("")
	for i, rule := range p.rules {
		if rule.Verb != "" && rule.Verb != verb || rule.Match != nil && !rule.Match(r) {
			continue
		}
		p.seen[i]++
		if failed == "" && len(rule.Kinds) > 0 {
			failed = rule.draw(p.seed, uint64(p.n), p.seen[i])
		}
	}
	if failed != "" {
		p.hits = append(p.hits, Hit{p.n, verb, r.URL.Path, failed})
	}
	return failed
}

// draw decides for the n-th request, which is the nth that the rule is about.
func (r Rule) draw(seed, n uint64, nth int) Kind {
	chance := rand.New(rand.NewPCG(seed, n))
	if r.At > 0 && nth != r.At || r.At == 0 && chance.IntN(100) >= r.Percent {
		return ""
	}
	return r.Kinds[chance.IntN(len(r.Kinds))]
}

// Verb names what a request does: get, list, create, update, patch, apply, delete,
// or review for an access review.
func Verb(r *http.Request) string {
	content := r.Header.Get("Content-Type")
	switch {
	case strings.HasSuffix(r.URL.Path, "accessreviews"):
		return "review"
	case r.Method == http.MethodGet && named(r.URL.Path):
		return "get"
	case r.Method == http.MethodGet:
		return "list"
	case r.Method == http.MethodPost:
		return "create"
	case r.Method == http.MethodPut:
		return "update"
	case r.Method == http.MethodPatch && strings.HasPrefix(content, "application/apply-patch"):
		return "apply"
	}
	return strings.ToLower(r.Method)
}

// named tells whether a path ends in an object's name. After the version come the
// resource and the name, with the namespace before them or not: an even number.
func named(path string) bool {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	head := 2
	if parts[0] == "apis" {
		head = 3
	}
	return len(parts) > head && (len(parts)-head)%2 == 0
}
