package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/place"
)

// piece is what whole pods add to a row: where a node holds so many pieces of a size
// and a rest that is lost, each pod counts the pieces that it needs whole. Since
// Σ ⌊request/size⌋ ≤ ⌊Σ request/size⌋ ≤ ⌊room/size⌋ on every node, no packing breaks
// it: it is a dual feasible function (F. Clautiaux, C. Alves, J. Valério de Carvalho,
// A survey of dual-feasible and superadditive functions, 2010) and may stand in the
// floor, which knows nothing else of packing.
type piece struct {
	resource int
	// size is one piece in the problem's integers, pieces how many the row holds.
	size, pieces int64
	block        int32
}

// mostPieces is how many sizes of a resource count for one row.
const mostPieces = 2

// piecesOf are the sizes that count for a row: requests of its services with which
// the row would be fuller than it is by the resource itself, if all of them ran there
// at their peaks; the fullest first.
func (b *builder) piecesOf(site int, r *row, resource int, free int64) []*piece {
	type candidate struct {
		*piece
		full float64
	}
	var out []candidate
	seen := make(map[int64]bool)
	plain := b.fullness(site, r, resource, 1, free)
	for _, m := range b.members {
		size := m.request[resource]
		if !m.mustRun(site, r) || size <= 0 || seen[size] {
			continue
		}
		seen[size] = true
		c := candidate{piece: &piece{resource: resource, size: size, block: -1}}
		for _, p := range r.pools {
			c.pieces += int64(max(0, p.nodes-p.spare)) * (p.perNode(resource) / size)
		}
		if c.full = b.fullness(site, r, resource, size, c.pieces); c.full > plain {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(x, y candidate) int { return cmp.Or(cmp.Compare(y.full, x.full), cmp.Compare(x.size, y.size)) })
	var best []*piece
	for _, c := range out[:min(len(out), mostPieces)] {
		best = append(best, c.piece)
	}
	return best
}

// fullness is what the services of a row ask for at their peaks, in pieces, over how
// many the row holds.
func (b *builder) fullness(site int, r *row, resource int, size, pieces int64) float64 {
	sum := int64(0)
	for _, m := range b.members {
		if m.mustRun(site, r) {
			sum += int64(m.top) * (m.request[resource] / size)
		}
	}
	return float64(sum) / float64(max(1, pieces))
}

// mustRun tells whether a service can run nowhere on a site but in a row's pools.
func (m *member) mustRun(site int, r *row) bool {
	return m.masks[site] != 0 && m.masks[site]&^r.set == 0
}

// pieceBlocks adds the blocks of a row's pieces.
func (a *assembly) pieceBlocks(site string, r *row, pools []string) {
	for _, w := range r.pieces {
		name := fmt.Sprintf("%s/%s/%s in whole pods of %s", site, strings.Join(pools, "+"), a.b.resources[w.resource], pieceOf(w.resource, w.size))
		w.block = a.block(
			Block{Name: name, Kind: Pieces, Site: site, Pools: pools, Resource: a.b.resources[w.resource], Unit: "pieces"},
			place.Block{Cap: slices.Repeat([]int64{w.pieces}, a.b.slots)})
	}
}

// pieceOf writes a size as a quantity of Kubernetes.
func pieceOf(resource int, size int64) string {
	switch resource {
	case cpu:
		return fmt.Sprintf("%dm", size)
	case memory:
		return fmt.Sprintf("%dMi", size)
	}
	return fmt.Sprint(size)
}

// pieceUse is what a variant takes of a row's pieces.
func (a *assembly) pieceUse(v *variant, r *row) (use []place.Use) {
	for _, w := range r.pieces {
		if n := v.m.request[w.resource] / w.size; n > 0 {
			use = append(use, place.Use{Block: w.block, Amount: a.times(v, n)})
		}
	}
	return use
}
