package gke

import (
	"maps"
	"strings"

	"cloud.google.com/go/container/apiv1/containerpb"
)

// The resource labels of clusters and pools that berth made. They tell whose a pool is
// when the state folder is lost, and show on the bill.
const (
	labelBy   = "managed-by"
	by        = "berth"
	labelSite = "berth-site"
	labelPool = "berth-pool"
)

// labelValue is a name as Google takes it in a resource label.
func labelValue(name string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, strings.ToLower(name))
	return out[:min(len(out), 63)]
}

// ours are the resource labels of what berth makes for a site; pool is "" for the
// cluster.
func ours(site, pool string) map[string]string {
	out := map[string]string{labelBy: by, labelSite: labelValue(site)}
	if pool != "" {
		out[labelPool] = labelValue(pool)
	}
	return out
}

// own are the labels of nodes that are not Google's.
func own(all map[string]string) map[string]string {
	out := maps.Clone(all)
	maps.DeleteFunc(out, func(k, _ string) bool { return isGoogles(k) })
	if len(out) == 0 {
		return nil
	}
	return out
}

// isGoogles tells whether a label's key or a taint's is one that GKE itself sets.
func isGoogles(key string) bool {
	domain, _, ok := strings.Cut(key, "/")
	return ok && (domain == "gke.io" || domain == "cloud.google.com" || strings.HasSuffix(domain, ".gke.io") || strings.HasSuffix(domain, ".cloud.google.com"))
}

// effects are the effects of taints as Kubernetes writes them, in the order of the API's
// numbers.
var effects = [...]string{"", "NoSchedule", "PreferNoSchedule", "NoExecute"}

// taintText writes a taint as the specs do: "key=value:Effect".
func taintText(t *containerpb.NodeTaint) string {
	out := t.GetKey()
	if t.GetValue() != "" {
		out += "=" + t.GetValue()
	}
	if e := int(t.GetEffect()); e > 0 && e < len(effects) {
		out += ":" + effects[e]
	}
	return out
}

// taintOf reads what taintText wrote; known is false where it is no taint.
func taintOf(text string) (t *containerpb.NodeTaint, known bool) {
	rest, effect, _ := strings.Cut(text, ":")
	key, value, _ := strings.Cut(rest, "=")
	for i := 1; i < len(effects); i++ {
		if effects[i] == effect && key != "" {
			return &containerpb.NodeTaint{Key: key, Value: value, Effect: containerpb.NodeTaint_Effect(i)}, true
		}
	}
	return nil, false
}

// channelWord is a release channel as the specs call it.
func channelWord(c containerpb.ReleaseChannel_Channel) string {
	if c == 0 {
		return "none"
	}
	return strings.ToLower(c.String())
}

// channelOf is a release channel as the API calls it.
func channelOf(word string) containerpb.ReleaseChannel_Channel {
	return containerpb.ReleaseChannel_Channel(containerpb.ReleaseChannel_Channel_value[strings.ToUpper(word)])
}
