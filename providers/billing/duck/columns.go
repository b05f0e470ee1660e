package duck

import (
	"regexp"
	"strconv"
	"strings"

	"berth.dev/providers/billing/query"
)

// identifier quotes a name.
func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal quotes a text.
func literal(text string) string { return query.DuckDB{}.Literal(text) }

// literals are texts as a list.
func literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = literal(t)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// csvColumns are the columns of a CSV file, which DuckDB knows by number.
func csvColumns(names []string) (columns []query.Column, types string) {
	var list []string
	for i, name := range names {
		c := "c" + strconv.Itoa(i)
		columns = append(columns, query.Column{Name: strings.TrimSpace(name), SQL: c, Type: query.Text})
		list = append(list, "'"+c+"': 'VARCHAR'")
	}
	return columns, "{" + strings.Join(list, ", ") + "}"
}

// jsonColumns are columns for fields of JSON lines, each by the names that it may have,
// all of them as text: what is no text comes as JSON. Lines may differ in the names they
// use, and a name may come late: of each line the first name that it has counts. A field
// in a record makes the record a struct. Names are spelled as a file has them.
func jsonColumns(wanted [][]string, spelled *look) (columns []query.Column, types string) {
	var order []string
	inner := map[string][]string{}
	for _, names := range wanted {
		var alike []string
		for _, name := range names {
			outer, field, nested := strings.Cut(spelled.spell(name), ".")
			if _, known := inner[outer]; !known {
				order = append(order, outer)
				inner[outer] = nil
			}
			sql := identifier(outer)
			if nested {
				inner[outer] = append(inner[outer], field)
				sql = fieldOf(sql, field)
			}
			alike = append(alike, sql)
		}
		columns = append(columns, query.Column{Name: names[0], SQL: "COALESCE(" + strings.Join(alike, ", ") + ")", Type: query.Text})
	}
	var list []string
	for _, outer := range order {
		kind := "VARCHAR"
		if len(inner[outer]) > 0 {
			var parts []string
			for _, field := range inner[outer] {
				parts = append(parts, identifier(field)+" VARCHAR")
			}
			kind = "STRUCT(" + strings.Join(parts, ", ") + ")"
		}
		list = append(list, literal(outer)+": "+literal(kind))
	}
	return columns, "{" + strings.Join(list, ", ") + "}"
}

func fieldOf(record, field string) string {
	return "STRUCT_EXTRACT(" + record + ", " + literal(field) + ")"
}

var decimalType = regexp.MustCompile(`^DECIMAL\(\d+,(\d+)\)$`)

// typed is a column of a type as DuckDB writes it: DESCRIBE's answer.
func typed(name, sql, kind string) query.Column {
	c := query.Column{Name: name, SQL: sql, Type: plainType(kind)}
	if m := decimalType.FindStringSubmatch(kind); m != nil {
		c.Type = query.Decimal
		c.Scale, _ = strconv.Atoi(m[1]) // the pattern has digits alone
	}
	switch {
	case c.Type != query.Odd:
	case strings.HasPrefix(kind, "MAP("):
		c.Type = query.Map
		if !strings.HasPrefix(kind, "MAP(VARCHAR,") {
			c.SQL = "CAST(" + sql + " AS MAP(VARCHAR, VARCHAR))" // a name of a tag is a text
		}
	case strings.HasPrefix(kind, "STRUCT(") && strings.HasSuffix(kind, ")"):
		c.Type = query.Struct
		c.Fields = fieldsOf(name, sql, kind)
	case strings.HasPrefix(kind, "STRUCT(") && strings.HasSuffix(kind, ")[]"):
		c.Type = query.Records
		c.Fields = fieldsOf(name, "x", strings.TrimSuffix(kind, "[]"))
		if hasField(c, "key") && hasField(c, "value") {
			c.Type = query.Pairs
		}
	}
	return c
}

func hasField(c query.Column, field string) bool {
	for _, f := range c.Fields {
		if f.Name == c.Name+"."+field {
			return true
		}
	}
	return false
}

func plainType(kind string) query.Type {
	switch kind {
	case "VARCHAR", "JSON":
		return query.Text
	case "DOUBLE":
		return query.Double
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT":
		return query.Integer
	case "TIMESTAMP WITH TIME ZONE":
		return query.Zoned
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		return query.Local
	case "DATE":
		return query.Date
	}
	return query.Odd
}

// fieldsOf are the fields of a struct's type: names, quoted where they need it, and
// types, parted by commas that stand in no bracket.
func fieldsOf(name, sql, kind string) (out []query.Column) {
	rest := strings.TrimSuffix(strings.TrimPrefix(kind, "STRUCT("), ")")
	for _, part := range split(rest) {
		field, kind := part, ""
		if strings.HasPrefix(part, `"`) {
			end := 1
			for end < len(part) && (part[end] != '"' || end+1 < len(part) && part[end+1] == '"') {
				if part[end] == '"' {
					end++
				}
				end++
			}
			field, kind = strings.ReplaceAll(part[1:min(end, len(part))], `""`, `"`), strings.TrimSpace(part[min(end+1, len(part)):])
		} else {
			field, kind, _ = strings.Cut(part, " ")
		}
		out = append(out, typed(name+"."+field, fieldOf(sql, field), kind))
	}
	return out
}

// split parts a list at its commas.
func split(list string) (out []string) {
	depth, quoted, start := 0, false, 0
	for i, r := range list {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			out = append(out, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(list[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}
