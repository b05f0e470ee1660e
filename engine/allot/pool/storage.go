package pool

import (
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/spec"
)

// storagePool begins the names of storage pools among the others: those of node pools
// have no spaces.
const storagePool = "storage pool "

// IsStorage tells whether a pool of a result is of storage.
func IsStorage(name string) bool { return strings.HasPrefix(name, storagePool) }

// storage adds what the storage pools of owned sites cost a month. It belongs to nobody:
// no spec says who fills them, and [spec.StoragePool] has one price for all of it. The
// name is that by which package price lists them, so that a plan has the same line.
func (m *month) storage() {
	for _, s := range m.Workspace.Sites {
		if s.Kind.V != "onprem" {
			continue
		}
		for _, p := range s.StoragePools {
			if p.Price.V.Amount.IsZero() {
				continue
			}
			m.oneStorage(s, p)
		}
	}
}

func (m *month) oneStorage(s *spec.Site, p *spec.StoragePool) {
	zero := m.tariff.Zero()
	o := &owned{site: s, Pool: ledger.Pool{
		Site: s.Name, Name: storagePool + p.Name,
		Capital: zero, Power: zero, Administration: zero, Idle: zero, Spare: zero,
	}}
	o.Upkeep = m.convert(o, p.Price.V.Amount).Line()
	o.Cost, o.Used = o.Upkeep, o.Upkeep
	m.how(o, "price: %s a month", o.Cost)
	m.line(ledger.Line{Kind: ledger.Storage, Site: s.Name, Part: o.Name, Amount: o.Cost})
	m.out.Pools = append(m.out.Pools, o.Pool)
}
