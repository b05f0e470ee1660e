package spec

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"berth.dev/engine/diag"
)

// part is what one file gave, but for its blocks.
type part struct {
	diags   diag.List
	money   []usedCurrency
	wrongly map[wordAt]bool
	holes   []hole
}

// hole is a stretch of a file, in bytes, of which a part was lost.
type hole struct{ start, end int }

func isJSON(name string) bool { return strings.HasSuffix(name, ".json") }

// decodeFile decodes one file into a document, which has the shape root.
func decodeFile(f *File, index uint32, root *shape, doc reflect.Value, l Limits, plain *plainReader) part {
	d := &decoder{file: f, index: index, plain: plain}
	src := f.Bytes
	cuts, bad := guard(f, l)
	if len(bad) > 0 {
		d.diags, d.lost = bad, true
		d.holes = []hole{{0, len(f.Bytes)}}
		src, cuts = withoutLines(f, bad, l)
	}
	p := part{}
	if src != nil {
		d.decode(src, cuts, root, doc)
	}
	d.close()
	p.diags, p.money, p.wrongly, p.holes = d.diags, d.money, d.wrongly, d.holes
	return p
}

// leastPiece is how long a piece is at least, if the file is. HCL's lexer makes a
// hundred bytes of tokens of three of source, and copies them as they grow: in
// small pieces a fleet takes a third less memory and a quarter less time. Most pieces
// are plain, and it does not see them.
const leastPiece = 1 << 10

// decode reads a source in pieces of a few blocks, each gone when the next is
// read. HCL's parser says little after its first mistake of syntax, so a piece
// with one is read again block by block.
func (d *decoder) decode(src []byte, cuts []int, root *shape, doc reflect.Value) {
	start := hcl.Pos{Line: 1, Column: 1}
	if bytes.HasPrefix(src, []byte(byteOrderMark)) {
		start.Byte = len(byteOrderMark)
	}
	next := func(end int) hcl.Pos {
		return hcl.Pos{Line: start.Line + bytes.Count(src[start.Byte:end], []byte{'\n'}), Column: 1, Byte: end}
	}
	if len(cuts) == 0 || cuts[len(cuts)-1] < len(src) {
		cuts = append(cuts, len(src))
	}
	for len(cuts) > 0 {
		n := 1
		for n < len(cuts) && cuts[n-1]-start.Byte < leastPiece {
			n++
		}
		if d.piece(src[:cuts[n-1]], start, root, doc, n == 1) {
			start, cuts = next(cuts[n-1]), cuts[n:]
			continue
		}
		for _, end := range cuts[:n] {
			d.piece(src[:end], start, root, doc, true)
			start = next(end)
		}
		cuts = cuts[n:]
	}
}

// piece decodes the source from start on. Where it has mistakes of syntax it is
// decoded only if it is the last try, as far as the parser understood it.
func (d *decoder) piece(src []byte, start hcl.Pos, root *shape, doc reflect.Value, last bool) bool {
	body, diags := d.parse(src[start.Byte:], start)
	d.broken = slices.ContainsFunc(diags, func(g *hcl.Diagnostic) bool { return hclCode(g.Summary) == CodeSyntax })
	if d.broken && !last {
		return false
	}
	if !d.lost { // else what HCL says of a file with holes would only confuse
		d.hcl(diags)
		if d.broken {
			d.holes = append(d.holes, hole{start.Byte, len(src)})
		}
	}
	if body != nil && !(d.broken && isJSON(d.file.Name)) {
		d.fill(doc, root, body, hcl.Range{Filename: d.file.Name}, InWorkspace)
	}
	if done, ok := body.(*plainBody); ok {
		d.plain.handBack(done)
	}
	return true
}

// parse reads a piece: by itself where it is plain, else with HCL's parsers. The body is
// nil where they gave up.
func (d *decoder) parse(src []byte, start hcl.Pos) (body any, diags hcl.Diagnostics) {
	if !isJSON(d.file.Name) {
		if body, ok := d.plain.read(src, d.file.Name, start); ok {
			return body, nil
		}
	}
	parsed, diags := parsePiece(src, d.file.Name, start)
	if parsed == nil {
		return nil, diags // not a body of nothing
	}
	return parsed, diags
}

// withoutLines returns the source with spaces instead of the lines that compute,
// so that the other mistakes of the file are found in the same run; nil where
// more than that is wrong.
func withoutLines(f *File, bad diag.List, l Limits) (src []byte, cuts []int) {
	src = bytes.Clone(f.Bytes)
	for _, d := range bad {
		if d.Code != CodeComputed {
			return nil, nil
		}
		at := d.Subject.Start.Byte
		for i := bytes.LastIndexByte(src[:at], '\n') + 1; i < len(src) && src[i] != '\n'; i++ {
			src[i] = ' '
		}
	}
	// A line may have opened or closed what the rest needs.
	cuts, again := guard(&File{Source: Source{f.Name, src}}, l)
	if len(again) > 0 {
		return nil, nil
	}
	return src, cuts
}

// parsePiece hands a piece of a file to HCL's parsers. A panic there is no bug of
// ours and must not end the process: it is a file that cannot be read.
func parsePiece(src []byte, name string, start hcl.Pos) (body hcl.Body, diags hcl.Diagnostics) {
	defer func() {
		if r := recover(); r != nil {
			at := hcl.Range{Filename: name, Start: start, End: start}
			body, diags = nil, hcl.Diagnostics{{
				Severity: hcl.DiagError, Summary: "Cannot be parsed", Subject: &at,
				Detail: fmt.Sprintf("The parser gave up on the file from here on (%v). Look for brackets and quotes that do not match.", r),
			}}
		}
	}()
	parse := hclsyntax.ParseConfig
	if isJSON(name) {
		parse = json.ParseWithStartPos
	}
	file, diags := parse(src, name, start)
	if file == nil {
		return nil, diags
	}
	return file.Body, diags
}
