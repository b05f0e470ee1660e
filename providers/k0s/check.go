package k0s

import (
	_ "embed"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"berth.dev/engine/diag"
)

// flagList are the flags that the programs of a control plane know, a rule value.
//
//go:embed flags.txt
var flagList string

// Check says what is wrong with a ClusterConfig that is complete, nothing where it can
// be used: words that there are not, flags that would stop the API server, networks that
// overlap, rights for groups of Kubernetes itself, and secrets, which plans would keep.
func Check(config map[string]any) (out []string) {
	if err := isConfig(config); err != nil {
		return []string{err.Error()}
	}
	for _, key := range sortedKeys(config) {
		if !slices.Contains([]string{"apiVersion", "kind", "metadata", "spec"}, key) {
			out = append(out, fmt.Sprintf("%s: k0s has no such word beside spec", shorten(key)))
		}
	}
	if m := config["metadata"]; m != nil && !isMapping(m) {
		out = append(out, "metadata is "+describe(m)+"; it must be a mapping")
	}
	if spec, said := config["spec"]; said {
		out = append(out, words().misfits("spec", "spec", spec)...)
	}
	if len(out) > 0 {
		return out // what the rest reads may be of another type
	}
	for _, program := range programs {
		out = append(out, program.unknownFlags(config)...)
	}
	out = append(out, oidc(config)...)
	out = append(out, networks(config)...)
	out = append(out, odd(config)...)
	return append(out, secrets("", config)...)
}

// program is one of a control plane whose flags a configuration may say.
type program struct{ word, name string }

var programs = []program{{"api", "kube-apiserver"}, {"controllerManager", "kube-controller-manager"}, {"scheduler", "kube-scheduler"}}

// unknownFlags are those that a program does not know: k0s starts it all the same, and
// it ends at once, on every controller.
func (p program) unknownFlags(config map[string]any) (out []string) {
	known := p.flags()
	extra, _ := dig(config, "spec", p.word, "extraArgs").(map[string]any)
	for _, name := range sortedKeys(extra) {
		if !slices.Contains(known, name) {
			out = append(out, p.noFlag(within("spec", p.word, "extraArgs", name), name, known))
		}
	}
	raw, _ := dig(config, "spec", p.word, "rawArgs").([]any)
	for _, arg := range raw {
		text, _ := arg.(string)
		name, _, _ := strings.Cut(text, "=")
		at := within("spec", p.word, "rawArgs")
		if short, ok := strings.CutPrefix(name, "--"); !ok {
			out = append(out, fmt.Sprintf("%s: %q is no flag; one begins with two dashes, as in \"--v=2\"", at, shorten(name)))
		} else if !slices.Contains(known, short) {
			out = append(out, p.noFlag(at, short, known))
		}
	}
	return out
}

func (p program) flags() (out []string) {
	for line := range strings.Lines(flagList) {
		if name, flag, _ := strings.Cut(strings.TrimSpace(line), " "); name == p.name {
			out = append(out, flag)
		}
	}
	return out
}

func (p program) noFlag(at, name string, known []string) string {
	return strings.TrimSpace(fmt.Sprintf("%s: %s has no flag %q as of Kubernetes 1.37, and would not start on any controller. %s", at, p.name, shorten(name), diag.Meant(name, known)))
}

// oidc checks how the API server knows people: k0s takes all that is text.
func oidc(config map[string]any) (out []string) {
	args, _ := dig(config, "spec", "api", "extraArgs").(map[string]any)
	say := func(name string) string { s, _ := args[name].(string); return s }
	issuer := say("oidc-issuer-url")
	_, file := args["authentication-config"]
	known := programs[0].flags()
	for _, name := range sortedKeys(args) {
		if strings.HasPrefix(name, "oidc-") && issuer == "" && slices.Contains(known, name) {
			return append(out, fmt.Sprintf("spec.api.extraArgs.%s is said without oidc-issuer-url, without which the API server does not start", name))
		}
	}
	if issuer == "" {
		return nil
	}
	if file {
		out = append(out, "spec.api.extraArgs has authentication-config and oidc-issuer-url; the API server takes one of them and does not start with both")
	}
	if u, err := url.Parse(issuer); err != nil || u.Scheme != "https" || u.Host == "" {
		out = append(out, "spec.api.extraArgs.oidc-issuer-url must be a URL that begins with https://, or the API server does not start")
	}
	if say("oidc-client-id") == "" {
		out = append(out, "spec.api.extraArgs.oidc-client-id is missing, without which the API server does not start")
	}
	if say("oidc-groups-claim") != "" {
		out = append(out, prefix("oidc-groups-prefix", say("oidc-groups-prefix"), "groups")...)
	}
	if claim := say("oidc-username-claim"); claim == "email" || say("oidc-username-prefix") != "" {
		out = append(out, prefix("oidc-username-prefix", say("oidc-username-prefix"), "users")...)
	}
	return out
}

// prefix refuses names from elsewhere that could be those of Kubernetes itself.
func prefix(flag, value, who string) []string {
	switch {
	case value == "" || value == "-":
		return []string{fmt.Sprintf("spec.api.extraArgs.%s is missing: without it the issuer could name %s that Kubernetes keeps for itself. Write one, as in %s: \"oidc:\"", flag, who, flag)}
	case strings.HasPrefix("system:", value) || strings.HasPrefix(value, "system:"):
		return []string{fmt.Sprintf("spec.api.extraArgs.%s is %q: the issuer could name %s that Kubernetes keeps for itself, system:masters among them", flag, value, who)}
	}
	return nil
}

// networks checks that no two networks of a cluster overlap: k0s takes the same one for
// pods and for services.
func networks(config map[string]any) (out []string) {
	type network struct {
		word   string
		prefix netip.Prefix
	}
	var seen []network
	for _, names := range [][]string{{"podCIDR"}, {"serviceCIDR"}, {"dualStack", "IPv6podCIDR"}, {"dualStack", "IPv6serviceCIDR"}} {
		text := digText(config, append([]string{"spec", "network"}, names...)...)
		word := "spec.network." + strings.Join(names, ".")
		if text == "" {
			text, _ = defaults["network."+strings.Join(names, ".")].(string)
		}
		if text == "" {
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			out = append(out, fmt.Sprintf("%s is %q, which is no network; write one as in \"10.244.0.0/16\"", word, shorten(text)))
			continue
		}
		for _, other := range seen {
			if p.Overlaps(other.prefix) {
				out = append(out, fmt.Sprintf("%s is %s and overlaps %s, which is %s", word, p, other.word, other.prefix))
			}
		}
		seen = append(seen, network{word, p})
	}
	return out
}

// odd are combinations that k0s takes, or k0sctl, and that do not work.
func odd(config map[string]any) (out []string) {
	if text := digText(config, "spec", "api", "externalAddress"); strings.Contains(text, "://") {
		out = append(out, "spec.api.externalAddress is a name or an address, with a port at most; no URL")
	}
	if on, _ := dig(config, "spec", "network", "nodeLocalLoadBalancing", "enabled").(bool); on && digText(config, "spec", "api", "externalAddress") != "" {
		out = append(out, "spec.network.nodeLocalLoadBalancing cannot be on while spec.api.externalAddress is said")
	}
	for _, port := range []string{"port", "k0sApiPort"} {
		if n, is := dig(config, "spec", "api", port).(int64); is && (n < 1 || n > 65535) {
			out = append(out, fmt.Sprintf("spec.api.%s is %d; a port is a number from 1 to 65535", port, n))
		}
	}
	return out
}

// secretAdvice follows the place of what may be a secret.
const secretAdvice = ", and a plan would keep it. Take it out, or leave the cluster to k0sctl (manage = \"objects\")"

// secrets are the places of what may be a secret. A plan keeps the configuration, and
// k0s has files for most of them.
func secrets(at string, v any) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			below := strings.TrimPrefix(at+"."+key, ".")
			word := key
			if strings.HasSuffix(at, ".extraArgs") {
				word = "" // names of flags, none of which is a secret
			}
			if s, ok := v[key].(string); ok && isSecret(word, s) {
				out = append(out, below+" may be a secret"+secretAdvice)
				continue
			}
			out = append(out, secrets(below, v[key])...)
		}
	case []any:
		for i, e := range v {
			out = append(out, secrets(fmt.Sprintf("%s[%d]", at, i), e)...)
		}
	}
	return out
}
