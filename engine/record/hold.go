package record

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Hold says that somebody has begun to change a cluster itself: with a program, or by
// operations of its provider. It stands on the cluster that holds the lease, and outlives
// it: a program goes on when the lease is lost and when whoever began it is dead.
type Hold struct {
	// Folder is the identity of the state folder whose lock the program has inherited, ""
	// where there is none. Who has that folder's lock knows that the program is over.
	Folder string `json:"folder"`
	// Host is the machine on which it was begun, for people.
	Host string `json:"host"`
	// Plan is the digest of the plan, Step the ID of the step.
	Plan string `json:"plan"`
	// Since is when the step was first begun, in UTC, as RFC 3339 to the second.
	Since string `json:"since"`
	// Site is the one whose cluster is changed.
	Site string `json:"site"`
	Step string `json:"step"`
	// Until is when nothing of it runs any more at the latest; "" where nobody need wait:
	// for what anybody can find again, and for what has ended before the step was done.
	Until string `json:"until"`
}

// Held is the hold on a site's cluster, nil where there is none.
func (c *Cluster) Held(site string) *Hold {
	for i := range c.Holds {
		if c.Holds[i].Site == site {
			hold := c.Holds[i]
			return &hold
		}
	}
	return nil
}

// Hold puts a hold in the place of the one on its site.
func (c *Cluster) Hold(h Hold) {
	c.Unhold(h.Site)
	c.Holds = append(c.Holds, h)
	slices.SortFunc(c.Holds, func(a, b Hold) int { return cmp.Compare(a.Site, b.Site) })
}

// Unhold takes the hold on a site away.
func (c *Cluster) Unhold(site string) {
	c.Holds = slices.DeleteFunc(slices.Clone(c.Holds), func(h Hold) bool { return h.Site == site })
}

// checkHolds finds what no hold may say.
func (c *Cluster) checkHolds() error {
	for i, h := range c.Holds {
		if h.Site == "" || i > 0 && h.Site <= c.Holds[i-1].Site {
			return errors.New("its holds do not name each site once, in order")
		}
		if h.Plan == "" || h.Step == "" {
			return fmt.Errorf("its hold on %s is of no step", h.Site)
		}
		for _, at := range []string{h.Since, cmp.Or(h.Until, h.Since)} {
			if !isUTC(at) {
				return fmt.Errorf("its hold on %s has %q, which is no time in UTC", h.Site, at)
			}
		}
	}
	return nil
}

// isUTC tells whether a text is a time as records have it.
func isUTC(text string) bool {
	at, err := time.Parse(time.RFC3339, text)
	return err == nil && at.UTC().Format(time.RFC3339) == text
}
