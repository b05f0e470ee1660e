package step

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// Check is an error that lists everything that is wrong with the shape of work: what
// no plan of berth's has, whatever the clusters hold.
func Check(w *Work) error {
	c := &checker{sites: map[string]bool{}, services: map[string]bool{}}
	c.heads(w)
	wave := 0
	for i, stage := range w.Stages {
		c.at = fmt.Sprintf("stage %d", i+1)
		if len(stage.Steps) == 0 {
			c.fault("it has no steps")
		}
		if stage.Wave < wave {
			c.fault("wave %d comes after wave %d", stage.Wave, wave)
		}
		if stage.Wave != wave || i == 0 {
			c.stage = 0
		}
		wave = stage.Wave
		c.stage++
		c.steps(stage)
	}
	if len(c.faults) == 0 {
		return nil
	}
	return fmt.Errorf("the plan's steps do not have the shape that they must have: %s", strings.Join(c.faults, "; "))
}

type checker struct {
	sites, services map[string]bool
	// stage counts the stages of a wave.
	stage  int
	at     string
	faults []string
}

// most is how many faults are told: a file of another program has thousands.
const most = 20

func (c *checker) fault(format string, args ...any) {
	if len(c.faults) < most {
		c.faults = append(c.faults, c.at+": "+fmt.Sprintf(format, args...))
	}
}

// heads checks what stands before the stages.
func (c *checker) heads(w *Work) {
	last := ""
	for i, k := range w.Clusters {
		c.at = fmt.Sprintf("cluster %q", k.Site)
		if k.Site == "" || i > 0 && k.Site <= last {
			c.fault("clusters must be named, in order, each once")
		}
		if k.UID == "" {
			c.fault("it has no identity")
		}
		last = k.Site
		c.sites[k.Site] = true
	}
	last = ""
	for i, s := range w.Services {
		c.at = fmt.Sprintf("service %q", s.Name)
		if s.Name == "" || i > 0 && s.Name <= last {
			c.fault("services must be named, in order, each once")
		}
		last = s.Name
		c.services[s.Name] = true
	}
	c.at = "work"
	if w.MaxAge < 0 {
		c.fault("its greatest age is negative")
	}
}

// steps checks a stage's steps: each one's shape, and that they may run side by side.
func (c *checker) steps(stage Stage) {
	type place struct {
		site string
		ref  object.Ref
	}
	written := map[place]bool{}
	for i := range stage.Steps {
		s := &stage.Steps[i]
		c.at = "step " + s.ID
		if want := fmt.Sprintf("w%d.%d.%d", stage.Wave, c.stage, i+1); s.ID != want {
			c.fault("its name must be %s", want)
		}
		c.whose(s)
		c.members(s)
		if s.Object == nil {
			continue
		}
		p := place{s.Site, *s.Object}
		if written[p] {
			c.fault("another step of its stage is about %s, too", s.Object)
		}
		written[p] = true
	}
}

// whose checks the service and the site of a step.
func (c *checker) whose(s *Step) {
	isNamespace := s.Kind == Create && s.Object != nil && s.Object.Kind == "Namespace"
	switch {
	case s.Service == "" && !isNamespace && s.Kind != Gate:
		c.fault("it has no service")
	case s.Service != "" && !c.services[s.Service]:
		c.fault("there is no service %q", s.Service)
	}
	onSite := s.Kind != Gate && (s.Kind != Switch || s.Route != nil && s.Route.HTTPRoute != nil)
	if onSite && !c.sites[s.Site] {
		c.fault("there is no cluster of site %q", s.Site)
	}
}

// member is one member of a step that a kind may need.
type member struct {
	name string
	has  bool
	// need and may are the kinds that must and that may have it.
	need, may []Kind
}

// members checks that a step has exactly what its kind needs.
func (c *checker) members(s *Step) {
	if !slices.Contains(Kinds(), s.Kind) {
		c.fault("there is no kind of steps %q", s.Kind)
		return
	}
	for _, m := range membersOf(s) {
		switch {
		case !m.has && slices.Contains(m.need, s.Kind):
			c.fault("a step of kind %s must have %s", s.Kind, m.name)
		case m.has && !slices.Contains(m.need, s.Kind) && !slices.Contains(m.may, s.Kind):
			c.fault("a step of kind %s has no %s", s.Kind, m.name)
		}
	}
	if s.Why == "" {
		c.fault("it does not say why")
	}
	if s.Copies < 0 || s.Seconds < 0 {
		c.fault("a number is negative")
	}
	for _, d := range append([]string{s.After, s.Before}, s.Contents...) {
		if d != "" && !isDigest(d) {
			c.fault("%.80q is no digest", d)
		}
	}
	if s.Object != nil {
		c.ref(*s.Object)
	}
	for _, r := range s.Objects {
		c.ref(r)
	}
	if s.Route != nil {
		c.route(s.Route)
	}
	c.sends(s.Sends)
}

func membersOf(s *Step) []member {
	return []member{
		{"after", s.After != "", []Kind{Create, Update, Adopt}, nil},
		{"before", s.Before != "", []Kind{Update, Adopt, Delete}, nil},
		{"contents", len(s.Contents) > 0, nil, []Kind{Deliver}},
		{"copies", s.Copies != 0, nil, []Kind{Scale}},
		{"copies_of", s.CopiesOf != "", nil, []Kind{Create}},
		{"folder", s.Folder != "", []Kind{Deliver}, nil},
		{"gone", s.Gone, nil, []Kind{Wait, Deliver}},
		{"managers", len(s.Managers) > 0, nil, []Kind{Adopt}},
		{"object", s.Object != nil, []Kind{Create, Update, Adopt, Scale, Delete}, nil},
		{"objects", len(s.Objects) > 0, []Kind{Wait, Drain, Callers}, []Kind{Gate, Deliver}},
		{"route", s.Route != nil, []Kind{Switch}, nil},
		{"scaled", s.Scaled, nil, []Kind{Create, Update, Adopt}},
		{"sends", len(s.Sends) > 0, nil, []Kind{Gate}},
		{"seconds", s.Seconds != 0, []Kind{Wait, Drain, Switch, Deliver}, nil},
		{"uid", s.UID != "", []Kind{Update, Adopt}, []Kind{Scale, Delete}},
	}
}

// ref checks that an object is one that berth knows.
func (c *checker) ref(r object.Ref) {
	k, known := object.KindOf(r.Kind)
	switch {
	case !known || k.Internal || k.Watched:
		c.fault("berth has nothing to do with objects of kind %q", r.Kind)
	case r.Name == "" || k.Cluster != (r.Namespace == ""):
		c.fault("%s is no name of an object", r)
	}
}

// sends checks that a gate says of each service once where its callers go.
func (c *checker) sends(routes []Route) {
	for i := range routes {
		r := &routes[i]
		if len(r.Command) > 0 || r.HTTPRoute != nil {
			c.fault("what sends callers on by itself needs no person")
		}
		if !c.services[r.Service] || i > 0 && r.Service <= routes[i-1].Service {
			c.fault("services whose callers a person sends on must be named, in order, each once")
		}
		c.weights(r)
	}
}

// route checks that one thing sends callers on, and that weights rise to the end.
func (c *checker) route(r *Route) {
	if (len(r.Command) > 0) == (r.HTTPRoute != nil) {
		c.fault("callers are sent on either by a command or by a route")
	}
	c.weights(r)
	last := int64(0)
	for _, percent := range r.Ramp {
		if percent <= last || percent > 100 {
			c.fault("a ramp must rise from above 0 to 100")
		}
		last = percent
	}
	if len(r.Ramp) > 0 && last != 100 {
		c.fault("a ramp must end with 100")
	}
}

// weights checks that shares are whole before and after.
func (c *checker) weights(r *Route) {
	var before, after int64
	for i, w := range r.Weights {
		if w.Before < 0 || w.After < 0 || w.Site == "" || i > 0 && w.Site <= r.Weights[i-1].Site {
			c.fault("weights must name each site once, in order, and not be negative")
			return
		}
		if r.HTTPRoute != nil && w.Backend == "" {
			c.fault("site %s has no backend", w.Site)
		}
		before, after = before+w.Before, after+w.After
	}
	if before != 1000 || after != 1000 {
		c.fault("weights are %d and %d thousandths and not 1000", before, after)
	}
}

// isDigest tells whether a text is "sha256:" and 64 small hexadecimal digits.
func isDigest(s string) bool {
	hex, ok := strings.CutPrefix(s, "sha256:")
	return ok && len(hex) == 64 && strings.Trim(hex, "0123456789abcdef") == ""
}

// Kinds are all kinds of steps.
func Kinds() []Kind {
	return []Kind{Create, Update, Adopt, Scale, Delete, Wait, Switch, Drain, Callers, Gate, Deliver}
}

// Digests are the digests of all contents that the work names, sorted, each once.
func (w *Work) Digests() []string {
	var out []string
	for _, stage := range w.Stages {
		for _, s := range stage.Steps {
			for _, d := range append([]string{s.After, s.Before}, s.Contents...) {
				if d != "" {
					out = append(out, d)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
