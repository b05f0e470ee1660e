package datadog

import (
	"encoding/json"
	"fmt"
	"strings"
)

// compileObject takes one query of the API as it is, with whatever data source, and
// sees to its name and its roll-up.
func compileObject(text string, step int64, perSecond bool) (question, error) {
	var object map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&object); err != nil {
		return question{}, fmt.Errorf("a query that begins with a brace is an object of the API in JSON: %w", err)
	}
	if d.More() {
		return question{}, fmt.Errorf("one query is one object: write another under its own kind")
	}
	switch source, _ := object["data_source"].(string); source {
	case "":
		return question{}, fmt.Errorf(`the query has no data_source, as in "apm_metrics"`)
	case "metrics", "cloud_cost":
		metrics, _ := object["query"].(string)
		return compileText(metrics, step, perSecond)
	}
	object["name"] = "a"
	counted, err := interval(object, step)
	if err != nil {
		return question{}, err
	}
	raw, err := json.Marshal(object)
	if err != nil {
		return question{}, err
	}
	q := question{formula: "a", queries: []json.RawMessage{raw}}
	stat, _ := object["stat"].(string)
	q.perSecond = perSecond && (counted || strings.HasSuffix(stat, "_per_second"))
	if perSecond && counted {
		q.formula = fmt.Sprintf("(a / %d)", step)
	}
	return q, nil
}

// interval gives the object the step, and tells whether its values are counts or sums
// over it.
func interval(object map[string]any, step int64) (counted bool, err error) {
	if object["stat"] == "hits" || object["stat"] == "errors" {
		return true, nil
	}
	compute, ok := object["compute"].(map[string]any)
	if !ok {
		return false, nil
	}
	milliseconds := json.Number(fmt.Sprint(step * 1000))
	if had, ok := compute["interval"]; ok && had != milliseconds {
		return false, fmt.Errorf("the query computes over %v ms, the step of its metrics block is %s ms: leave out the interval, or set step", had, milliseconds)
	}
	compute["interval"] = milliseconds
	return compute["aggregation"] == "count" || compute["aggregation"] == "sum", nil
}
