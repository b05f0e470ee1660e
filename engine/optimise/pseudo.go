package optimise

import "berth.dev/engine/place"

// split is a way to cut a node in two: the service's options in yes, and the others.
type split struct {
	service int32
	yes     place.Set
	// first is the lowest option in yes; it names the split in the pseudo costs.
	first uint8
	// share is how much of the planes' weight is on the yes side; weight how much
	// depends on it.
	share, weight float64
	// sign says which planes are on the yes side.
	sign [2]uint64
}

// pseudo remembers what splits gained: pseudo costs, by option that begins the yes
// side. It is read by many goroutines within a round and written between rounds.
type pseudo struct {
	start []int32 // by service, where its options begin
	sum   [][2]float64
	count []int32
}

func newPseudo(p *place.Problem) *pseudo {
	c := &pseudo{start: make([]int32, len(p.Services))}
	total := 0
	for i := range p.Services {
		c.start[i] = int32(total)
		total += len(p.Services[i].Options)
	}
	c.sum, c.count = make([][2]float64, total), make([]int32, total)
	return c
}

// gain is what a split gained once: the floor's rise on each side, by share moved.
type gain struct {
	at   int32
	rise [2]float64
}

func (c *pseudo) at(s *split) int32 { return c.start[s.service] + int32(s.first) }

// reliable is after how many tries pseudo costs are believed.
const reliable = 8

// observe makes a gain of the rises seen: what moves to the yes side is 1 − share.
func (c *pseudo) observe(s *split, yes, no float64) gain {
	const least = 0.05
	return gain{c.at(s), [2]float64{yes / max(least, 1-s.share), no / max(least, s.share)}}
}

func (c *pseudo) learn(g gain) {
	c.sum[g.at][0] += g.rise[0]
	c.sum[g.at][1] += g.rise[1]
	c.count[g.at]++
}

// expect is what a split should gain on each side; ok is false where it was tried
// too rarely to say.
func (c *pseudo) expect(s *split) (yes, no float64, ok bool) {
	at := c.at(s)
	if c.count[at] < reliable {
		return 0, 0, false
	}
	n := float64(c.count[at])
	return c.sum[at][0] / n * (1 - s.share), c.sum[at][1] / n * s.share, true
}
