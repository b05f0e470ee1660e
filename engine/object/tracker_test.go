package object

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatBringsAnObjectIsNamedByItsMarks(t *testing.T) {
	for name, c := range map[string]struct {
		metadata string
		want     Ref
		ok       bool
	}{
		"nobody": {`{"labels":{"app":"web"}}`, Ref{}, false},
		"an annotation of Argo CD": {`{"annotations":{"argocd.argoproj.io/tracking-id":"shop:apps/Deployment:ads/web"}}`,
			Ref{Kind: "Application", Name: "shop"}, true},
		"an application in another namespace": {`{"annotations":{"argocd.argoproj.io/tracking-id":"team_shop:/Service:ads/web"}}`,
			Ref{Kind: "Application", Namespace: "team", Name: "shop"}, true},
		"a label of Argo CD":   {`{"labels":{"argocd.argoproj.io/instance":"shop"}}`, Ref{Kind: "Application", Name: "shop"}, true},
		"annotation and label": {`{"labels":{"argocd.argoproj.io/instance":"old"},"annotations":{"argocd.argoproj.io/tracking-id":"shop:/Service:ads/web"}}`, Ref{Kind: "Application", Name: "shop"}, true},
		"Flux":                 {`{"labels":{"kustomize.toolkit.fluxcd.io/name":"apps","kustomize.toolkit.fluxcd.io/namespace":"flux-system"}}`, Ref{Kind: "Kustomization", Namespace: "flux-system", Name: "apps"}, true},
		"a HelmRelease":        {`{"labels":{"helm.toolkit.fluxcd.io/name":"web"}}`, Ref{}, false},
	} {
		got, ok := TrackerOf(parsed(t, []byte(`{"kind":"Deployment","metadata":`+c.metadata+`}`)))
		if diff := cmp.Diff(c.want, got); diff != "" || ok != c.ok {
			t.Errorf("%s: %v %s", name, ok, diff)
		}
	}
}
