//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import "strings"

// The types that signatures name.
var (
	ofString    = kind{name: "STRING"}
	ofInt       = kind{name: "INT64"}
	ofDouble    = kind{name: "FLOAT64"}
	ofBool      = kind{name: "BOOL"}
	ofBig       = kind{name: "BIGNUMERIC"}
	ofTimestamp = kind{name: "TIMESTAMP"}
	ofJSON      = kind{name: "JSON"}
)

// signature is a function of BigQuery as SQL of DuckDB; see [operator].
type signature struct {
	pattern string
	result  kind
	want    []kind
}

// simple are functions with one signature. Functions that begin with bq_ are Go's: see
// function.go. LTRIM and the like take away whatever is white in Unicode.
var simple = map[string]signature{
	"DIV":                   {"(% // %)", ofInt, []kind{ofInt, ofInt}},
	"LENGTH":                {"length(%)", ofInt, []kind{ofString}},
	"TRIM":                  {"bq_trim(%)", ofString, []kind{ofString}},
	"LTRIM":                 {"bq_ltrim(%)", ofString, []kind{ofString}},
	"UPPER":                 {"upper(%)", ofString, []kind{ofString}},
	"LOWER":                 {"lower(%)", ofString, []kind{ofString}},
	"STARTS_WITH":           {"starts_with(%, %)", ofBool, []kind{ofString, ofString}},
	"REGEXP_CONTAINS":       {"regexp_matches(%, %)", ofBool, []kind{ofString, ofString}},
	"REGEXP_EXTRACT":        {"bq_regexp_extract(%, %)", ofString, []kind{ofString, ofString}},
	"REGEXP_REPLACE":        {"regexp_replace(%, %, %, 'g')", ofString, []kind{ofString, ofString, ofString}},
	"PARSE_BIGNUMERIC":      {"bq_decimal(%)", ofBig, []kind{ofString}},
	"SAFE.PARSE_BIGNUMERIC": {"bq_try_decimal(%)", ofBig, []kind{ofString}},
	"IS_NAN":                {"isnan(%)", ofBool, []kind{ofDouble}},
	"IS_INF":                {"isinf(%)", ofBool, []kind{ofDouble}},
	"FORMAT":                {"bq_format(%, %)", ofString, []kind{ofString, ofDouble}},
	"UNIX_MICROS":           {"epoch_us(%)", ofInt, []kind{ofTimestamp}},
	"PARSE_TIMESTAMP":       {"make_timestamp(bq_parse_time(%, %, %))", ofTimestamp, []kind{ofString, ofString, ofString}},
	"SAFE.PARSE_TIMESTAMP":  {"make_timestamp(bq_try_parse_time(%, %, %))", ofTimestamp, []kind{ofString, ofString, ofString}},
	"FORMAT_TIMESTAMP":      {"bq_format_time(%, epoch_us(%), %)", ofString, []kind{ofString, ofTimestamp, ofString}},
	"PARSE_JSON":            {"bq_json(%)", ofJSON, []kind{ofString}},
	"SAFE.PARSE_JSON":       {"bq_try_json(%)", ofJSON, []kind{ofString}},
	"COUNTIF":               {"count(*) FILTER (WHERE %)", ofInt, []kind{ofBool}},
}

// call writes the call of a function.
func call(name string, args []typed) (typed, error) {
	if s, is := simple[name]; is {
		return operator("function "+name, s.pattern, args, s.result, s.want...)
	}
	if write, is := special[name]; is {
		if len(args) == 0 {
			return typed{}, refuse("No matching signature for function %s with no arguments", name)
		}
		return write(name, args)
	}
	return typed{}, refuse("Function not found: %s", name)
}

// special are functions whose type follows from their arguments.
var special = map[string]func(name string, args []typed) (typed, error){
	"COUNT": count, "COUNT DISTINCT": count, "SUM": sum, "MIN": extreme, "MAX": extreme, "ANY_VALUE": extreme,
	"IF": choose, "IFNULL": first, "COALESCE": first, "NULLIF": nullIf, "GREATEST": greatest, "LEAST": greatest,
	"ABS": absolute, "CONCAT": concat, "TIMESTAMP": moment, "ARRAY_LENGTH": arrayLength, "TO_JSON_STRING": toJSON, "RTRIM": rtrim,
	"JSON_VALUE": member, "JSON_EXTRACT_SCALAR": member, "JSON_QUERY_ARRAY": elements,
}

func count(name string, args []typed) (typed, error) {
	distinct, _ := strings.CutPrefix(name, "COUNT")
	return typed{sql: "count(" + distinct + " " + args[0].sql + ")", kind: ofInt}, nil
}

func sum(name string, args []typed) (typed, error) {
	a := args[0]
	switch a.kind.name {
	case "BIGNUMERIC":
		return typed{sql: "bq_sum(list(" + a.sql + "))", kind: ofBig}, nil
	case "INT64", "NUMERIC", "FLOAT64":
		return typed{sql: "CAST(sum(" + a.sql + ") AS " + a.kind.duck() + ")", kind: a.kind}, nil
	}
	return typed{}, refuse("No matching signature for aggregate function %s for argument types: %s", name, kinds(args))
}

func extreme(name string, args []typed) (typed, error) {
	if args[0].kind.is("ARRAY", "STRUCT", "JSON", "BIGNUMERIC", "*") {
		return typed{}, refuse("No matching signature for aggregate function %s for argument types: %s", name, kinds(args))
	}
	return typed{sql: strings.ToLower(name) + "(" + args[0].sql + ")", kind: args[0].kind}, nil
}

func choose(name string, args []typed) (typed, error) {
	if len(args) != 3 || !args[0].kind.is("BOOL", "") {
		return typed{}, refuse("No matching signature for function %s for argument types: %s", name, kinds(args))
	}
	k, written, err := alike("function IF", args[1:])
	return typed{sql: "(CASE WHEN " + args[0].sql + " THEN " + strings.Join(written, " ELSE ") + " END)", kind: k}, err
}

func first(name string, args []typed) (typed, error) {
	k, written, err := alike("function "+name, args)
	return typed{sql: "coalesce(" + strings.Join(written, ", ") + ")", kind: k}, err
}

func nullIf(name string, args []typed) (typed, error) {
	k, written, err := alike("function "+name, args)
	return typed{sql: "nullif(" + strings.Join(written, ", ") + ")", kind: k}, err
}

// greatest is NULL where one of its arguments is, which DuckDB would pass over.
func greatest(name string, args []typed) (typed, error) {
	k, written, err := alike("function "+name, args)
	if k.name == "BIGNUMERIC" {
		return typed{}, refuse("the double does not do %s with BIGNUMERIC", name)
	}
	return typed{sql: "(CASE WHEN " + strings.Join(written, " IS NULL OR ") + " IS NULL THEN NULL ELSE " + strings.ToLower(name) + "(" + strings.Join(written, ", ") + ") END)", kind: k}, err
}

func absolute(name string, args []typed) (typed, error) {
	if args[0].kind.name == "BIGNUMERIC" {
		return typed{sql: "bq_abs(" + args[0].sql + ")", kind: ofBig}, nil
	}
	if !args[0].kind.is("INT64", "FLOAT64", "NUMERIC") {
		return typed{}, refuse("No matching signature for function %s for argument types: %s", name, kinds(args))
	}
	return typed{sql: "abs(" + args[0].sql + ")", kind: args[0].kind}, nil
}

func concat(name string, args []typed) (typed, error) {
	k, written, err := alike("function "+name, args)
	if err == nil && k.name != "STRING" {
		return typed{}, refuse("No matching signature for function %s for argument types: %s", name, kinds(args))
	}
	return typed{sql: "(" + strings.Join(written, " || ") + ")", kind: k}, err
}

// moment is TIMESTAMP of a day or a time without a zone. The double knows the zone UTC
// alone, and wants it said: without it the project's default would count.
func moment(name string, args []typed) (typed, error) {
	if args[0].kind.name == "STRING" && len(args) == 1 && args[0].literal {
		return cast(args[0], "TIMESTAMP", false)
	}
	if len(args) != 2 || args[1].sql != "'UTC'" || !args[0].kind.is("DATE", "DATETIME", "STRING") {
		return typed{}, refuse("No matching signature for function %s for argument types: %s (the double wants the zone 'UTC' said)", name, kinds(args))
	}
	if args[0].kind.name == "STRING" {
		return typed{}, refuse("the double reads no TIMESTAMP of a text")
	}
	return typed{sql: "CAST(" + args[0].sql + " AS TIMESTAMP)", kind: ofTimestamp}, nil
}

func arrayLength(name string, args []typed) (typed, error) {
	if args[0].kind.name != "ARRAY" {
		return typed{}, refuse("No matching signature for function %s for argument types: %s", name, kinds(args))
	}
	return typed{sql: "len(" + args[0].sql + ")", kind: ofInt}, nil
}

func toJSON(_ string, args []typed) (typed, error) {
	if args[0].kind.name == "JSON" {
		return typed{sql: args[0].sql, kind: ofString}, nil
	}
	return typed{sql: "CAST(to_json(" + args[0].sql + ") AS VARCHAR)", kind: ofString}, nil
}

func rtrim(name string, args []typed) (typed, error) {
	if len(args) == 1 {
		args = append(args, typed{sql: "' '", kind: ofString})
	}
	return operator("function "+name, "rtrim(%, %)", args, ofString, ofString, ofString)
}

// member is a member of JSON, of a text that holds it or of a parsed one.
func member(name string, args []typed) (typed, error) {
	if len(args) == 2 && args[0].kind.name == "JSON" {
		args = []typed{{sql: args[0].sql, kind: ofString}, args[1]}
	}
	return operator("function "+name, "bq_json_value(%, %)", args, ofString, ofString, ofString)
}

// elements are those of a list of JSON.
func elements(name string, args []typed) (typed, error) {
	if len(args) != 1 || !args[0].kind.is("STRING", "JSON") {
		return typed{}, refuse("No matching signature for function %s for argument types: %s", name, kinds(args))
	}
	return typed{sql: "bq_json_list(" + args[0].sql + ")", kind: kind{name: "ARRAY", elem: &kind{name: args[0].kind.name}}}, nil
}
