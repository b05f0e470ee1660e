//go:build !crash

package ground

// picks are the points at which a run is cut off: some of those that are not about the
// state folder.
func picks(points []string) (out []int) {
	const most = 3
	all := ofDrivers(points)
	for i := range min(most, len(all)) {
		out = append(out, all[(2*i+1)*len(all)/(2*most)])
	}
	return out
}
