package score

// Priced returns the fleet with the machines of some sites so many times as dear, by
// site: for decisions by what a month's bill shows them to cost.
func (f *Fleet) Priced(factors map[string]float64) *Fleet {
	g := *f
	g.Tariff = f.Tariff.Scaled(factors)
	return &g
}
