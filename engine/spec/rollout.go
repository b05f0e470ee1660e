package spec

// Rollout bounds how long the steps of a service's rollout take.
type Rollout struct {
	Origin
	// Deadline is how long the service's objects may take to become healthy, in
	// seconds; unset means [DefaultDeadline].
	Deadline Value[float64] `hcl:"deadline" as:"duration"`
	// Drain is how long the old side stays after callers were sent elsewhere, in
	// seconds; unset means [DefaultDrain].
	Drain Value[float64] `hcl:"drain" as:"duration"`
}

// Switch says how the callers of a service are sent elsewhere when it moves: by
// the weights of a route, or by a command.
type Switch struct {
	Origin
	// Route is an HTTPRoute of the Gateway API, as "namespace/name".
	Route Value[string] `hcl:"route" as:"text"`
	// Site is on whose cluster the route stands.
	Site Value[string] `hcl:"site" as:"name"`
	// Backends are the names of the route's backends, by site.
	Backends Value[map[string]string] `hcl:"backends" as:"strings"`
	// Ramp are the shares of callers in percent, in the order they are sent;
	// unset means all at once.
	Ramp Value[[]float64] `hcl:"ramp" as:"percents"`
	// Hold is how long each share of Ramp is watched, in seconds; unset means
	// [DefaultHold].
	Hold Value[float64] `hcl:"hold" as:"duration"`
	// Probe is a URL that must answer while callers are sent.
	Probe Value[string] `hcl:"probe" as:"text"`
	// Command is a program that sends them, with its arguments. It is told where
	// to on its standard input.
	Command Value[[]string] `hcl:"command" as:"texts"`
}

// What holds where nobody said otherwise, in seconds.
const (
	// DefaultMaxAge is seven days: a plan is made for the load and the prices of
	// its week, and what it would write is compared with what is there in any case.
	DefaultMaxAge = 7 * 24 * 3600
	// DefaultDeadline is ten minutes, as a Deployment's own.
	DefaultDeadline = 600
	// DefaultDrain is the grace that Kubernetes gives a pod by default.
	DefaultDrain = 30
	// DefaultHold is one minute: most alerts look at no less.
	DefaultHold = 60
)

// Home is the namespace of the service's objects.
func (s *Service) Home() string {
	switch {
	case s.Namespace.Set():
		return s.Namespace.V
	case s.Product.Set():
		return s.Product.V
	}
	return "default"
}

// HealthyWithin is how many seconds the service's objects may take to become
// healthy.
func (s *Settings) HealthyWithin() float64 {
	if s.Rollout == nil {
		return DefaultDeadline
	}
	return s.Rollout.Deadline.Or(DefaultDeadline)
}

// DrainsFor is for how many seconds the old side stays when callers are gone.
func (s *Settings) DrainsFor() float64 {
	if s.Rollout == nil {
		return DefaultDrain
	}
	return s.Rollout.Drain.Or(DefaultDrain)
}
