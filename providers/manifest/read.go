package manifest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"k8s.io/apimachinery/pkg/util/validation"
	kjson "sigs.k8s.io/json"
)

// Stable codes of what this package reports. A code is never reused.
const (
	// CodeSource: a source is too large or not UTF-8.
	CodeSource = "BERTH-K001"
	// CodeSyntax: a document is not YAML or JSON, says a key twice, or nests or
	// repeats beyond the limits.
	CodeSyntax = "BERTH-K002"
	// CodeObject: an object has a field of the wrong type, or a malformed amount.
	CodeObject = "BERTH-K003"
	// CodeConflict: two different objects have one name.
	CodeConflict = "BERTH-K004"
	// CodeEmpty: nothing that was read becomes a service.
	CodeEmpty = "BERTH-K005"
)

// meta is what every object says of itself, and where it stands.
type meta struct {
	file                  string
	line                  int
	kind, namespace, name string
}

// String names the object as kubectl does, with its namespace if it has one.
func (m meta) String() string { return m.kind + " " + m.path() }

func (m meta) path() string {
	if m.namespace == "" {
		return m.name
	}
	return m.namespace + "/" + m.name
}

// header is the part of an object that decides what it is.
type header struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Items      []json.RawMessage `json:"items"`
	Patch      string            `json:"$patch"`
	Metadata   struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
		Owners    []struct {
			Kind string `json:"kind"`
			Name string `json:"name"`
		} `json:"ownerReferences"`
	} `json:"metadata"`
}

// first is the object of a name that was read first.
type first struct {
	meta
	json []byte
}

// reader turns sources into objects.
type reader struct {
	limits  Limits
	objects objects
	patches map[string]bool
	seen    map[string]first
	count   int
	skipped []Skipped
	diags   diag.List
}

func newReader(l Limits) *reader {
	return &reader{limits: l, patches: map[string]bool{}, seen: map[string]first{}}
}

// read reads all sources, in the order of their names whatever order they come
// in.
func read(sources []Source, l Limits) *reader {
	r := newReader(l)
	sources = slices.Clone(sources)
	slices.SortStableFunc(sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), bytes.Compare(a.Bytes, b.Bytes))
	})
	total := 0
	ok := make([]bool, len(sources))
	for i, s := range sources {
		line, err := l.checkText(s.Bytes)
		if total += len(s.Bytes); err == nil && total > l.TotalBytes {
			line, err = 1, fmt.Errorf("with it there are more than %d bytes in all; import in parts", l.TotalBytes)
		}
		if ok[i] = err == nil; err != nil {
			r.errorf(CodeSource, meta{file: s.Name, line: line}, "Source cannot be read", "%s.", sentence(err))
		}
	}
	// Kustomizations come first: they say which other files are patches.
	for i, s := range sources {
		if ok[i] && isKustomization(s.Name) {
			r.source(s)
		}
	}
	for i, s := range sources {
		if ok[i] && !isKustomization(s.Name) {
			r.source(s)
		}
	}
	return r
}

func (r *reader) source(s Source) {
	if r.patches[path.Clean(s.Name)] {
		r.skipped = append(r.skipped, Skipped{File: s.Name, Reason: reasonPatch})
		return
	}
	for _, d := range documents(s, r.limits) {
		at := meta{file: s.Name, line: d.line}
		switch {
		case r.full(at):
			return
		case d.err != nil && d.template:
			r.skip(at, reasonHelm)
		case d.err != nil:
			r.errorf(CodeSyntax, at, "Not a manifest", "%s.", sentence(d.err))
		default:
			r.object(at, d.json, header{})
		}
	}
}

// full counts an object and tells whether there are too many.
func (r *reader) full(at meta) bool {
	r.count++
	if r.count == r.limits.Objects+1 {
		r.errorf(CodeSource, at, "Too many objects", "There are more than %d objects; import in parts.", r.limits.Objects)
	}
	return r.count > r.limits.Objects
}

// object reads one object, or the items of a list. Items of a typed list need
// not repeat what they are: list is the header of theirs.
func (r *reader) object(at meta, raw []byte, list header) {
	var says struct {
		APIVersion any `json:"apiVersion"`
		Kind       any `json:"kind"`
	}
	var h header
	if decode(raw, &says) != nil {
		r.skip(at, reasonNoObject)
		return
	}
	if err := decode(raw, &h); err != nil {
		if says.APIVersion == nil || says.Kind == nil {
			r.skip(at, reasonNoObject)
			return
		}
		r.errorf(CodeObject, at, "Malformed object", "%s.", sentence(err))
		return
	}
	if h.Kind == "" && h.APIVersion == "" && list.Kind != "" {
		h.APIVersion, h.Kind = list.APIVersion, strings.TrimSuffix(list.Kind, "List")
	}
	at.kind, at.namespace, at.name = h.Kind, h.Metadata.Namespace, h.Metadata.Name
	if isKustomization(at.file) || strings.HasPrefix(h.APIVersion, "kustomize.config.k8s.io/") {
		r.kustomization(at, raw)
		return
	}
	switch {
	case h.Kind == "" || h.APIVersion == "":
		r.skip(at, reasonNoObject)
	case strings.HasSuffix(h.Kind, "List") && list.Kind == "" && h.Metadata.Name == "":
		for _, item := range h.Items {
			if r.full(at) {
				return
			}
			r.object(meta{file: at.file, line: at.line}, item, h)
		}
	case isTemplate(h.Kind, raw):
		at.namespace, at.name = "", ""
		r.skip(at, reasonHelm)
	case h.Patch != "":
		r.skip(at, reasonPatch)
	case len(validation.IsDNS1123Subdomain(at.name)) > 0 && !allowsColons(at),
		at.namespace != "" && len(validation.IsDNS1123Label(at.namespace)) > 0:
		r.skip(at, reasonNoName)
	case len(h.Metadata.Owners) > 0 && isKeptByOthers(h.Kind):
		r.skip(at, reasonOwned+h.Metadata.Owners[0].Kind+" "+h.Metadata.Owners[0].Name)
	case r.isNew(at, h, raw):
		if err := r.keep(at, h, raw); err != nil {
			r.errorf(CodeObject, at, "Malformed object", "%s: %s.", at, sentence(err))
		}
	}
}

// allowsColons tells whether the kind's names follow other rules than those of
// services: roles are called "system:node". Such kinds are skipped with their
// own reason.
func allowsColons(m meta) bool { return strings.Contains(m.kind, "Role") }

// isKeptByOthers tells whether objects of the kind, where they have an owner,
// repeat what the owner says. A Deployment of an operator does not: its owner is
// of a kind that nobody but the operator can read.
func isKeptByOthers(kind string) bool {
	return kind == "ReplicaSet" || kind == "Job" || kind == "Pod"
}

// isNew tells whether no object of this name was read before. The same object
// twice is harmless; another object of the same name is an error.
func (r *reader) isNew(at meta, h header, raw []byte) bool {
	group, _, _ := strings.Cut(h.APIVersion, "/")
	key := group + " " + at.String()
	before, twice := r.seen[key]
	if !twice {
		r.seen[key] = first{at, raw}
		return true
	}
	if sameJSON(before.json, raw) {
		r.skip(at, "the same as in "+before.file)
		return false
	}
	r.errorf(CodeConflict, at, "Two objects of one name",
		"%s stands in %s, line %d, and here with other content. Give berth one of the two.", at, before.file, before.line)
	return false
}

func sameJSON(a, b []byte) bool {
	var x, y any
	if decode(a, &x) != nil || decode(b, &y) != nil {
		return false
	}
	// Maps are written in the order of their keys.
	left, errLeft := json.Marshal(x)
	right, errRight := json.Marshal(y)
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}

// kustomization notes which files are patches.
func (r *reader) kustomization(at meta, raw []byte) {
	type patch struct {
		Path string `json:"path"`
	}
	var k struct {
		Patches   []patch  `json:"patches"`
		Strategic []string `json:"patchesStrategicMerge"`
		JSON      []patch  `json:"patchesJson6902"`
	}
	r.skip(at, reasonKustomize)
	if decode(raw, &k) != nil {
		return
	}
	for _, p := range slices.Concat(k.Patches, k.JSON) {
		k.Strategic = append(k.Strategic, p.Path)
	}
	for _, p := range k.Strategic {
		if p != "" && !strings.Contains(p, "\n") {
			r.patches[path.Join(path.Dir(at.file), p)] = true
		}
	}
}

// decode reads JSON as the API server does: names of fields are exact, unknown
// ones are fine.
func decode(raw []byte, into any) error {
	return kjson.UnmarshalCaseSensitivePreserveInts(raw, into)
}

func (r *reader) skip(m meta, reason string) {
	r.skipped = append(r.skipped, Skipped{File: m.file, Kind: m.kind, Name: strings.TrimPrefix(m.path(), "/"), Reason: reason})
}

func (r *reader) errorf(code string, at meta, summary, format string, args ...any) {
	pos := diag.Pos{Line: at.line, Column: 1}
	r.diags.Errorf(code, diag.Range{File: at.file, Start: pos, End: pos}, summary, format, args...)
}

// sentence is an error's text as the middle of a sentence, on one line. The
// decoder's words are those of Go, and may hold a number from the manifest.
func sentence(err error) string {
	text := strings.TrimSuffix(err.Error(), ".")
	wrongType := regexp.MustCompile(`^json: cannot unmarshal (\w+).* into Go (?:struct field \w*\.(\S+)|value) of type \*?(?:\w+\.)?(\S+)$`)
	if m := wrongType.FindStringSubmatch(text); m != nil {
		text = fmt.Sprintf("%s is %s where %s belongs", cmp.Or(m[2], "the object"), m[1], m[3])
	}
	return oneLine(text)
}

// errAmount is said of a quantity that no parser should be given.
var errAmount = errors.New("an amount has more digits than any amount of a cluster")
