package bigquery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/api/googleapi"
)

// explain makes an error of Google's one that says what to do.
func (r *Reader) explain(ctx context.Context, t table, err error) error {
	var told *googleapi.Error
	if !errors.As(err, &told) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("BigQuery: %s: %w", t, err)
	}
	reason := ""
	if len(told.Errors) > 0 {
		reason = told.Errors[0].Reason
	}
	words := clip(told.Message)
	switch {
	case reason == "bytesBilledLimitExceeded":
		return fmt.Errorf("BigQuery: %s: the query would bill more than %s, which is the most that one may: %s", t, size(r.options.MostBytes), words)
	case told.Code == http.StatusUnauthorized:
		return fmt.Errorf("BigQuery: the credentials are not taken: log in again with `gcloud auth application-default login`: %s", words)
	case told.Code == http.StatusForbidden && strings.Contains(words, "bigquery.jobs.create"):
		return fmt.Errorf("BigQuery: nobody of ours may run queries in project %s: give the role roles/bigquery.jobUser there, or name another project in warehouse: %s", r.options.Project, words)
	case reason == "quotaExceeded":
		return fmt.Errorf("BigQuery: the quota of project %s is used up: %s", r.options.Project, words)
	case told.Code == http.StatusForbidden:
		return fmt.Errorf("BigQuery: %s may not be read: give the role roles/bigquery.dataViewer on its dataset: %s", t, words)
	case told.Code == http.StatusNotFound:
		return fmt.Errorf("BigQuery: there is no table %s, or nobody of ours may see it: %s", t, words)
	case told.Code == http.StatusBadRequest:
		return fmt.Errorf("BigQuery: %s: the query is refused: %s", t, words)
	}
	return fmt.Errorf("BigQuery: %s: status %d: %s", t, told.Code, words)
}

// longestWords is how much of Google's words is shown, which may quote a query at length.
const longestWords = 300

// clip is one line of a text from outside, without what a terminal would obey.
func clip(words string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, words)
	if runes := []rune(clean); len(runes) > longestWords {
		return string(runes[:longestWords]) + "…"
	}
	return clean
}
