package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// watch looks at a service on both clusters, again and again, until the function it
// returns is called: that one fails the test if there was an instant without a side of
// which all wanted copies serve.
func (s *scene) watch(namespace, name string) (served func()) {
	ctx, cancel := context.WithCancel(s.Context())
	var looking sync.WaitGroup
	var looks int
	var gaps []string
	looking.Go(func() {
		for ctx.Err() == nil {
			if sides, healthy := s.sides(ctx, namespace, name); sides != "" {
				looks++
				if !healthy {
					gaps = append(gaps, time.Now().Format("15:04:05.000 ")+sides)
				}
			}
		}
	})
	s.Cleanup(cancel)
	return func() {
		s.Helper()
		cancel()
		looking.Wait()
		s.Logf("%s/%s was looked at %d times", namespace, name, looks)
		if looks < 10 {
			s.Errorf("%s/%s was looked at %d times only", namespace, name, looks)
		}
		if len(gaps) > 0 {
			s.Errorf("%s/%s was healthy nowhere at %d of %d looks, first at %s", namespace, name, len(gaps), looks, gaps[0])
		}
	}
}

// sides says how a service fares on each cluster, and whether one side is healthy. It is
// no answer where an API server could not be asked.
func (s *scene) sides(ctx context.Context, namespace, name string) (words string, healthy bool) {
	var all []string
	for _, c := range s.clusters() {
		text, err := c.Ask(ctx, http.MethodGet, deployment(namespace, name), nil)
		switch {
		case err != nil && strings.Contains(err.Error(), "404"):
			all = append(all, c.Name+": not there")
			continue
		case err != nil:
			return "", false
		}
		var o thing
		if json.Unmarshal(text, &o) != nil {
			return "", false
		}
		want, have := o.number("spec", "replicas"), o.number("status", "availableReplicas")
		all = append(all, fmt.Sprintf("%s: %d of %d", c.Name, have, want))
		healthy = healthy || want > 0 && have >= want
	}
	return strings.Join(all, ", "), healthy
}
