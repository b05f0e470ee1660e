package wave

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
	"pgregory.net/rapid"
)

// simulator keeps the state in the plainest way: everything is added up anew.
type simulator struct {
	m  Moves
	at []int // option, -1 nowhere, -2 was
}

func simulate(m Moves) *simulator {
	s := &simulator{m: m}
	for _, from := range m.From {
		at := from.Option
		if from.Was != nil {
			at = -2
		}
		s.at = append(s.at, at)
	}
	return s
}

func (s *simulator) amount(i, at, b, t int) int64 {
	var uses []place.Use
	switch at {
	case -1:
	case -2:
		uses = s.m.From[i].Was.Use
	default:
		uses = s.m.Problem.Services[i].Options[at].Use
	}
	var sum int64
	for _, use := range uses {
		if int(use.Block) == b {
			sum += int64(use.Amount[t])
		}
	}
	return sum
}

// places are where a service is in a wave: once or twice.
func (s *simulator) places(i int, to map[int]int) []int {
	if l, moves := to[i]; moves {
		return []int{s.at[i], l}
	}
	return []int{s.at[i]}
}

func (s *simulator) use(b, t int, to map[int]int) int64 {
	p := s.m.Problem
	if p.Blocks[b].Either {
		return s.budget(b, 0, to, slices.Clone(s.at))
	}
	var sum int64
	for i := range s.at {
		old := s.amount(i, s.at[i], b, t)
		l, moves := to[i]
		switch {
		case !moves:
			sum += old
		case s.m.Single != nil && s.m.Single[i]:
			sum += max(old, s.amount(i, l, b, t))
		default:
			sum += old + s.amount(i, l, b, t)
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Rule == nil {
			continue
		}
		for _, use := range q.Rule.Use {
			var most int64
			for _, a := range s.places(int(q.A), to) {
				for _, c := range s.places(int(q.B), to) {
					if int(use.Block) == b && a >= 0 && c >= 0 {
						most = max(most, int64(use.Amount[p.At(q, uint8(a), uint8(c))]))
					}
				}
			}
			sum += most
		}
	}
	return sum
}

// budget is the most that a block with one slot is used in any of the states in which
// each service from the i-th on is on its old or its new side, and those before at so.
func (s *simulator) budget(b, i int, to map[int]int, so []int) (most int64) {
	if i < len(so) {
		for _, so[i] = range s.places(i, to) {
			most = max(most, s.budget(b, i+1, to, slices.Clone(so)))
		}
		return most
	}
	p := s.m.Problem
	for j, at := range so {
		most += s.amount(j, at, b, 0)
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Rule == nil || so[q.A] < 0 || so[q.B] < 0 {
			continue
		}
		for _, use := range q.Rule.Use {
			if int(use.Block) == b {
				most += int64(use.Amount[p.At(q, uint8(so[q.A]), uint8(so[q.B]))])
			}
		}
	}
	return most
}

// addBudget gives a service of the problem a budget of its own, which its options and
// its pairs use.
func addBudget(r *rand.Rand, p *place.Problem) {
	owner, b := int32(r.IntN(len(p.Services))), int32(len(p.Blocks))
	var sum int64
	for l := range p.Services[owner].Options {
		o := &p.Services[owner].Options[l]
		if r.IntN(3) > 0 {
			o.Use = append(slices.Clip(o.Use), place.Use{Block: b, Amount: []int32{r.Int32N(20)}})
			sum = 20
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.A != owner && q.B != owner {
			continue
		}
		if q.Rule == nil {
			q.Rule = &place.Rule{}
		}
		use := place.Use{Block: b, Amount: make([]int32, p.Width(q.A)*p.Width(q.B))}
		for at := range use.Amount {
			use.Amount[at] = r.Int32N(20)
		}
		q.Rule.Use = append(q.Rule.Use, use)
		sum += 20
	}
	p.Blocks = append(p.Blocks, place.Block{Name: "own", Cap: []int64{sum * (1 + r.Int64N(8)) / 8}, Either: true})
}

func (s *simulator) forbidden(q *place.Pair, a, c int) bool {
	return a >= 0 && c >= 0 && q.Forbidden(s.m.Problem, uint8(a), uint8(c))
}

// apply checks a wave and makes it.
func (s *simulator) apply(moves []Move) error {
	p := s.m.Problem
	to := map[int]int{}
	for _, move := range moves {
		if _, twice := to[int(move.Service)]; twice || s.at[move.Service] == int(move.Option) {
			return fmt.Errorf("service %d moves twice in a wave, or nowhere", move.Service)
		}
		to[int(move.Service)] = int(move.Option)
	}
	for b := range p.Blocks {
		if !p.Blocks[b].Hard() {
			continue
		}
		for t, limit := range p.Blocks[b].Cap {
			during, before := s.use(b, t, to), s.use(b, t, nil)
			if during > max(limit+p.Blocks[b].FirmMax, before) {
				return fmt.Errorf("block %d, slot %d: %d during, %d before, limit %d", b, t, during, before, limit+p.Blocks[b].FirmMax)
			}
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if s.forbidden(q, s.at[q.A], s.at[q.B]) {
			continue
		}
		for _, a := range s.places(int(q.A), to) {
			for _, c := range s.places(int(q.B), to) {
				if s.forbidden(q, a, c) {
					return fmt.Errorf("pair %d: options %d and %d", k, a, c)
				}
			}
		}
	}
	for i, l := range to {
		s.at[i] = l
	}
	return nil
}

// follow makes all waves and compares where that leads with what the result says.
func follow(m Moves, r *Result) error {
	s := simulate(m)
	for w, wave := range r.Waves {
		if err := s.apply(wave.Moves); err != nil {
			return fmt.Errorf("wave %d: %w", w, err)
		}
		if len(wave.Moves) == 0 || wave.Text(m.Problem) == "" {
			return fmt.Errorf("wave %d is empty or says no reason", w)
		}
	}
	stuck := map[int]bool{}
	for _, one := range r.Stuck {
		stuck[int(one.Service)] = true
		if !one.Blocker.blocks() {
			return fmt.Errorf("service %d is stuck and nothing blocks it", one.Service)
		}
	}
	today := simulate(m).at
	for i, at := range s.at {
		switch {
		case stuck[i] && at != today[i]:
			return fmt.Errorf("stuck service %d stands at %d and not at %d", i, at, today[i])
		case !stuck[i] && at != int(m.To[i]):
			return fmt.Errorf("service %d stands at %d and not at %d", i, at, m.To[i])
		}
	}
	return nil
}

// orderable says by trying all sets of moves, one at a time and without parking,
// whether there is an order.
func orderable(m Moves) bool {
	seen := map[string]bool{}
	var down func(at []int) bool
	down = func(at []int) bool {
		key := fmt.Sprint(at)
		if seen[key] {
			return false
		}
		seen[key] = true
		done := true
		for i := range at {
			if at[i] == int(m.To[i]) {
				continue
			}
			done = false
			s := &simulator{m: m, at: append([]int(nil), at...)}
			if s.apply([]Move{{Service: int32(i), Option: m.To[i]}}) == nil && down(s.at) {
				return true
			}
		}
		return done
	}
	return down(simulate(m).at)
}

// drawMoves draws moves between a random and the best placement of a small problem.
func drawMoves(t *rapid.T) (Moves, bool) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	features := enginetest.Features(r.IntN(32)) | enginetest.Capacities
	p := enginetest.Small(r, features)
	if r.IntN(2) == 0 {
		addBudget(r, p)
	}
	best, _, ok := enginetest.Best(p, nil)
	if !ok {
		return Moves{}, false
	}
	m := Moves{Problem: p, To: best}
	for i := range p.Services {
		m.Single = append(m.Single, r.IntN(4) == 0)
		switch r.IntN(8) {
		case 0:
			m.From = append(m.From, Nowhere())
		case 1:
			gone := p.Services[i].Options[r.IntN(p.Width(int32(i)))]
			m.From = append(m.From, Start{Option: -1, Was: &gone})
		default:
			m.From = append(m.From, Start{Option: r.IntN(p.Width(int32(i)))})
		}
	}
	return m, true
}

func TestEveryStateOfEveryWaveKeepsCapacityAndRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, ok := drawMoves(t)
		if !ok {
			return
		}
		o := DefaultOptions()
		o.MaxMoves = rapid.IntRange(1, 9).Draw(t, "most")
		r, err := Order(m, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := follow(m, r); err != nil {
			t.Fatal(err)
		}
		for _, wave := range r.Waves {
			if len(wave.Moves) > o.MaxMoves {
				t.Fatalf("a wave of %d moves, of at most %d", len(wave.Moves), o.MaxMoves)
			}
		}
	})
}

func TestNothingIsStuckWhereAnOrderExists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, ok := drawMoves(t)
		if !ok || !orderable(m) {
			return
		}
		r, err := Order(m, DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Stuck) > 0 {
			t.Fatalf("%d services are stuck, and an order exists", len(r.Stuck))
		}
		for _, wave := range r.Waves {
			for _, move := range wave.Moves {
				if move.Park {
					t.Fatalf("service %d is parked, and an order without parking exists", move.Service)
				}
			}
		}
	})
}
