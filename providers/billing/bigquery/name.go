package bigquery

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strings"

	"berth.dev/engine/bill"
)

// A project may have a domain before it, as in "example.com:bills".
var (
	projectForm = regexp.MustCompile(`^([a-z0-9.-]{1,64}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$`)
	datasetForm = regexp.MustCompile(`^[A-Za-z0-9_]{1,1000}$`)
	tableForm   = regexp.MustCompile(`^[\p{L}\p{M}\p{N}_ -]{1,1000}$`)
)

// checkProject says what is wrong with a project's ID.
func checkProject(id string) error {
	if projectForm.MatchString(id) {
		return nil
	}
	return fmt.Errorf("BigQuery: %.80q is not the ID of a project: write it as in warehouse = %q", id, "bigquery:acme-billing")
}

// table is the name of a table, in its three parts.
type table struct{ project, dataset, name string }

// String is the name as BigQuery and people write it.
func (t table) String() string { return t.project + "." + t.dataset + "." + t.name }

// tableOf reads the table of a bill. None of its parts can have a character that ends a
// quoted name.
func tableOf(ask bill.Ask, project string) (table, error) {
	name := ask.Table
	if name == "" {
		return table{}, fmt.Errorf("bill %s: BigQuery reads tables and no files: set table = %q, or warehouse = %q to read files here", ask.Name, "DATASET.TABLE", "duckdb")
	}
	// The dots of a domain are before the colon.
	domain, rest, found := strings.Cut(name, ":")
	if !found {
		domain, rest = "", name
	} else {
		domain += ":"
	}
	parts := strings.Split(rest, ".")
	switch {
	case len(parts) == 2 && !found:
		parts = append([]string{project}, parts...)
	case len(parts) == 3:
		parts[0] = domain + parts[0]
	default:
		return table{}, fmt.Errorf("bill %s: %.200q is not a table of BigQuery: write DATASET.TABLE or PROJECT.DATASET.TABLE", ask.Name, name)
	}
	if !projectForm.MatchString(parts[0]) || !datasetForm.MatchString(parts[1]) || !tableForm.MatchString(parts[2]) {
		return table{}, fmt.Errorf("bill %s: %.200q is not a table of BigQuery: write DATASET.TABLE or PROJECT.DATASET.TABLE, with letters, digits, _ and - (no pattern of tables)", ask.Name, name)
	}
	return table{parts[0], parts[1], parts[2]}, nil
}

// drawn is a name for a job that no other has.
func drawn() string { return "berth_" + strings.ToLower(rand.Text()) }

// label makes a label's value of a text: small letters, digits, _ and -, at most 63.
func label(text string) string {
	out := []rune(strings.ToLower(text))
	for i, r := range out {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			out[i] = '_'
		}
	}
	return string(out[:min(len(out), 63)])
}
