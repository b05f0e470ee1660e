package fleet

import (
	"math"

	"berth.dev/engine/place"
	"berth.dev/engine/price"
)

// diskRow is a storage pool of an owned site that says how large it is.
type diskRow struct {
	name string
	// free is MiB without what is in use by others.
	free  float64
	block int32
}

// findDisks lists the storage pools with a size, less what others have there.
func (b *builder) findDisks() {
	for _, s := range b.sites {
		if !s.owned {
			continue
		}
		for _, p := range s.spec.StoragePools {
			if !p.Size.Set() {
				continue
			}
			others := p.InUse.V / bytesInMiB
			for _, m := range b.members {
				if p.InUse.Set() && len(m.svc.RunsOn.V) == 1 && m.svc.RunsOn.V[0] == s.spec.Name {
					others -= m.stored(s.tariff, p.Name)
				}
			}
			s.disks = append(s.disks, &diskRow{name: p.Name, free: max(0, p.Size.V/bytesInMiB-max(0, others))})
		}
	}
}

// stored is how many MiB of a class a member keeps on a site.
func (m *member) stored(s *price.Site, class string) (mib float64) {
	for _, v := range m.load.Disks {
		if d, ok := s.Disk(v.Class); v.Class == class || v.Class == "" && ok && d.Class == class {
			mib += v.GiB * mebi
		}
	}
	return mib
}

// diskBlocks makes the blocks of storage.
func (a *assembly) diskBlocks() {
	for _, s := range a.b.sites {
		for _, d := range s.disks {
			d.block = a.block(
				Block{Name: s.spec.Name + "/" + d.name + "/storage", Kind: Storage, Site: s.spec.Name, Pools: []string{d.name}, Resource: "storage", Unit: "MiB"},
				place.Block{Cap: []int64{int64(d.free)}})
		}
	}
}

// diskUse is what a variant stores on a site.
func (a *assembly) diskUse(v *variant, site int) (use []place.Use) {
	s := a.b.sites[site]
	for _, d := range s.disks {
		if mib := v.m.stored(s.tariff, d.name); mib > 0 {
			use = append(use, place.Use{Block: d.block, Amount: []int32{a.small(int64(math.Ceil(mib-1e-6)), v)}})
		}
	}
	return use
}
