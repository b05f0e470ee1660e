//go:build !crash

package ground

// picks are the points at which a run is cut off: some of those that are not about the
// state folder, the first and the last among them.
func picks(points []string) (out []int) {
	const most = 10
	all := ofDrivers(points)
	for i := range min(most, len(all)) {
		out = append(out, all[i*(len(all)-1)/(most-1)])
	}
	return out
}
