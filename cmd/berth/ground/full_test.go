//go:build crash

package ground

// picks are all points.
func picks(points []string) (out []int) {
	for i := range points {
		out = append(out, i+1)
	}
	return out
}
