package score

import (
	"regexp"

	"berth.dev/providers/tree"
)

// shape is what a value of a Score file may be: the part of JSON schema that the
// specification uses.
type shape struct {
	kind tree.Kind
	// any leaves everything below open.
	any bool
	// text bounds a text: its form, its length in characters, its words.
	form      *regexp.Regexp
	least     int
	most      int
	words     []string
	formWords string
	// low and high bound a whole number.
	low, high int64
	// of are the items of a list and the members of a mapping that members has not;
	// nil refuses those.
	of      *shape
	members map[string]*shape
	need    []string
	// keys is what the names of of's members must look like.
	keys *shape
	// oneOf needs exactly one of these members, anyOf one at least, none forbids them.
	oneOf, anyOf, none []string
	// filled needs one member at least.
	filled bool
	// or is another shape that will do as well.
	or *shape
}

// The forms of texts in version v1b1 of the schema.
var (
	version    = regexp.MustCompile(`^score\.dev/v1b1$`)
	label      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$`)
	annotation = regexp.MustCompile(`^(([a-z0-9][a-z0-9-]{0,61}[a-z0-9])(\.[a-z0-9][a-z0-9-]{0,61}[a-z0-9])*/)?[A-Za-z0-9][A-Za-z0-9._-]{0,61}[A-Za-z0-9]$`)
	typeName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`)
	resourceID = regexp.MustCompile(`^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$`)
	bytesForm  = regexp.MustCompile(`^(0\.\d+|[1-9]\d*(\.\d+)?)(K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$`)
	coresForm  = regexp.MustCompile(`^\d+(?:m|\.\d+)?$`)
	fileMode   = regexp.MustCompile(`^0?[0-7]{3}$`)
	headerName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	noEquals   = regexp.MustCompile(`^[^=]+$`)
)

func text() *shape { return &shape{kind: tree.Text} }

func some() *shape { return &shape{kind: tree.Text, least: 1} }

func name(form *regexp.Regexp, words string) *shape {
	return &shape{kind: tree.Text, form: form, least: 2, most: 63, formWords: words}
}

func labelled() *shape {
	return name(label, "2 to 63 small letters, digits and dashes, as in \"my-service\"")
}

func words(all ...string) *shape { return &shape{kind: tree.Text, words: all} }

func port() *shape { return &shape{kind: tree.Number, low: 1, high: 65535} }

func list(of *shape) *shape { return &shape{kind: tree.List, of: of} }

func open() *shape { return &shape{any: true} }

func mapping(members map[string]*shape, need ...string) *shape {
	return &shape{kind: tree.Map, members: members, need: need}
}

func named(keys, of *shape) *shape { return &shape{kind: tree.Map, keys: keys, of: of} }

// annotated are the members that describe a workload or a resource; others may stand
// beside them.
func annotated(members map[string]*shape, need ...string) *shape {
	members["annotations"] = named(&shape{kind: tree.Text, form: annotation, least: 2, most: 316, formWords: "a name as annotations of Kubernetes have"}, text())
	s := mapping(members, need...)
	s.of = open()
	return s
}

// workload is a whole file.
func workload() *shape {
	containers := named(labelled(), container())
	containers.filled = true
	return mapping(map[string]*shape{
		"apiVersion": {kind: tree.Text, form: version, formWords: "score.dev/v1b1"},
		"metadata":   annotated(map[string]*shape{"name": labelled()}, "name"),
		"service": mapping(map[string]*shape{"ports": named(labelled(), mapping(map[string]*shape{
			"port": port(), "protocol": words("TCP", "UDP"), "targetPort": port(),
		}, "port"))}),
		"containers": containers,
		"resources":  named(labelled(), resourceShape()),
	}, "apiVersion", "metadata", "containers")
}

func resourceShape() *shape {
	return mapping(map[string]*shape{
		"type":     name(typeName, "2 to 63 letters, digits and dashes"),
		"class":    name(typeName, "2 to 63 letters, digits and dashes"),
		"id":       name(resourceID, "2 to 63 small letters, digits, dashes and dots"),
		"metadata": annotated(map[string]*shape{}),
		"params":   {kind: tree.Map, of: open()},
	}, "type")
}

func container() *shape {
	return mapping(map[string]*shape{
		"image": some(), "command": list(text()), "args": list(text()),
		"variables": named(&shape{kind: tree.Text, form: noEquals, least: 1, formWords: "a name without ="}, text()),
		"files":     files(), "volumes": volumes(),
		"before": named(labelled(), mapping(map[string]*shape{"ready": words("started", "healthy", "complete")}, "ready")),
		"resources": mapping(map[string]*shape{
			"limits": amounts(), "requests": amounts(),
		}),
		"livenessProbe": probe(), "readinessProbe": probe(),
	}, "image")
}

func amounts() *shape {
	return mapping(map[string]*shape{
		"memory": {kind: tree.Text, form: bytesForm, formWords: "text as in \"1.5Gi\""},
		"cpu":    {kind: tree.Text, form: coresForm, formWords: "text as in \"125m\" or \"2\""},
	})
}

// files and volumes are mappings by where they are mounted; lists that say it
// themselves are the older form.
func files() *shape {
	one := func() *shape {
		s := mapping(map[string]*shape{
			"target": some(), "source": some(), "content": text(), "binaryContent": text(), "noExpand": {kind: tree.Bool},
			"mode": {kind: tree.Text, form: fileMode, formWords: "text as in \"0600\""},
		})
		s.oneOf = []string{"content", "binaryContent", "source"}
		return s
	}
	mounted := one()
	mounted.none = []string{"target"}
	return &shape{kind: tree.Map, of: mounted, or: list(one())}
}

func volumes() *shape {
	one := func() *shape {
		return mapping(map[string]*shape{"source": text(), "path": text(), "target": text(), "readOnly": {kind: tree.Bool}}, "source")
	}
	mounted := one()
	mounted.none = []string{"target"}
	return &shape{kind: tree.Map, of: mounted, or: list(one())}
}

func probe() *shape {
	s := mapping(map[string]*shape{
		"exec": mapping(map[string]*shape{"command": list(text())}, "command"),
		"httpGet": mapping(map[string]*shape{
			"host": some(), "scheme": words("HTTP", "HTTPS"), "path": text(), "port": port(),
			"httpHeaders": list(mapping(map[string]*shape{
				"name": {kind: tree.Text, form: headerName, formWords: "the name of a header"}, "value": some(),
			}, "name", "value")),
		}, "port", "path"),
	})
	s.anyOf = []string{"httpGet", "exec"}
	return s
}
