package billtest

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// CSV writes a bill as CSV.
func CSV(w io.Writer, o Options) (Total, error) {
	o = o.filled()
	list := columns(o.Kind)
	out := csv.NewWriter(w)
	row := make([]string, len(list))
	for i, c := range list {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return Total{}, err
	}
	total, err := each(o, func(c charge) error {
		for i := range list {
			row[i] = list[i].of(c, o)
		}
		return out.Write(row)
	})
	if err != nil {
		return Total{}, err
	}
	out.Flush()
	return total, out.Error()
}

// pair is a label of GCP.
type pair struct {
	Key   string `json:"key" parquet:"key"`
	Value string `json:"value" parquet:"value"`
}

func pairs(c charge) []pair {
	out := []pair{{"env", "prod"}}
	if c.app != "" {
		out = append(out, pair{"app", c.app}, pair{"team", c.team})
	}
	return out
}

// JSONLines writes a bill as lines of JSON, of GCP's as BigQuery exports it: records in
// records, numbers as numbers, and nothing where there is nothing.
func JSONLines(w io.Writer, o Options) (Total, error) {
	o = o.filled()
	list := columns(o.Kind)
	out := json.NewEncoder(w)
	return each(o, func(c charge) error {
		line := map[string]any{}
		for _, col := range list {
			put(line, col.name, value(col.name, col.of(c, o)))
		}
		return out.Encode(line)
	})
}

// put sets a field, one in a record by its path.
func put(line map[string]any, name string, v any) {
	if v == nil {
		return
	}
	outer, field, nested := strings.Cut(name, ".")
	if !nested {
		line[name] = v
		return
	}
	inner, is := line[outer].(map[string]any)
	if !is {
		inner = map[string]any{}
		line[outer] = inner
	}
	inner[field] = v
}

// value is a field's text as JSON has it.
func value(name, s string) any {
	lower := strings.ToLower(name)
	switch {
	case s == "":
		return nil
	case strings.HasPrefix(s, "[") || strings.HasPrefix(s, "{"):
		return json.RawMessage(s)
	case strings.Contains(lower, "cost") && lower != "cost_type", strings.Contains(lower, "amount"), strings.Contains(lower, "average"), strings.HasSuffix(lower, "bytes"):
		if _, err := strconv.ParseFloat(s, 64); err == nil {
			return json.RawMessage(s)
		}
	}
	return s
}
