package wave

import (
	"fmt"
	"slices"
	"testing"

	"berth.dev/engine/place"
	"github.com/google/go-cmp/cmp"
)

// racks are two racks with room for 10 each, and services that may run in the cloud
// (option 0) or on either rack (options 1 and 2), where they use so much.
func racks(sizes ...int32) *place.Problem {
	p := &place.Problem{Blocks: []place.Block{{Name: "one/cpu", Cap: []int64{10}}, {Name: "two/cpu", Cap: []int64{10}}}}
	for i, size := range sizes {
		p.Services = append(p.Services, place.Service{Name: fmt.Sprintf("s%d", i), Options: []place.Option{
			{Name: "cloud", Cost: int64(size)},
			{Name: "one", Use: []place.Use{{Block: 0, Amount: []int32{size}}}},
			{Name: "two", Use: []place.Use{{Block: 1, Amount: []int32{size}}}},
		}})
	}
	return p
}

func at(options ...int) (out []Start) {
	for _, l := range options {
		out = append(out, Start{Option: l})
	}
	return out
}

// said is a result in words.
func said(p *place.Problem, r *Result) (out []string) {
	for _, w := range r.Waves {
		line := ""
		for _, move := range w.Moves {
			line += fmt.Sprintf("%s>%s ", p.Services[move.Service].Name, p.Services[move.Service].Options[move.Option].Name)
		}
		out = append(out, line+"| "+w.Text(p))
	}
	for _, s := range r.Stuck {
		out = append(out, s.Text(p, Words{
			Amount: func(_ int32, n int64) string { return fmt.Sprint(n) },
			Slot:   func(_, slot int32) string { return fmt.Sprintf("hour %d", slot) },
		}))
	}
	return out
}

func TestMovesStandInAnOrderInWhichTheyCanBeMade(t *testing.T) {
	forbid := func(p *place.Problem, places ...int) *place.Problem {
		table := make([]bool, 9)
		for _, at := range places {
			table[at] = true
		}
		p.Pairs = []place.Pair{{A: 0, B: 1, Rule: &place.Rule{Forbid: table}}}
		return p
	}
	without := func(p *place.Problem, option int) *place.Problem {
		for i := range p.Services {
			options := p.Services[i].Options
			p.Services[i].Options = append(append([]place.Option{}, options[:option]...), options[option+1:]...)
		}
		return p
	}
	talking := racks(1, 1, 1, 1)
	talking.Pairs = []place.Pair{{A: 0, B: 2, Cost: []int64{0, 5, 0, 0, 0, 0, 0, 0, 0}}, {A: 1, B: 3, Cost: []int64{0, 5, 0, 0, 0, 0, 0, 0, 0}}}
	gone := place.Option{Name: "three", Use: []place.Use{{Block: 0, Amount: []int32{10}}}}
	tests := []struct {
		name string
		m    Moves
		max  int
		want []string
	}{
		{"nothing moves", Moves{Problem: racks(1), From: at(1), To: place.Placement{1}}, 9, nil},
		{
			// s1 needs 8 of one's 10, of which s0 holds 7.
			"what frees room goes first",
			Moves{Problem: racks(7, 8), From: at(1, 0), To: place.Placement{0, 1}}, 9,
			[]string{"s0>cloud | frees one/cpu, which 1 later move needs", "s1>one | takes room of one/cpu that had to be free first"},
		},
		{
			// 10 + 10 on neither rack: one of them waits in the cloud. s0 is looked at
			// first, so s1 makes room for it.
			"two that swap over full racks need a detour",
			Moves{Problem: racks(10, 10), From: at(1, 2), To: place.Placement{2, 1}}, 9,
			[]string{"s1>cloud | parks s1 at cloud to make room for s0", "s0>two | frees one/cpu, which 1 later move needs", "s1>one | takes room of one/cpu that had to be free first"},
		},
		{
			"without a detour nothing moves, and each says why",
			Moves{Problem: without(racks(10, 10), 0), From: at(0, 1), To: place.Placement{1, 0}}, 9,
			[]string{
				"s0 cannot move: while it moves, two/cpu lacks 10 at hour 0; s1, which cannot move either, holds 10 of it",
				"s1 cannot move: while it moves, one/cpu lacks 10 at hour 0; s0, which cannot move either, holds 10 of it",
			},
		},
		{
			// 6 + 6 do not fit on 10, and there is no cloud; s2 frees too little of one,
			// 10 - 9 + 3 = 4, and leaves 1 of two.
			"a stuck service does not keep others",
			Moves{Problem: without(racks(6, 6, 3), 0), From: at(0, 1, 0), To: place.Placement{1, 0, 1}}, 9,
			[]string{
				"s2>two | frees one/cpu, which 1 later move needs",
				"s0 cannot move: while it moves, two/cpu lacks 5 at hour 0; s1, which cannot move either, holds 6 of it",
				"s1 cannot move: while it moves, one/cpu lacks 2 at hour 0; s0, which cannot move either, holds 6 of it",
			},
		},
		{
			// today 12 of 10: s0 may leave; s2 may come when 12 - 7 + 4 fits.
			"today's lack may stay but not grow",
			Moves{Problem: racks(7, 5, 4), From: at(1, 1, 0), To: place.Placement{0, 1, 1}}, 9,
			[]string{"s0>cloud | frees one/cpu, which 1 later move needs", "s2>one | takes room of one/cpu that had to be free first"},
		},
		{
			"talkers move together",
			Moves{Problem: talking, From: at(0, 0, 0, 0), To: place.Placement{1, 1, 1, 1}}, 2,
			[]string{
				"s0>one s2>one | nothing has to move before; 2 of 2 services talk to each other",
				"s1>one s3>one | nothing has to move before; 2 of 2 services talk to each other",
			},
		},
		{
			// (s0 in the cloud, s1 on one) is forbidden, at 0×3 + 1: s1 goes first.
			"a rule decides who goes first",
			Moves{Problem: forbid(racks(1, 1), 1), From: at(1, 1), To: place.Placement{0, 0}}, 9,
			[]string{"s1>cloud | nothing has to move before", "s0>cloud | nothing has to move before"},
		},
		{
			// Apart they may nowhere be: 0×3+1 and 1×3+0 forbidden. By rack two they
			// may: s1 waits there.
			"a rule is met by a detour",
			Moves{Problem: forbid(racks(1, 1), 1, 3), From: at(1, 1), To: place.Placement{0, 0}}, 9,
			[]string{"s1>two | parks s1 at two to make room for s0", "s0>cloud | nothing has to move before", "s1>cloud | nothing has to move before"},
		},
		{
			"a rule that allows no way says which pair it is",
			Moves{Problem: forbid(racks(1, 1), 1, 2, 3, 5, 6, 7), From: at(1, 1), To: place.Placement{0, 0}}, 9,
			[]string{
				"s0 cannot move: on the way its place and that of s1 are not allowed together",
				"s1 cannot move: on the way its place and that of s0 are not allowed together",
			},
		},
		{
			"a service that starts has no old side",
			Moves{Problem: racks(10), From: []Start{Nowhere()}, To: place.Placement{1}}, 9,
			[]string{"s0>one | nothing has to move before"},
		},
		{
			"a place that is no option any more holds room until it is left",
			Moves{Problem: racks(4, 8), From: []Start{{Option: -1, Was: &gone}, {Option: 0}}, To: place.Placement{0, 1}}, 9,
			[]string{"s0>cloud | frees one/cpu, which 1 later move needs", "s1>one | takes room of one/cpu that had to be free first"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := test.m.Problem.Check(); err != nil {
				t.Fatal(err)
			}
			o := DefaultOptions()
			o.MaxMoves = test.max
			r, err := Order(test.m, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, said(test.m.Problem, r)); diff != "" {
				t.Error(diff)
			}
			if err := follow(test.m, r); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestABudgetIsNoRoom(t *testing.T) {
	// s0 may be late by 40. In the cloud its calls take 36 of it: 30 of its own and 6
	// to s1 where that is in the cloud, 2 where it is on one. On one they take 8 + 1.
	// The sum of both sides, 45, would be too much.
	shop := func(limit int64) *place.Problem {
		p := racks(1, 1)
		p.Blocks = append(p.Blocks, place.Block{Name: "s0/latency", Cap: []int64{limit}, Either: true})
		options := p.Services[0].Options
		options[0].Use = []place.Use{{Block: 2, Amount: []int32{30}}}
		options[1].Use = append(options[1].Use, place.Use{Block: 2, Amount: []int32{8}})
		p.Pairs = []place.Pair{{A: 0, B: 1, Rule: &place.Rule{Use: []place.Use{{Block: 2, Amount: []int32{6, 2, 0, 1, 1, 0, 0, 0, 0}}}}}}
		return p
	}
	for _, test := range []struct {
		name     string
		limit    int64
		from, to []int
		want     []string
	}{
		{"the larger side counts", 40, []int{0, 0}, []int{1, 0}, []string{"s0>one | nothing has to move before"}},
		{"what is broken today may be repaired", 20, []int{0, 0}, []int{1, 0}, []string{"s0>one | nothing has to move before"}},
		{"both ends move", 36, []int{0, 0}, []int{1, 1}, []string{"s0>one s1>one | nothing has to move before"}},
		// From 8 + 1 to 30 + 6 of 35: alone it is too much, after s1 it is 30 + 2.
		{"a callee goes first where that helps", 35, []int{1, 0}, []int{0, 1}, []string{"s1>one | nothing has to move before", "s0>cloud | nothing has to move before"}},
		{"too much is too much", 35, []int{1, 0}, []int{0, 0}, []string{"s0 cannot move: while it moves, s0/latency lacks 1 at hour 0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := Moves{Problem: shop(test.limit), From: at(test.from...)}
			for _, l := range test.to {
				m.To = append(m.To, uint8(l))
			}
			if err := m.Problem.Check(); err != nil {
				t.Fatal(err)
			}
			r, err := Order(m, DefaultOptions())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, said(m.Problem, r)); diff != "" {
				t.Error(diff)
			}
			if err := follow(m, r); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestASingleStopsFirstAndCountsOnce(t *testing.T) {
	// 6 today, 5 after, on the one rack of 10: both at once are 11, one after the
	// other never more than 6.
	p := &place.Problem{Blocks: []place.Block{{Name: "one/cpu", Cap: []int64{10}}}, Services: []place.Service{{Name: "s0", Options: []place.Option{
		{Name: "large", Use: []place.Use{{Block: 0, Amount: []int32{6}}}}, {Name: "small", Use: []place.Use{{Block: 0, Amount: []int32{5}}}},
	}}}}
	for single, want := range map[bool][]string{
		true:  {"s0>small | nothing has to move before"},
		false: {"s0 cannot move: while it moves, one/cpu lacks 1 at hour 0"},
	} {
		r, err := Order(Moves{Problem: p, From: at(0), To: place.Placement{1}, Single: []bool{single}}, DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, said(p, r)); diff != "" {
			t.Errorf("single %v: %s", single, diff)
		}
	}
}

func TestMovesOfAnotherShapeAreRefused(t *testing.T) {
	p := racks(1, 1)
	gone := place.Option{Use: []place.Use{{Block: 7, Amount: []int32{1}}}}
	for name, m := range map[string]Moves{
		"too few starts":     {Problem: p, From: at(0), To: place.Placement{0, 0}},
		"too few ends":       {Problem: p, From: at(0, 0), To: place.Placement{0}},
		"no such option":     {Problem: p, From: at(0, 3), To: place.Placement{0, 0}},
		"no such end":        {Problem: p, From: at(0, 0), To: place.Placement{0, 3}},
		"an unknown block":   {Problem: p, From: []Start{{Option: -1, Was: &gone}, {}}, To: place.Placement{0, 0}},
		"two places at once": {Problem: p, From: []Start{{Option: 0, Was: &gone}, {}}, To: place.Placement{0, 0}},
		"marks of others":    {Problem: p, From: at(0, 0), To: place.Placement{0, 0}, Single: []bool{true}},
		"traffic of others":  {Problem: p, From: at(0, 0), To: place.Placement{0, 0}, Traffic: []int64{1}},
	} {
		if _, err := Order(m, DefaultOptions()); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestWavesAreFullWhereNothingIsScarce(t *testing.T) {
	// 7 moves of 1 into 10: three waves of at most 3.
	m := Moves{Problem: racks(1, 1, 1, 1, 1, 1, 1), From: at(0, 0, 0, 0, 0, 0, 0), To: place.Placement{1, 1, 1, 1, 1, 1, 1}}
	o := DefaultOptions()
	o.MaxMoves = 3
	r, err := Order(m, o)
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, w := range r.Waves {
		got = append(got, len(w.Moves))
	}
	if diff := cmp.Diff([]int{3, 3, 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnOrderDoesNotDependOnHowServicesAreListed(t *testing.T) {
	names := func(order []int32) []string {
		p, turned := racks(7, 8, 2, 3, 1), place.Placement{0, 1, 2, 2, 1}
		from := at(1, 0, 1, 0, 0)
		m := Moves{Problem: &place.Problem{Blocks: p.Blocks}}
		for _, i := range order {
			m.Problem.Services = append(m.Problem.Services, p.Services[i])
			m.From = append(m.From, from[i])
			m.To = append(m.To, turned[i])
		}
		r, err := Order(m, Options{MaxMoves: 2})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, w := range r.Waves {
			var wave []string
			for _, move := range w.Moves {
				wave = append(wave, m.Problem.Services[move.Service].Name)
			}
			slices.Sort(wave)
			out = append(out, fmt.Sprint(wave))
		}
		return out
	}
	want := names([]int32{0, 1, 2, 3, 4})
	for _, order := range [][]int32{{4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}} {
		if diff := cmp.Diff(want, names(order)); diff != "" {
			t.Errorf("%v: %s", order, diff)
		}
	}
}
