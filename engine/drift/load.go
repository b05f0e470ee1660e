package drift

import (
	"fmt"
	"slices"
	"strings"
)

// Counted is what a plan counts with for some services on one site.
type Counted struct {
	Services []string
	Site     string
	// Most is how many copies it counts with at the most.
	Most int64
}

// Grown says of which services more copies run than a plan counts with, in words.
func Grown(counted []Counted, places []Place) (words []string) {
	for _, c := range counted {
		var copies int64
		for _, p := range places {
			if p.Site == c.Site && slices.Contains(c.Services, p.Service) {
				copies += p.Copies
			}
		}
		if copies > c.Most && c.Most > 0 {
			words = append(words, fmt.Sprintf("%s on %s: %d copies are asked for, and the plan counts with at most %d", list(c.Services), c.Site, copies, c.Most))
		}
	}
	slices.Sort(words)
	return words
}

// list names services; of a large group it is enough to know which one is meant.
func list(services []string) string {
	if len(services) > 3 {
		return fmt.Sprintf("%s and %d services with it", services[0], len(services)-1)
	}
	return strings.Join(services, ", ")
}
