package record

import (
	"fmt"
	"maps"
	"slices"
)

// Send remembers where callers have been sent, and forgets services that are sent
// nowhere. The record's own map is left as it is: others may hold it.
func (c *Cluster) Send(callers map[string]map[string]int64) {
	next := maps.Clone(c.Callers)
	if next == nil {
		next = map[string]map[string]int64{}
	}
	for service, shares := range callers {
		if len(shares) == 0 {
			delete(next, service)
			continue
		}
		next[service] = shares
	}
	c.Callers = next
}

// checkCallers finds callers of whom not all are sent somewhere.
func (c *Cluster) checkCallers() error {
	for _, service := range slices.Sorted(maps.Keys(c.Callers)) {
		sum := int64(0)
		for site, n := range c.Callers[service] {
			if site == "" || n <= 0 {
				return fmt.Errorf("callers of %q are sent nowhere", service)
			}
			sum += n
		}
		if service == "" || sum != 1000 {
			return fmt.Errorf("callers of %q are %d thousandths and not 1000", service, sum)
		}
	}
	return nil
}
