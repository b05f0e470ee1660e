package price

// MeanAt is mean use in cores of what runs on the first and on the second site of a
// place, each with its floor held at any time; the second is 0 where there is none. It
// is what a month's report holds against what was measured.
func (l *Load) MeanAt(p Place) (first, second float64) {
	if p.Burst == nil {
		return l.Mean(), 0
	}
	return l.below(p.Base), l.used(p.Base)
}
