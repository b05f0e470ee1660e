package ground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What no plan of berth's goes beyond.
const (
	mostSites = 1000
	mostSteps = 20_000
	// mostName is that of a name of the provider's, mostWhy that of words for people.
	mostName = 400
	mostWhy  = 4000
	// mostData is that of a diff, and of what a driver is told.
	mostData = 1 << 20
	// mostSeconds is a week: longer than any operation on a cluster.
	mostSeconds = 7 * 24 * 3600
)

// Check is an error that lists everything that is wrong with the shape of work: what no
// plan of berth's has, whatever the clusters are like. What a driver is told in Orders
// and Args it understands itself.
func Check(w *Work) error {
	c := &checker{sites: map[string]*Site{}, ended: map[string]bool{}, made: map[string]bool{}}
	c.heads(w)
	c.steps(w)
	if len(c.faults) == 0 {
		return nil
	}
	return fmt.Errorf("the plan's steps on clusters do not have the shape that they must have: %s", strings.Join(c.faults, "; "))
}

// siteName is how the specs name sites.
var siteName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

type checker struct {
	sites map[string]*Site
	// made and ended are the sites whose cluster a step before has made or removed.
	made, ended map[string]bool
	at          string
	faults      []string
}

// most is how many faults are told: a file of another program has thousands.
const most = 20

func (c *checker) fault(format string, args ...any) {
	if len(c.faults) < most {
		c.faults = append(c.faults, c.at+": "+fmt.Sprintf(format, args...))
	}
}

// heads checks what stands before the steps.
func (c *checker) heads(w *Work) {
	c.at = "work"
	if len(w.Sites) > mostSites {
		c.fault("%d sites, the most is %d", len(w.Sites), mostSites)
		return
	}
	last := ""
	for i := range w.Sites {
		s := &w.Sites[i]
		c.at = fmt.Sprintf("site %.80q", s.Name)
		if s.Name == "" || i > 0 && s.Name <= last {
			c.fault("sites must be named, in order, each once")
		}
		last = s.Name
		c.sites[s.Name] = s
		c.site(s)
	}
}

func (c *checker) site(s *Site) {
	if s.Provider != "k0s" && s.Provider != "gke" {
		c.fault("there is no provider %.80q", s.Provider)
	}
	if s.Cluster == "" {
		c.fault("its cluster has no name")
	}
	if s.Lock != "" && s.Lock == s.Name {
		c.fault("it cannot hold the lease for itself")
	}
	for _, name := range []string{s.Cluster, s.UID} {
		c.name(name)
	}
	// Sites name files, so that theirs must lead nowhere else.
	for _, name := range []string{s.Name, s.Lock} {
		if name != "" && !siteName.MatchString(name) {
			c.fault("%.80q is no name of a site: small letters, digits and dashes, 63 at most", name)
		}
	}
	if s.Window != "" {
		if _, err := ParseWindow(s.Window); err != nil {
			c.fault("%v", err)
		}
	}
	c.told("orders", s.Orders)
}

// name checks a text that may be empty and is shown to people.
func (c *checker) name(s string) {
	if len(s) > mostName || !isPlain(s, "") {
		c.fault("%.80q is no name", s)
	}
}

// told checks what a driver is told: an object as JSON, or nothing.
func (c *checker) told(what string, data json.RawMessage) {
	if len(data) == 0 {
		return
	}
	if len(data) > mostData || !json.Valid(data) || !bytes.HasPrefix(data, []byte("{")) {
		c.fault("its %s are no object of JSON of at most %d bytes", what, mostData)
	}
}

// steps checks both halves, whose steps are numbered as one list.
func (c *checker) steps(w *Work) {
	c.at = "work"
	if n := len(w.Before) + len(w.After); n > mostSteps {
		c.fault("%d steps, the most is %d", n, mostSteps)
		return
	}
	n := 0
	for _, half := range [][]Step{w.Before, w.After} {
		for i := range half {
			n++
			c.step(n, &half[i])
		}
	}
	for i := range w.Sites {
		s := &w.Sites[i]
		if c.at = "site " + s.Name; s.Lock != "" && c.sites[s.Lock] != nil && c.sites[s.Lock].UID == "" {
			c.fault("site %s, which has no cluster yet, cannot hold its lease", s.Lock)
		}
	}
}

func (c *checker) step(n int, s *Step) {
	c.at = fmt.Sprintf("step %.20q", s.ID)
	if want := fmt.Sprintf("g%d", n); s.ID != want {
		c.fault("its name must be %s", want)
	}
	site := c.sites[s.Site]
	if site == nil {
		c.fault("there is no site %.80q", s.Site)
		return
	}
	if !slices.Contains(Kinds(), s.Kind) {
		c.fault("there is no kind of steps on clusters %.80q", s.Kind)
		return
	}
	c.kind(site, s)
	for _, name := range []string{s.Part, s.From, s.To} {
		c.name(name)
	}
	if s.Why == "" || len(s.Why) > mostWhy || !isPlain(s.Why, "") {
		c.fault("it does not say why, in one line")
	}
	if len(s.Diff) > mostData || !isPlain(s.Diff, "\n\t") {
		c.fault("its diff is longer than %d bytes, or no text", mostData)
	}
	if s.Seconds < 1 || s.Seconds > mostSeconds {
		c.fault("%d seconds are no time that it may take", s.Seconds)
	}
	c.told("args", s.Args)
	c.effects(s.Effects)
}

// kind checks that a step is one of its site's provider, about what it must be about,
// and comes while there is a cluster.
func (c *checker) kind(site *Site, s *Step) {
	k := shapeOf(s.Kind)
	if k.provider != "" && k.provider != site.Provider {
		c.fault("a cluster of provider %s has no step %s", site.Provider, s.Kind)
	}
	switch {
	case k.part == must && s.Part == "":
		c.fault("a step of kind %s must say of what part it is", s.Kind)
	case k.part == none && s.Part != "":
		c.fault("a step of kind %s is about the whole cluster", s.Kind)
	}
	if s.Kind == Upgrade && (s.To == "" || s.From == s.To) {
		c.fault("it upgrades to no other version")
	}
	exists := site.UID != "" || c.made[site.Name]
	switch {
	case c.ended[site.Name]:
		c.fault("the cluster is removed before it")
	case s.Kind == MakeCluster && exists:
		c.fault("the cluster exists already")
	case s.Kind != MakeCluster && !exists:
		c.fault("there is no cluster yet")
	}
	c.made[site.Name] = c.made[site.Name] || s.Kind == MakeCluster
	c.ended[site.Name] = s.Kind == RemoveCluster
}

// effects checks that effects are those that there are, each once, in their order.
func (c *checker) effects(all []Effect) {
	last := -1
	for _, e := range all {
		at := slices.Index(Effects(), e)
		if at <= last {
			c.fault("its effects must be known, in order, each once")
			return
		}
		last = at
	}
}

// part tells whether a step of a kind is about a part of its cluster.
type part int

const (
	may part = iota
	must
	none
)

// shape is what steps of a kind are like.
type shape struct {
	// provider alone has them, "" for both.
	provider string
	part     part
}

func shapeOf(k Kind) shape {
	switch k {
	case MakeCluster, Admit, RemoveCluster:
		return shape{part: none}
	case AddHost, RemoveHost:
		return shape{"k0s", must}
	case MakePool, ResizePool, AutoscalePool, RemovePool, DrainPool:
		return shape{"gke", must}
	}
	return shape{}
}

// isPlain tells whether a text has no control characters but some.
func isPlain(s, but string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(but, r)
	})
}
