package billing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"berth.dev/engine/bill"
)

// Digest tells two answers apart. It stands for the digest of the bytes where a bill is a
// table, which has none; all engines use it, so that the same rows in DuckDB and in
// BigQuery have the same one.
func Digest(a *bill.Answer) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %d\n", a.Count, a.Bad)
	for _, r := range a.Rows {
		fmt.Fprintf(sum, "%s %s %t %q %q %q %t %q %q %v %v %s %s %s %d\n", r.Month, r.Day, r.Late, r.Category, r.Group, r.Commitment,
			r.Unused, r.Unit, r.Keys, r.Quantity, r.Requested, r.Billed, r.Effective, r.List, r.Count)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}
