package object

import "testing"

func TestWhoKeepsAnObjectIsFoundByItsMarks(t *testing.T) {
	for name, c := range map[string]struct{ metadata, want string }{
		"nobody":                     {`{"labels":{"app.kubernetes.io/managed-by":"Helm"},"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}}`, ""},
		"Argo CD by annotation":      {`{"annotations":{"argocd.argoproj.io/tracking-id":"shop:apps/Deployment:shop/web"}}`, "Argo CD (shop:apps/Deployment:shop/web)"},
		"Argo CD by label":           {`{"labels":{"argocd.argoproj.io/instance":"shop"}}`, "Argo CD (shop)"},
		"Flux, a Kustomization":      {`{"labels":{"kustomize.toolkit.fluxcd.io/name":"apps","kustomize.toolkit.fluxcd.io/namespace":"flux-system"}}`, "Flux (apps)"},
		"Flux, a HelmRelease":        {`{"labels":{"helm.toolkit.fluxcd.io/name":"web"},"annotations":{"meta.helm.sh/release-name":"web"}}`, "Flux (web)"},
		"Helm":                       {`{"annotations":{"meta.helm.sh/release-name":"web","meta.helm.sh/release-namespace":"shop"}}`, "Helm (web)"},
		"another ApplySet":           {`{"labels":{"applyset.kubernetes.io/part-of":"applyset-x-v1"}}`, "ApplySet (applyset-x-v1)"},
		"berth's own ApplySet":       {`{"labels":{"applyset.kubernetes.io/part-of":"ours"}}`, ""},
		"a controller":               {`{"ownerReferences":[{"kind":"App","name":"a","uid":"1"},{"apiVersion":"x/v1","kind":"Rollout","name":"web","uid":"2","controller":true}]}`, "controller (Rollout web)"},
		"an owner but no controller": {`{"ownerReferences":[{"kind":"App","name":"a","uid":"1","controller":false}]}`, ""},
		"an empty mark":              {`{"labels":{"argocd.argoproj.io/instance":""}}`, ""},
	} {
		o := parsed(t, []byte(`{"kind":"Deployment","metadata":`+c.metadata+`}`))
		if got := TrackedBy(o, "ours"); got != c.want {
			t.Errorf("%s: tracked by %q, want %q", name, got, c.want)
		}
	}
}
