package intent

import (
	"maps"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/rollout"
	"berth.dev/engine/spec"
	"berth.dev/engine/step"
	"berth.dev/engine/workload"
)

// Input is what the services are made from.
type Input struct {
	Workspace *spec.Workspace
	// Courses say where each service is, by name.
	Courses []plan.Course
	// Reached tells whether a site has a cluster that is written to.
	Reached func(site string) bool
	// Render returns the objects of a folder of manifests below the workspace.
	Render func(folder string) ([]object.Object, error)
	// Unfit says why a site would never run an object, nothing where it would; nil for
	// sites that run all.
	Unfit func(site string, o object.Object) []string
	// Seal replaces the values of a Secret by what may stand in a plan.
	Seal func(object.Object) (object.Object, error)
}

// Services returns every service of the workspace with its way and its objects, by
// name, and what a person should hear. A service whose objects cannot be made has
// none and says why: the work leaves it alone.
//
// Objects are made of what people wrote. What was measured says where a service runs and
// who calls it; as a limit of memory it would end pods, and as an open way through a
// network policy it would let in whoever called before.
func Services(in Input) ([]rollout.Service, diag.List) {
	measured := in.Workspace
	in.Workspace = measured.Written()
	j := joiner{Input: in, sites: map[string][]string{}, courses: map[string]plan.Course{}, callees: map[string]bool{}}
	for _, c := range in.Courses {
		j.courses[c.Service] = c
		j.sites[c.Service] = sitesOf(c)
	}
	j.around = workload.Meet(in.Workspace, j.sites)
	for _, s := range measured.Services {
		for _, c := range s.CallBlocks {
			j.callees[c.Name] = true
		}
	}
	for _, s := range in.Workspace.Services {
		j.out = append(j.out, j.service(s))
	}
	j.diags = append(j.diags, workload.Clashes(j.made)...)
	j.diags.Sort()
	return j.out, j.diags
}

// joiner holds services while they are joined.
type joiner struct {
	Input
	courses map[string]plan.Course
	// sites are all that a service is on at some time, sorted.
	sites map[string][]string
	// callees are the names that somebody calls.
	callees map[string]bool
	around  *workload.Neighbours
	made    []workload.Made
	out     []rollout.Service
	diags   diag.List
}

// sitesOf are the sites of a course, sorted.
func sitesOf(c plan.Course) []string {
	all := map[string]bool{}
	for _, stop := range c.Stops {
		for _, half := range stop.Halves {
			all[half.Site] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// service joins one service.
func (j *joiner) service(s *spec.Service) rollout.Service {
	out := rollout.Service{
		Name: s.Name, Product: s.Product.V, Namespace: s.Home(), Runs: s.RunsOn.V, Objects: map[string][]object.Object{}, Derived: s.Container != nil,
		Single: s.Concurrency.V == "one" || s.Job != nil, Stateful: s.Stateful.V || len(s.Volumes) > 0,
		Called: j.called(s), Route: route(s), DrainSeconds: int64(math.Ceil(s.DrainsFor())), DeadlineSeconds: int64(math.Ceil(s.HealthyWithin())),
	}
	if p := j.Workspace.Product(s.Product.V); p != nil {
		out.Delivery, out.Folder = p.Delivery.V, p.Folder.V
	}
	course := j.courses[s.Name]
	for _, stop := range course.Stops {
		one := rollout.Stop{Wave: stop.Wave}
		for _, half := range stop.Halves {
			one.Shares = append(one.Shares, rollout.Share{Site: half.Site, Thousandths: int64(half.Share)})
		}
		out.Stops = append(out.Stops, one)
	}
	for _, site := range j.sites[s.Name] {
		if !j.Reached(site) {
			continue
		}
		objects, lacks := j.objects(s, site, course)
		if lacks != "" {
			out.Lacks = lacks
			out.Objects = map[string][]object.Object{}
			break
		}
		out.Objects[site] = objects
		j.made = append(j.made, workload.Made{Service: s.Name, Site: site, Objects: objects})
	}
	return out
}

// objects makes what a service is made of on a site, or says why it cannot be made.
func (j *joiner) objects(s *spec.Service, site string, course plan.Course) (out []object.Object, lacks string) {
	in := workload.Input{Workspace: j.Workspace, Service: s, Site: j.Workspace.Site(site), Copies: copies(course, site), Neighbours: j.around}
	folder, shared := workload.Folder(s, j.Workspace.Site(site))
	if folder != "" {
		rendered, err := j.Render(folder)
		if err != nil {
			j.diags.Errorf(CodeManifests, j.Workspace.Range(s.Manifests.Origin), "Manifests that cannot be read", "Service %q on %s: %s", s.Name, site, err)
			return nil, err.Error()
		}
		in.Manifests, in.Shared = rendered, shared
	}
	made, said := workload.Make(in)
	j.diags = append(j.diags, said...)
	if len(made) == 0 {
		return nil, workload.Reason(said)
	}
	if lacks := j.unfit(s, site, made); lacks != "" {
		return nil, lacks
	}
	for _, o := range made {
		sealed, err := j.Seal(o)
		if err == nil {
			sealed, err = object.Clean(sealed)
		}
		if err != nil {
			j.diags.Errorf(CodeManifests, j.Workspace.Range(s.Origin), "An object that no plan can hold", "Service %q on %s: %s", s.Name, site, err)
			return nil, err.Error()
		}
		out = append(out, sealed)
	}
	return out, ""
}

// unfit says why a site would never run a service, "" where it would.
func (j *joiner) unfit(s *spec.Service, site string, made []object.Object) string {
	if j.Unfit == nil {
		return ""
	}
	var why []string
	for _, o := range made {
		for _, reason := range j.Unfit(site, o) {
			why = append(why, o.Ref().String()+": "+reason)
		}
	}
	if len(why) == 0 {
		return ""
	}
	j.diags.Errorf(CodeUnfit, j.Workspace.Range(s.Origin), "Not for this cluster", "Service %q on %s: %s", s.Name, site, strings.Join(why, "; "))
	return why[0]
}

// CodeUnfit is an object that the kind of cluster it is for never runs.
const CodeUnfit = "BERTH-W021"

// CodeManifests is a folder or an object of manifests that no plan can be made from.
const CodeManifests = "BERTH-W020"

// copies is how many copies a plan counts with on a site in the end, or before where
// the end is elsewhere.
func copies(c plan.Course, site string) int64 {
	for _, stop := range slices.Backward(c.Stops) {
		for _, half := range stop.Halves {
			if half.Site == site {
				return int64(half.Least)
			}
		}
	}
	return 0
}

// called tells whether somebody must be sent elsewhere when a service moves: it is
// counted in requests, has visitors, or another service calls it.
func (j *joiner) called(s *spec.Service) bool {
	switch t := s.Traffic; {
	case s.Switch != nil:
		return true
	case s.Job != nil:
		return false
	case s.Replica != nil && s.Replica.RequestsPerSecond.Set(), t != nil && strings.HasPrefix(t.Unit.V, "requests"), t != nil && t.MeanRPS.Set():
		return true
	}
	return j.callees[s.Name] || slices.ContainsFunc(s.CallBlocks, func(c *spec.Call) bool { return c.Name == spec.InternetCall })
}

// route is how a service's callers are sent elsewhere, nil where a person does it. A
// hybrid with a spillover command is told by that command how much stays.
func route(s *spec.Service) *step.Route {
	w := s.Switch
	switch {
	case w == nil && s.Spillover.Set():
		return &step.Route{Service: s.Name, Command: s.Spillover.V, Weights: []step.Weight{}}
	case w == nil:
		return nil
	}
	out := &step.Route{Service: s.Name, Site: w.Site.V, Command: w.Command.V, Probe: w.Probe.V, Weights: []step.Weight{}}
	if namespace, name, ok := strings.Cut(w.Route.V, "/"); ok {
		out.HTTPRoute = &object.Ref{Kind: "HTTPRoute", Namespace: namespace, Name: name}
		out.Hold = int64(math.Ceil(w.Hold.Or(spec.DefaultHold)))
	}
	for _, percent := range w.Ramp.V {
		out.Ramp = append(out.Ramp, int64(math.Round(percent)))
	}
	for _, site := range slices.Sorted(maps.Keys(w.Backends.V)) {
		out.Weights = append(out.Weights, step.Weight{Site: site, Backend: w.Backends.V[site]})
	}
	return out
}
