package k0s

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

func newBuffered(data []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(data)) }

// seconds reads a duration. k0sctl takes a bare number for nanoseconds.
func (i *importer) seconds(name string, v any) int64 {
	text, ok := v.(string)
	d, err := time.ParseDuration(text)
	if !ok || err != nil || d < time.Second || d%time.Second != 0 {
		i.ask("spec.options.drain.%s is %s, and k0sctl takes a number alone for nanoseconds. It is left out: write what you mean in whole seconds, as in %s = \"5m\" of options", name, oneLine(v), map[string]string{"timeout": "drain_timeout", "gracePeriod": "grace_period"}[name])
		return 0
	}
	return int64(d / time.Second)
}

func (i *importer) readHosts(v any) {
	hosts, ok := v.([]any)
	if !ok {
		i.fail("spec.hosts is %s and no list", describe(v))
		return
	}
	workers := 0
	for n, v := range hosts {
		h := Host{User: defaultUser, Port: defaultPort}
		at := fmt.Sprintf("spec.hosts[%d].", n)
		i.host(at, v, &h)
		switch h.Role {
		case Worker:
			workers++
			h.Name = fmt.Sprintf("worker-%d", workers)
		case Controller, ControllerWorker, Single:
			i.controllers++
			h.Name = fmt.Sprintf("controller-%d", i.controllers)
		default:
			i.fail("%srole is %q; it can be controller, controller+worker, single or worker", at, shorten(string(h.Role)))
		}
		if h.Address == "" {
			i.fail("%sssh.address is missing: berth reaches hosts by k0sctl's ssh alone, not by openSSH, winRM or localhost. Write ssh: {address: …} there and import that", at)
		}
		i.hosts = append(i.hosts, h)
	}
}

// host reads one host.
func (i *importer) host(at string, v any, h *Host) {
	text := func(name string, into *string) func(any) {
		return func(v any) { *into = i.text(at+name, v) }
	}
	m, _ := v.(map[string]any)
	h.Role = Role(i.text(at+"role", orText(m["role"], ""))) // first: flags may change it
	walk{i, at}.each(v, map[string]func(any){
		"role":             func(any) {},
		"privateAddress":   text("privateAddress", &h.PrivateAddress),
		"privateInterface": text("privateInterface", &h.PrivateInterface),
		"dataDir":          text("dataDir", &h.DataDir),
		"noTaints": func(v any) {
			var known bool
			if h.NoTaints, known = v.(bool); !known {
				i.fail("%snoTaints is %s; it must be true or false", at, describe(v))
			}
		},
		"reset": func(v any) {
			if v == true {
				i.fail("%sreset is true: the host is to leave. Take it out of the file when it has", at)
			}
		},
		"environment":  func(v any) { h.Environment = i.texts(at+"environment", v) },
		"installFlags": func(v any) { i.flags(at+"installFlags", v, h) },
		"ssh": func(v any) {
			walk{i, at + "ssh."}.each(v, map[string]func(any){
				"address": text("ssh.address", &h.Address), "user": text("ssh.user", &h.User), "keyPath": text("ssh.keyPath", &h.KeyPath),
				"port": func(v any) {
					if n, ok := v.(int64); ok {
						h.Port = int(n)
					} else {
						i.fail("%sssh.port is %s and no number", at, describe(v))
					}
				},
				"options": func(v any) { // which key is trusted, host_key says
					walk{i, at + "ssh.options."}.each(v, map[string]func(any){"StrictHostKeyChecking": func(any) {}, "HostKeyAlgorithms": func(any) {}})
				},
			})
		},
	})
}

func (i *importer) texts(at string, v any) map[string]string {
	m, ok := v.(map[string]any)
	if !ok {
		i.fail("%s is %s and no mapping", at, describe(v))
	}
	out := map[string]string{}
	for _, key := range sortedKeys(m) {
		out[key] = i.text(at+"."+key, m[key])
	}
	return out
}

// flags reads the flags of `k0s install`; those that berth has words for become those.
func (i *importer) flags(at string, v any, h *Host) {
	flags, ok := v.([]any)
	if !ok {
		i.fail("%s is %s and no list", at, describe(v))
	}
	for _, f := range flags {
		flag := i.text(at, f)
		name, value := flag, "true" // what k0s makes of a flag that stands alone
		if cut := strings.IndexAny(flag, "= "); cut >= 0 {
			name, value = flag[:cut], strings.Trim(flag[cut+1:], `"'`)
		}
		if strings.ContainsAny(value, "\"'\\") {
			i.lose("%s, quotes within %s: write the value without", at, shorten(name))
			continue
		}
		switch name {
		case "--single":
			h.Role = Single
		case "--enable-worker":
			h.Role = ControllerWorker
		case "--no-taints":
			if h.NoTaints = value != "false" && h.Role == ControllerWorker; !h.NoTaints {
				i.lose("%s: --no-taints=%s of a host that is no controller+worker", at, value)
			}
		case "--data-dir":
			h.DataDir = value
		case "--labels":
			h.Labels = pairs(value)
			if h.Role != Worker && sorted(value) != value {
				i.ask("%s: the labels of a controller are not in order, and berth writes them in order: the first change restarts it for that", at)
			}
		case "--taints":
			h.Taints = strings.Split(value, ",")
		case "--kubelet-root-dir", "--config", "-c", "--token-file", "--force", "--env", "-e", "--enable-dynamic-config":
			i.lose("%s: %s, which the specs have no word for", at, name)
		default:
			h.Flags = append(h.Flags, name+"="+value)
		}
	}
}

func pairs(s string) map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(s, ",") {
		key, value, _ := strings.Cut(pair, "=")
		out[key] = value
	}
	return out
}

// hcl writes the words of a site.
func (i *importer) hcl() string {
	f := hclwrite.NewEmptyFile()
	top := f.Body()
	set(top, "manage", "cluster")
	set(top, "cluster", i.name)
	k := top.AppendNewBlock("k0s", nil).Body()
	if _, err := ParseVersion(i.version); err == nil {
		set(k, "version", i.version)
	}
	if i.config != nil {
		set(k, "config", ConfigFile)
	}
	for n := range i.hosts {
		if n > 0 || len(k.Attributes()) > 0 {
			k.AppendNewline()
		}
		writeHost(k.AppendNewBlock("host", []string{i.hosts[n].Name}).Body(), &i.hosts[n])
	}
	if i.drain+i.grace > 0 {
		k.AppendNewline()
		options := k.AppendNewBlock("options", nil).Body()
		for _, o := range []struct {
			name    string
			seconds int64
		}{{"drain_timeout", i.drain}, {"grace_period", i.grace}} {
			if o.seconds > 0 {
				set(options, o.name, fmt.Sprintf("%ds", o.seconds))
			}
		}
	}
	return string(hclwrite.Format(f.Bytes()))
}

func writeHost(b *hclwrite.Body, h *Host) {
	for _, word := range []struct{ name, value string }{
		{"role", string(h.Role)}, {"address", h.Address}, {"private_address", h.PrivateAddress}, {"private_interface", h.PrivateInterface},
		{"user", h.User}, {"key_path", h.KeyPath}, {"data_dir", h.DataDir},
	} {
		if word.value != "" {
			set(b, word.name, word.value)
		}
	}
	if h.Port != defaultPort {
		b.SetAttributeValue("port", cty.NumberIntVal(int64(h.Port)))
	}
	if h.NoTaints {
		b.SetAttributeValue("no_taints", cty.True)
	}
	if len(h.Labels) > 0 {
		b.SetAttributeValue("labels", ctyMap(h.Labels))
	}
	if len(h.Environment) > 0 {
		b.SetAttributeValue("environment", ctyMap(h.Environment))
	}
	for _, word := range []struct {
		name   string
		values []string
	}{{"install_flags", h.Flags}, {"taints", h.Taints}} {
		if len(word.values) > 0 {
			var list []cty.Value
			for _, v := range word.values {
				list = append(list, cty.StringVal(v))
			}
			b.SetAttributeValue(word.name, cty.ListVal(list))
		}
	}
}

func ctyMap(m map[string]string) cty.Value {
	out := map[string]cty.Value{}
	for k, v := range m {
		out[k] = cty.StringVal(v)
	}
	return cty.MapVal(out)
}

func set(b *hclwrite.Body, name, value string) { b.SetAttributeValue(name, cty.StringVal(value)) }
