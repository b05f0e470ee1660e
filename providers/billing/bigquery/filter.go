package bigquery

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/bigquery"

	"berth.dev/engine/bill"
)

// filter is the condition by which BigQuery leaves partitions of a table out, which it
// then does not read and does not bill; "" for none. It never leaves a row out that
// belongs to an asked month:
//
//   - When a row was loaded (_PARTITIONTIME, and export_time in Google's export) is after
//     it was invoiced, so that a month's rows are in partitions from its beginning on,
//     however late they come. A row that is still being written has no partition yet.
//   - A billing period begins no more than a month before the middle of it.
//   - A charge begins in its month where that is how months are told; by invoice, it may
//     begin any time before, and nothing is left out.
//
// Where the table refuses queries without a condition and there is none that is safe, it
// is one that leaves nothing out; what it costs is told and limited as ever.
func filter(meta *bigquery.TableMetadata, ask bill.Ask) (condition, note string) {
	if meta.TimePartitioning == nil {
		return "", ""
	}
	field := meta.TimePartitioning.Field
	zone := ask.Zone
	if zone == nil {
		zone = time.UTC
	}
	begin := ask.From.Begin(zone).Add(-spare)
	switch name := strings.ToLower(field); {
	case name == "":
		return fmt.Sprintf("%s >= %s OR %s IS NULL", loaded, moment(begin), loaded), left(begin)
	case name == "export_time" && ask.Kind == bill.GCP:
		return since(meta, field, begin), left(begin)
	case name == "billingperiodstart" && ask.Kind == bill.FOCUS && ask.By == bill.ByInvoice:
		return since(meta, field, ask.From.Plus(-1).Begin(zone).Add(-spare)), left(ask.From.Plus(-1).Begin(zone).Add(-spare))
	case (name == "usage_start_time" && ask.Kind == bill.GCP || name == "chargeperiodstart" && ask.Kind == bill.FOCUS) && ask.By == bill.ByCharge:
		return since(meta, field, begin), left(begin)
	}
	if meta.RequirePartitionFilter {
		return since(meta, field, time.Unix(0, 0).UTC()), ""
	}
	return "", ""
}

// spare is how much earlier than the month rows are looked for: clocks differ, and a
// month of Google begins by Pacific time.
const spare = 48 * time.Hour

// loaded is the name of when a row came into a table that is cut by that.
const loaded = "_PARTITIONTIME"

// since is a condition on a column, which may be a day or a time.
func since(meta *bigquery.TableMetadata, field string, t time.Time) string {
	for _, f := range meta.Schema {
		if strings.EqualFold(f.Name, field) && f.Type != bigquery.TimestampFieldType {
			text := t.UTC().Format("2006-01-02")
			return column(f, f.Name, quoted(f.Name)).SQL + " >= '" + text + "'"
		}
	}
	return quoted(field) + " >= " + moment(t)
}

func moment(t time.Time) string {
	return "TIMESTAMP('" + t.UTC().Format("2006-01-02 15:04:05") + "+00')"
}

func left(t time.Time) string {
	return "partitions before " + t.UTC().Format(time.DateOnly) + " were not read: rows of other months that lie there are not counted"
}
