package bigquery

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/bigquery"

	"berth.dev/providers/billing/query"
)

// row is the name of a row in the query's source; no column should have it.
const row = "berth_row"

// columns are those of a table as the canonical query reads them.
func columns(schema bigquery.Schema) (out []query.Column) {
	for _, f := range schema {
		out = append(out, column(f, f.Name, row+"."+query.BigQueryName(f.Name)))
	}
	return out
}

// column is a column or field, by its path and its SQL.
func column(f *bigquery.FieldSchema, path, sql string) query.Column {
	c := query.Column{Name: path, SQL: sql, Type: query.Odd}
	if f.Repeated {
		if f.Type != bigquery.RecordFieldType {
			c.SQL = "TO_JSON_STRING(" + sql + ")"
			return c
		}
		c.Type, c.Fields = query.Records, fields(f.Schema, path, "e")
		names := map[string]bool{}
		for _, sub := range f.Schema {
			names[strings.ToLower(sub.Name)] = sub.Type == bigquery.StringFieldType && !sub.Repeated
		}
		if names["key"] && names["value"] {
			c.Type = query.Pairs
		}
		return c
	}
	switch f.Type {
	case bigquery.StringFieldType:
		c.Type = query.Text
	case bigquery.FloatFieldType:
		c.Type = query.Double
	case bigquery.NumericFieldType:
		c.Type, c.Scale = query.Decimal, numericScale
	case bigquery.BigNumericFieldType:
		c.Type, c.Scale = query.Decimal, bigNumericScale
	case bigquery.IntegerFieldType:
		c.Type = query.Integer
	case bigquery.TimestampFieldType:
		c.Type = query.Zoned
	case bigquery.DateTimeFieldType:
		c.Type = query.Local
	case bigquery.DateFieldType:
		c.Type = query.Date
	case bigquery.RecordFieldType:
		c.Type, c.Fields = query.Struct, fields(f.Schema, path, sql)
	case bigquery.JSONFieldType:
		c.Type, c.SQL = query.Text, "TO_JSON_STRING("+sql+")"
	default:
		c.SQL = "TO_JSON_STRING(" + sql + ")"
	}
	return c
}

// Digits after the point of BigQuery's decimals.
const (
	numericScale    = 9
	bigNumericScale = 38
)

func fields(schema bigquery.Schema, path, sql string) (out []query.Column) {
	for _, f := range schema {
		out = append(out, column(f, path+"."+f.Name, sql+"."+query.BigQueryName(f.Name)))
	}
	return out
}

// describe asks for a table's columns, where it lies, and how it is cut.
func (r *Reader) describe(ctx context.Context, t table) (*bigquery.TableMetadata, error) {
	meta, err := r.client.DatasetInProject(t.project, t.dataset).Table(t.name).Metadata(ctx)
	if err != nil {
		return nil, r.explain(ctx, t, err)
	}
	switch meta.Type {
	case bigquery.RegularTable, bigquery.ViewTable, bigquery.MaterializedView, bigquery.ExternalTable, bigquery.Snapshot:
		return meta, nil
	}
	return nil, fmt.Errorf("BigQuery: %s is a %s: name a table or a view", t, meta.Type)
}
