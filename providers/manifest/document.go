package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// document is one document of a source, as JSON.
type document struct {
	// line is where it begins in the source, from 1.
	line int
	json []byte
	err  error
	// template is true where the error may come of a template's marks.
	template bool
}

// documents splits a source and turns each document into JSON. A document that
// cannot be read carries its error; the others are not lost.
func documents(s Source, l Limits) []document {
	json := isJSON(s)
	if err := l.checkValues(s.Bytes, json); err != nil {
		return []document{{line: 1, err: err}}
	}
	if json {
		return jsonDocuments(s.Bytes, l)
	}
	if line, err := l.checkLines(s.Bytes); err != nil {
		return []document{{line: line, err: err}}
	}
	var out []document
	for _, c := range splitYAML(s.Bytes) {
		d := document{line: c.first}
		if d.json, d.err = fromYAML(c.text, l); d.err != nil {
			d.line, d.err = placeOf(d.err, c.line)
			d.template = bytes.Contains(c.text, []byte("{{"))
		}
		if d.err != nil || string(d.json) != "null" {
			out = append(out, d)
		}
	}
	return out
}

func isJSON(s Source) bool {
	if path.Ext(s.Name) == ".json" {
		return true
	}
	b := bytes.TrimSpace(s.Bytes)
	if !bytes.HasPrefix(b, []byte("{")) {
		return false
	}
	b = bytes.TrimSpace(b[1:])
	return bytes.HasPrefix(b, []byte(`"`)) || bytes.HasPrefix(b, []byte("}"))
}

// jsonDocuments reads one JSON value after another.
func jsonDocuments(b []byte, l Limits) []document {
	if err := l.checkJSON(b); err != nil {
		return []document{{line: 1, err: err}}
	}
	var out []document
	for d := json.NewDecoder(bytes.NewReader(b)); ; {
		before := d.InputOffset()
		line := 1 + bytes.Count(b[:before+int64(leadingSpace(b[before:]))], []byte("\n"))
		var raw json.RawMessage
		err := d.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			return append(out, document{line: 1 + bytes.Count(b[:jsonErrorAt(err, b, before)], []byte("\n")), err: err})
		}
		var any any
		strict, err := kjson.UnmarshalStrict(raw, &any, kjson.DisallowDuplicateFields)
		if err == nil && len(strict) > 0 {
			err = strict[0]
		}
		out = append(out, document{line: line, json: raw, err: err})
	}
}

func leadingSpace(b []byte) int {
	return len(b) - len(bytes.TrimLeft(b, " \t\r\n"))
}

func jsonErrorAt(err error, b []byte, before int64) int64 {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return max(0, min(syntax.Offset, int64(len(b))))
	}
	return before
}

// chunk is the text of one YAML document.
type chunk struct {
	text []byte
	// line is where the text begins, and first where something is said in it.
	line, first int
}

// splitYAML cuts before each line that begins a document, and drops documents
// that say nothing. YAML allows "---" at the start of a line nowhere else, not
// even inside of text.
func splitYAML(b []byte) []chunk {
	var out []chunk
	c := chunk{line: 1}
	start, line, directives := 0, 1, false
	for at := 0; at < len(b); line++ {
		end := len(b)
		if i := bytes.IndexByte(b[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		text := b[at:end]
		// Directives belong to the document that begins after them.
		if beginsDocument(text) && (c.first > 0 || !directives) {
			if c.text = b[start:at]; c.first > 0 {
				out = append(out, c)
			}
			start, c = at, chunk{line: line}
			directives = false
		}
		directives = directives || text[0] == '%'
		if c.first == 0 && saysSomething(text) {
			c.first = line
		}
		at = end
	}
	if c.text = b[start:]; c.first > 0 {
		out = append(out, c)
	}
	return out
}

func beginsDocument(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("---"))
	return ok && (len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0)
}

// saysSomething tells whether a line is more than a comment, a directive or the
// mark of a document.
func saysSomething(line []byte) bool {
	if beginsDocument(line) {
		line = line[len("---"):]
	}
	t := bytes.TrimPrefix(bytes.TrimSpace(line), []byte("\ufeff"))
	return len(t) > 0 && t[0] != '#' && t[0] != '%' && string(t) != "..."
}

// fromYAML turns one document into JSON as kubectl does it, after the limits.
// The parsers are others' code and get hostile input: a panic of theirs is an
// error of the document and not the end of the process.
func fromYAML(b []byte, l Limits) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("YAML's parser failed: %v", r)
		}
	}()
	if err := l.checkYAML(b); err != nil {
		return nil, err
	}
	return yaml.YAMLToJSONStrict(b)
}

// placeOf moves the line that an error speaks of from the document to the
// source, and takes it out of the text.
func placeOf(err error, start int) (int, error) {
	text := strings.ReplaceAll(strings.TrimPrefix(err.Error(), "error converting YAML to JSON: "), "\n", " ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "yaml: "), "unmarshal errors: ")
	m := regexp.MustCompile(`line (\d+): `).FindStringSubmatchIndex(text)
	if m == nil {
		return start, errors.New(text)
	}
	line, convErr := strconv.Atoi(text[m[2]:m[3]])
	if convErr != nil {
		return start, errors.New(text)
	}
	return start + line - 1, errors.New(strings.TrimSpace(text[:m[0]] + text[m[1]:]))
}
