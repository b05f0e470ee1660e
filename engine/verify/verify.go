package verify

import (
	"fmt"
	"strings"
)

// Options limit what a check may cost. A zero field takes the default.
type Options struct {
	// MaxBytes is how large a file may be. While it is read, memory is a small
	// multiple of its size. 0 means 1 GiB.
	MaxBytes int
	// MaxWork is how many steps (arcs looked at, numbers added) the whole check may
	// take. 0 means 2^35, which is minutes.
	MaxWork int64
}

// DefaultOptions are the limits for files from strangers.
func DefaultOptions() Options { return Options{MaxBytes: 1 << 30, MaxWork: 1 << 35} }

// Report is what was checked. It lists every check that could be made.
type Report struct {
	Checks []Result
	// NotProved is what the file says and no file can prove, in words.
	NotProved []string
	// Cost is what the placement costs and Floor what is claimed that none can cost
	// less than, in the file's unit; Leaves is in how many parts the proof divides
	// the placements.
	Cost, Floor int64
	Leaves      int
}

// Result is the outcome of one check.
type Result struct {
	// Name is the claim in few words.
	Name string
	OK   bool
	// Detail says what was found, with figures.
	Detail string
	// Faults say where it fails and how; empty where OK.
	Faults []string
}

// Refusal is the error for a file that can be read and whose claims do not follow.
type Refusal struct {
	// Failed are the checks that failed.
	Failed []Result
}

// Error lists the failed checks with their first faults.
func (r *Refusal) Error() string {
	var out []string
	for _, f := range r.Failed {
		out = append(out, f.Name+": "+f.Faults[0])
	}
	return "the plan is refused: " + strings.Join(out, "; ")
}

// subject is a file being checked.
type subject struct {
	f     *file
	meter *meter
	// week is how many slots the counts of pods have.
	week int
	// most is by block and slot the most that all groups together can use.
	most [][]int64
	// owner is by block the group whose budget it is, -1 for none.
	owner []int
	// leaves counts the leaves of the proof.
	leaves int
}

// Check checks every claim of a plan's file. The error is a [*Refusal] where a claim
// does not follow, with the report beside it, and another one, without a report,
// where the bytes are no plan's file.
func Check(plan []byte, o Options) (*Report, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultOptions().MaxBytes
	}
	if o.MaxWork == 0 {
		o.MaxWork = DefaultOptions().MaxWork
	}
	f, err := decode(plan, o.MaxBytes)
	if err != nil {
		return nil, err
	}
	s := &subject{f: f, meter: &meter{left: o.MaxWork}}
	r := &Report{NotProved: notProved(f), Cost: f.Claim.Cost, Floor: f.Claim.Floor}
	// Each of the first checks is what the following ones stand on.
	if s.run(r, "the bytes are the only ones for this content", func(c *findings) string { return s.bytes(c, plan) }) &&
		s.run(r, "every index, length and sign is in range", s.shape) &&
		s.run(r, "no sum leaves 61 bits", s.sizes) {
		s.run(r, "the digest is that of the content", s.digest)
		s.run(r, "what is told of services and sites refers to what exists", s.told)
		if f.Expected != nil {
			s.run(r, "what a month is expected to cost is written in numbers", s.expected)
		}
		s.run(r, "the services' parts add up to the options' costs", s.services)
		s.run(r, "the placement keeps every capacity and rule", s.placement)
		s.run(r, "the placement costs what is claimed", s.cost)
		s.run(r, "the pods fit on whole nodes in every slot", s.packing)
		s.run(r, "no placement is cheaper than the floor", s.floor)
		s.run(r, "the gap is the cost less the floor", s.gap)
		s.run(r, "the baselines cost what is claimed", s.baselines)
		s.run(r, "every state between the waves keeps every capacity and rule", s.waves)
	}
	r.Leaves = s.leaves
	refusal := &Refusal{}
	for _, one := range r.Checks {
		if !one.OK {
			refusal.Failed = append(refusal.Failed, one)
		}
	}
	if len(refusal.Failed) > 0 {
		return r, refusal
	}
	return r, nil
}

// run makes one check and says whether it held.
func (s *subject) run(r *Report, name string, check func(*findings) string) bool {
	c := &findings{}
	detail := check(c)
	if s.meter.empty() {
		c.add("it takes more work than is allowed")
	}
	if c.more > 0 {
		c.list = append(c.list, fmt.Sprintf("and %d more", c.more))
	}
	r.Checks = append(r.Checks, Result{Name: name, OK: len(c.list) == 0, Detail: detail, Faults: c.list})
	return len(c.list) == 0
}

// findings collects what is wrong: the first ones in words, then a count.
type findings struct {
	list []string
	more int
}

const maxFaults = 20

func (c *findings) add(format string, args ...any) {
	if len(c.list) >= maxFaults {
		c.more++
		return
	}
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

// meter counts work down.
type meter struct{ left int64 }

// spend takes n steps and says whether there were so many left.
func (m *meter) spend(n int) bool {
	m.left -= int64(n)
	return m.left >= 0
}

func (m *meter) empty() bool { return m.left < 0 }

func notProved(f *file) []string {
	out := []string{
		"that the prices, demands and capacities are right: the file only carries them; their sources are pinned under evidence by digests, and no input was compared with its digest",
		"that the list of options is complete: the best among other splits, sites or sizes may be better",
		"the reasons in words, the names, the words for today's place, the lists of excluded options, one-off costs, and what each service would choose alone",
		"what is taken for granted, the day the plan is seen from, volumes of traffic, and which names the other plans carry, but for today's",
		"how money splits into its parts, whether what is fixed is a cost or a credit, and that what the objective counts was all counted",
		"that there is no order of moves for groups listed as stuck; that pods find nodes while a wave is under way",
		"how the gap divides into its causes, and the prices shown as an explanation: only the sum of the first follows",
		"who made the file: a digest is no signature",
	}
	if f.Expected != nil {
		out = append(out, "what a month is expected to cost: it is held against the month's bills, and no sum of the plan stands on it")
	}
	if f.Ground != nil {
		out = append(out, "the steps on clusters, node pools and machines: apply looks before each of them")
	}
	if f.Work != nil {
		out = append(out, "the steps that carry the plan out: apply holds each of them against the clusters")
	}
	return out
}

// count writes a number of things, with the word for one where it is one.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return widen(int64(n)).String() + " " + many
}
