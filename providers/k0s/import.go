package k0s

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// Imported is a k0sctl.yaml in the words of a site.
type Imported struct {
	// HCL are the site's words: manage, cluster and the k0s block.
	HCL string
	// Config is what belongs into the file that the block's config names, nil where the
	// k0sctl.yaml has no configuration.
	Config []byte
	// Lost says what of the file the words cannot say: without it the cluster would be
	// another one. Open says what a person has to add.
	Lost, Open []string
}

// ConfigFile is where the block of an import expects its Config.
const ConfigFile = "k0s/config.yaml"

// Import reads a k0sctl.yaml. Where nothing is lost, the orders that its words make are
// the same cluster: k0sctl finds nothing to do. A file that k0sctl would not take, or
// that another environment makes another file of, is an error.
func Import(data []byte) (*Imported, error) {
	if len(data) > maxConfig {
		return nil, fmt.Errorf("it has more than %d bytes", maxConfig)
	}
	plain, err := unsubstituted(data)
	if err != nil {
		return nil, err
	}
	i := &importer{}
	cluster, err := i.documents(plain)
	if err != nil {
		return nil, err
	}
	i.cluster(cluster)
	if i.err != nil {
		return nil, i.err
	}
	return i.done(), nil
}

// importer holds a file while it is read.
type importer struct {
	name       string
	version    string
	hosts      []Host
	drain      int64
	grace      int64
	config     map[string]any
	lost, open []string
	// own are the options that berth leaves out.
	own         []string
	err         error
	controllers int
}

func (i *importer) lose(format string, args ...any) {
	i.lost = append(i.lost, fmt.Sprintf(format, args...))
}

func (i *importer) ask(format string, args ...any) {
	i.open = append(i.open, fmt.Sprintf(format, args...))
}

func (i *importer) fail(format string, args ...any) {
	if i.err == nil {
		i.err = fmt.Errorf(format, args...)
	}
}

// unsubstituted takes back what k0sctl does to "$" before it reads a file. A variable of
// the environment is refused: nobody knows what it was.
func unsubstituted(data []byte) ([]byte, error) {
	var out bytes.Buffer
	for at := 0; at < len(data); at++ {
		if data[at] != '$' {
			out.WriteByte(data[at])
			continue
		}
		next := byte(0)
		if at+1 < len(data) {
			next = data[at+1]
		}
		switch {
		case next == '$':
			at++
		case next == '{' || next == '_' || next|0x20 >= 'a' && next|0x20 <= 'z':
			line := 1 + bytes.Count(data[:at], []byte("\n"))
			return nil, fmt.Errorf("line %d: it takes a variable from k0sctl's environment. Write its value there, or $$ for a $, and import that", line)
		}
		out.WriteByte('$')
	}
	return out.Bytes(), nil
}

// documents finds the cluster among the documents of a file, and joins configurations
// that stand beside it.
func (i *importer) documents(data []byte) (cluster map[string]any, err error) {
	reader := utilyaml.NewYAMLReader(newBuffered(data))
	var configs []map[string]any
	others := 0
	for {
		chunk, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("it is not YAML: %s", firstLine(err))
		}
		if len(bytes.TrimSpace(chunk)) == 0 {
			continue
		}
		m, err := readYAML(chunk)
		if err != nil {
			return nil, err
		}
		switch api, kind := strings.ToLower(digText(m, "apiVersion")), strings.ToLower(digText(m, "kind")); {
		case strings.HasPrefix(api, "k0sctl.k0sproject.io/") && kind == "cluster" && cluster != nil:
			return nil, errors.New("it has two clusters; import each by itself")
		case strings.HasPrefix(api, "k0sctl.k0sproject.io/") && kind == "cluster":
			cluster = m
		case api == configAPI && kind == strings.ToLower(configKind):
			configs = append(configs, m)
		default:
			others++
		}
	}
	switch {
	case cluster == nil && len(configs) > 0:
		return nil, errors.New("it is a k0s.yaml, the configuration of the controllers alone. Import the k0sctl.yaml, which names the hosts")
	case cluster == nil:
		return nil, errors.New("it has no Cluster of k0sctl.k0sproject.io/v1beta1, so it is no k0sctl.yaml")
	}
	if others > 0 {
		i.lose("documents beside the cluster (%d of them), which k0sctl applies each time. Make them manifests of a product", others)
	}
	for _, c := range configs {
		below, _ := dig(cluster, "spec", "k0s", "config").(map[string]any)
		if below == nil {
			below = map[string]any{}
		}
		merge(below, c)
		put(cluster, below, "spec", "k0s", "config")
	}
	return cluster, nil
}

// cluster reads the whole, word by word: what is not read is lost.
func (i *importer) cluster(m map[string]any) {
	i.name = "k0s-cluster" // k0sctl's default
	w := walk{i, ""}
	w.each(m, map[string]func(any){
		"apiVersion": func(v any) {
			if v != "k0sctl.k0sproject.io/v1beta1" {
				i.fail("apiVersion is %s; k0sctl takes k0sctl.k0sproject.io/v1beta1", oneLine(v))
			}
		},
		"kind": func(any) {},
		"metadata": func(v any) {
			walk{i, "metadata."}.each(v, map[string]func(any){
				"name": func(v any) { i.name = i.text("metadata.name", v) },
				"user": func(v any) {
					if v != "admin" {
						i.lose("metadata.user, the name of the user in the kubeconfig that k0sctl writes")
					}
				},
			})
		},
		"spec": func(v any) {
			walk{i, "spec."}.each(v, map[string]func(any){"hosts": i.readHosts, "k0s": i.k0s, "options": i.options})
		},
	})
	if len(i.hosts) == 0 {
		i.fail("it has no hosts")
	}
}

// walk reads a mapping at a place.
type walk struct {
	i  *importer
	at string
}

// each gives each member to who reads it, in order; one that nobody reads is lost.
func (w walk) each(v any, read map[string]func(any)) {
	m, ok := v.(map[string]any)
	if v != nil && !ok {
		w.i.fail("%s is %s and no mapping", strings.TrimSuffix(w.at, "."), describe(v))
		return
	}
	for _, key := range sortedKeys(m) {
		switch f := read[key]; {
		case f != nil && m[key] != nil:
			f(m[key])
		case f == nil:
			w.i.lose("%s%s, which the specs have no word for", w.at, shorten(key))
		}
	}
}

// text reads a text or what YAML made of one.
func (i *importer) text(at string, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64, float64, bool:
		return scalar(v)
	}
	i.fail("%s is %s and no text", at, describe(v))
	return ""
}

func (i *importer) k0s(v any) {
	walk{i, "spec.k0s."}.each(v, map[string]func(any){
		"version": func(v any) {
			i.version = i.text("spec.k0s.version", v)
			// k0sctl takes a whole version without its letter for the same one.
			if _, err := ParseVersion("v" + i.version); err == nil {
				i.version = "v" + i.version
			}
		},
		"dynamicConfig": func(v any) {
			if v == true {
				i.lose("spec.k0s.dynamicConfig, with which k0sctl leaves out most later changes of the configuration. Turn it off before berth manages the cluster")
			}
		},
		"config": func(v any) {
			m, ok := v.(map[string]any)
			if !ok {
				i.fail("spec.k0s.config is %s and no mapping", describe(v))
				return
			}
			i.config = m
		},
	})
}

// options reads how k0sctl drains and what it does at once, most of which is berth's.
func (i *importer) options(v any) {
	own := func(what string) func(any) {
		return func(any) {
			i.own = append(i.own, what)
		}
	}
	walk{i, "spec.options."}.each(v, map[string]func(any){
		"wait": own("wait"), "concurrency": own("concurrency"), "evictTaint": own("evictTaint"),
		"drain": func(v any) {
			drain := map[string]func(any){
				"timeout":     func(v any) { i.drain = i.seconds("timeout", v) },
				"gracePeriod": func(v any) { i.grace = i.seconds("gracePeriod", v) },
			}
			for _, name := range []string{"enabled", "force", "ignoreDaemonSets", "deleteEmptyDirData", "podSelector", "skipWaitForDeleteTimeout"} {
				drain[name] = own("drain." + name)
			}
			walk{i, "spec.options.drain."}.each(v, drain)
		},
	})
}

// done writes what was read.
func (i *importer) done() *Imported {
	out := &Imported{}
	if i.config != nil {
		config := i.config
		config["apiVersion"], config["kind"] = orText(config["apiVersion"], configAPI), orText(config["kind"], configKind)
		for _, place := range secrets("", config) {
			i.lose("spec.k0s.config.%s, and it is left out", strings.TrimSuffix(place, secretAdvice))
		}
		config = unveiled(config)
		for _, why := range Check(config) {
			i.ask("a plan will refuse the configuration as it is: %s", why)
		}
		if config["metadata"] == nil {
			config["metadata"] = nil
		}
		if dig(config, "spec", "telemetry") == nil {
			put(config, nil, "spec", "telemetry")
		}
		out.Config = emit(config)
	} else {
		i.ask("it has no spec.k0s.config: k0sctl leaves what the controllers have. Copy /etc/k0s/k0s.yaml of one as %s and name it as config, without the addresses that k0sctl writes", ConfigFile)
	}
	if _, err := ParseVersion(i.version); i.version == "" {
		i.ask("it names no version of k0s. Add it to the k0s block, as in version = \"v1.36.3+k0s.1\": `k0s version` on a controller shows it")
	} else if err != nil {
		i.ask("version: %s; `k0s version` on a controller shows it", err)
	}
	if len(i.own) > 0 {
		slices.Sort(i.own)
		i.ask("left out of spec.options: %s. berth itself says what k0sctl does at once, and empties nodes before k0sctl is run", strings.Join(i.own, ", "))
	}
	i.ask("add host_key to each host: one line of `cat /etc/ssh/ssh_host_ed25519_key.pub`, read on the host's console, without the comment at its end")
	out.HCL = i.hcl()
	slices.Sort(i.open)
	out.Open = slices.Compact(i.open)
	slices.Sort(i.lost)
	out.Lost = slices.Compact(i.lost)
	return out
}

// unveiled is a configuration without what may be a secret.
func unveiled(config map[string]any) map[string]any {
	return without(hide(config)).(map[string]any)
}

// without takes away what hide has hidden.
func without(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if inner == hidden {
				delete(v, key)
				continue
			}
			v[key] = without(inner)
		}
	case []any:
		for n := range v {
			v[n] = without(v[n])
		}
		return slices.DeleteFunc(v, func(e any) bool { return e == hidden })
	}
	return v
}
