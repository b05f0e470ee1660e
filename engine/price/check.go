package price

import (
	"errors"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// CodeUnpriced marks prices that are missing. The options that need them are
// forbidden, not free.
const CodeUnpriced = "BERTH-P001"

// Check reports, as warnings at their places, the prices that no option can be
// had without: of node pools, and of traffic that leaves a cloud over a link.
func Check(w *spec.Workspace, t *Tariff) (diags diag.List) {
	for _, s := range w.Sites {
		for i, p := range t.Site(s.Name).Pools {
			if p.err == nil {
				continue
			}
			at := s.Origin
			if i < len(s.Pools) {
				at = s.Pools[i].Origin
			}
			diags.Warnf(CodeUnpriced, w.Range(at), "Missing price", "%s. No service can run on this pool until it is there.", reason(p.err))
		}
	}
	for _, l := range w.Links {
		for _, name := range []string{l.A, l.B} {
			if s := t.Site(name); s != nil && s.Cloud && t.Leaving(l, name) == nil {
				diags.Warnf(CodeUnpriced, w.Range(l.Origin), "Missing price",
					"The link does not say what a GiB leaving %s costs: set egress = { %s = … }. Options whose traffic leaves over it are forbidden until it is there.", name, name)
			}
		}
	}
	return diags
}

// reason is an error's text without the words all missing prices share.
func reason(err error) string {
	text := err.Error()
	if errors.Is(err, ErrMissing) {
		text = text[len(ErrMissing.Error())+2:]
	}
	return "The " + text
}
