package improve_test

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

// shop is a problem of rented services whose one block can be bought in every way: a
// few units for the whole week, and slots above what there is.
func shop(r *rand.Rand) *place.Problem {
	const slots = 24
	block := place.Block{Name: "rented", Cap: make([]int64, slots), Firm: r.Int64N(100), FirmMax: r.Int64N(400)}
	for t := range block.Cap {
		block.Cap[t] = r.Int64N(20)
	}
	if r.IntN(4) > 0 {
		for range slots {
			block.Over = append(block.Over, r.Int64N(30))
		}
	}
	p := &place.Problem{Blocks: []place.Block{block}}
	for range 30 {
		var options []place.Option
		for range 3 {
			use := place.Use{Amount: make([]int32, slots)}
			for t := range use.Amount {
				use.Amount[t] = r.Int32N(30)
			}
			options = append(options, place.Option{Use: []place.Use{use}, Cost: r.Int64N(100)})
		}
		p.Services = append(p.Services, place.Service{Options: options})
	}
	return p
}

func TestWhatIsBoughtIsTheCheapestAfterEveryMove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 9))
		p := shop(r)
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		s := improve.New(p).State(anywhere(r, p))
		for range 40 {
			i, l := int32(r.IntN(30)), uint8(r.IntN(3))
			before, change := s.Cost(), s.Delta(i, l)
			s.Move(i, l)
			if want := p.Cost(s.Placement()); s.Cost() != want || s.Cost() != before+change {
				t.Fatalf("cost %d, %d was announced; it is %d", s.Cost(), before+change, want)
			}
		}
	})
}

func TestACommitmentThatPaysOnlyForTwoIsSeenOnceOneIsThere(t *testing.T) {
	// Two slots, 5 a unit in each, or 8 for a unit in both. Service 0 uses 2 by day:
	// 10. When 1 comes and uses 2 by night, two units for both slots cost 16: 6 more,
	// not 10.
	use := func(day, night int32) []place.Use { return []place.Use{{Amount: []int32{day, night}}} }
	p := &place.Problem{
		Blocks: []place.Block{{Name: "cloud", Cap: []int64{0, 0}, Over: []int64{5, 5}, Firm: 8, FirmMax: 9}},
		Services: []place.Service{
			{Name: "0", Options: []place.Option{{Name: "cloud", Use: use(2, 0)}}},
			{Name: "1", Options: []place.Option{{Name: "owned", Cost: 7}, {Name: "cloud", Use: use(0, 2)}}},
		},
	}
	s := improve.New(p).State(place.Placement{0, 0})
	if got := s.Delta(1, 1); got != -1 { // + 6 − 7
		t.Errorf("delta %d, want -1", got)
	}
	if saved := s.Fill(); saved != 1 || s.Cost() != 16 {
		t.Errorf("saved %d and costs %d, want 1 and 16", saved, s.Cost())
	}
}
