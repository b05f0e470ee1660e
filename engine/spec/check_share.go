package spec

import (
	"slices"
	"strings"
)

// byWeights is the key whose numbers are declared.
const byWeights = "weights"

// share checks who pays for a service.
func (c *checker) share(s *Share) {
	if c.w.Service(s.Name) == nil {
		c.refName(s.Origin, s.Name, "service")
	}
	for _, name := range s.Services.V {
		if c.w.Service(name) == nil {
			c.refName(s.Services.Origin, name, "service")
		}
	}
	for _, name := range s.Products.V {
		if c.w.Product(name) == nil {
			c.refName(s.Products.Origin, name, "product")
		}
	}
	for _, v := range []Value[[]string]{s.Services, s.Products} {
		if v.Set() && len(v.V) == 0 {
			c.errorf(CodeCombination, v.Origin, "Share for nobody", "The list is empty. Name who receives the cost, or leave the line out: then every service in use does that passes nothing on itself.")
		}
	}
	if s.By.V != byWeights {
		c.receivedTwice(s)
	}
	c.shareWeights(s)
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, n := range names {
		set[n] = true
	}
	return set
}

// receivedTwice refuses a service beside its own product: it would pay twice.
func (c *checker) receivedTwice(s *Share) {
	products := setOf(s.Products.V)
	for _, name := range s.Services.V {
		service := c.w.Service(name)
		if service != nil && products[service.Product.V] {
			c.errorf(CodeCombination, s.Services.Origin, "Counts twice", "The service %q is of the product %q, which receives as well: what it has would count twice. Remove one of them.", name, service.Product.V)
		}
	}
}

// shareWeights checks the declared numbers.
func (c *checker) shareWeights(s *Share) {
	if s.By.Set() && s.By.V != byWeights {
		if s.Weights.Set() {
			c.errorf(CodeCombination, s.Weights.Origin, "Weights nobody asks", `weights go with by = "weights". Remove them, or change by.`)
		}
		return
	}
	if s.By.V != byWeights {
		return
	}
	to := slices.Concat(s.Services.V, s.Products.V)
	switch {
	case !s.Weights.Set():
		c.missing(s.Origin, "weights", "Share without weights", `by = "weights" needs them, as in weights = { sketch = 2, ads = 1 }.`)
		return
	case !s.Services.Set() && !s.Products.Set():
		c.missing(s.Origin, "services", "Weights of nobody", `by = "weights" needs its receivers: set services or products.`)
		return
	}
	some, receives := false, setOf(to)
	for _, name := range sortedKeys(s.Weights.V) {
		if !receives[name] {
			c.refOneOf(s.Weights.Origin, name, "receiver", to)
		}
		some = some || s.Weights.V[name] > 0
	}
	for _, name := range to {
		if _, weighed := s.Weights.V[name]; !weighed {
			c.errorf(CodeMissing, s.Weights.Origin, "Receiver without a weight", "%q receives and has no weight. Add one; 0 for nothing.", name)
		}
	}
	if !some {
		c.errorf(CodeCombination, s.Weights.Origin, "Weights of nothing", "One weight at least must be more than 0: else nobody pays.")
	}
}

// shareCircle refuses shares that pass cost on to each other.
func (c *checker) shareCircle() {
	_, circle := c.w.ShareOrder()
	if circle == nil {
		return
	}
	i := slices.IndexFunc(c.w.Shares, func(s *Share) bool { return s.Name == circle[0] })
	if len(circle) == 2 {
		c.errorf(CodeCycle, c.w.Shares[i].Services.Origin, "Shared with itself", "%q passes its cost on to itself. Take it out of services; what it is to keep is keep.", circle[0])
		return
	}
	if len(circle) > mostInCircle {
		circle = append(circle[:mostInCircle-1:mostInCircle-1], "… and so on back to "+circle[0])
	}
	c.errorf(CodeCycle, c.w.Shares[i].Services.Origin, "Shared in a circle", "Cost would be passed on forever: %s. Take one of them out of another's services.", strings.Join(circle, " to "))
}
