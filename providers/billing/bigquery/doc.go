// Package bigquery reads bills that lie in BigQuery: the work is done there, and only
// sums come back.
package bigquery
