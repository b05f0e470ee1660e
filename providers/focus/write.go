package focus

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"time"
)

func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// figure writes a quantity to six digits after the point.
func figure(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64)
}

// Columns are the names of the file's columns, in order.
func Columns() []string {
	var out []string
	for _, c := range columns() {
		out = append(out, c.name)
	}
	return out
}

// Cells are a row as the file has it. An empty cell is null.
func (r *Row) Cells() []string {
	var out []string
	for _, c := range columns() {
		out = append(out, c.of(r))
	}
	return out
}

// Write writes rows as CSV. No cell begins as a formula of a spreadsheet does, for names
// are those of the workspace, and numbers are plain.
func Write(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	if err := out.Write(Columns()); err != nil {
		return err
	}
	all := columns()
	cells := make([]string, len(all))
	for i := range rows {
		for k, c := range all {
			cells[k] = c.of(&rows[i])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Supports are the criteria of FOCUS that owned machines meet: what rules are asked of
// these rows.
func Supports() []string {
	return []string{
		"ACCOUNT_NAMING_SUPPORTED", "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED", "CAPACITY_RESERVATION_SUPPORTED",
		"COMMITMENT_DISCOUNT_SUPPORTED", "MULTIPLE_PRICING_CATEGORIES_SUPPORTED", "REGION_SUPPORTED", "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
		"SUB_ACCOUNT_SUPPORTED", "TAGGING_SUPPORTED", "USAGE_MEASUREMENT_SUPPORTED",
	}
}
