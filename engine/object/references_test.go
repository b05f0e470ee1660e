package object

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const everything = `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","namespace":"shop","annotations":{"cloud.google.com/neg":"{}"}},
"spec":{"serviceName":"db","volumeClaimTemplates":[{"spec":{"storageClassName":"fast"}}],"template":{"metadata":{"annotations":{"iam.gke.io/x":"y"}},"spec":{
 "serviceAccountName":"runner","priorityClassName":"high","imagePullSecrets":[{"name":"pull"}],
 "nodeSelector":{"cloud.google.com/gke-nodepool":"a","disk":"ssd","topology.kubernetes.io/zone":"z"},
 "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["n1"]}]}]}}},
 "initContainers":[{"name":"i","envFrom":[{"configMapRef":{"name":"init"}}]}],
 "ephemeralContainers":[{"name":"e","envFrom":[{"secretRef":{"name":"debug"}}]}],
 "containers":[{"name":"c","command":["run","--cart=cart.shop:8080"],"env":[
   {"name":"A","valueFrom":{"configMapKeyRef":{"name":"env","key":"a"}}},
   {"name":"B","valueFrom":{"secretKeyRef":{"name":"env","key":"b"}}},
   {"name":"C","valueFrom":{"secretKeyRef":{"name":"maybe","key":"b","optional":true}}},
   {"name":"CART","value":"http://cart:8080/"}],
  "envFrom":[{"configMapRef":{"name":"maybe","optional":true}}]}],
 "volumes":[{"name":"1","configMap":{"name":"vol"}},{"name":"2","secret":{"secretName":"vol"}},{"name":"3","secret":{"secretName":"maybe","optional":true}},
  {"name":"4","persistentVolumeClaim":{"claimName":"data"}},
  {"name":"5","projected":{"sources":[{"configMap":{"name":"kube-root-ca.crt"}},{"configMap":{"name":"proj"}},{"secret":{"name":"proj"}},{"serviceAccountToken":{"path":"t"}}]}},
  {"name":"6","csi":{"driver":"d","nodePublishSecretRef":{"name":"csi"}}},
  {"name":"7","ephemeral":{"volumeClaimTemplate":{"spec":{"storageClassName":"slow"}}}},
  {"name":"8","hostPath":{"path":"/x"}}]}}}}`

func words(refs []Ref) (out []string) {
	for _, r := range refs {
		out = append(out, r.String())
	}
	return out
}

func TestReferencesAreAllThatMustBeThere(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"a StatefulSet with everything": {everything, []string{
			"ConfigMap shop/env", "ConfigMap shop/init", "ConfigMap shop/proj", "ConfigMap shop/vol", "PersistentVolumeClaim shop/data", "PriorityClass high",
			"Secret shop/csi", "Secret shop/debug", "Secret shop/env", "Secret shop/proj", "Secret shop/pull", "Secret shop/vol",
			"Service shop/db", "ServiceAccount shop/runner", "StorageClass fast", "StorageClass slow"}},
		"a CronJob of the system's class": {`{"kind":"CronJob","metadata":{"namespace":"a"},"spec":{"jobTemplate":{"spec":{"template":{"spec":{"serviceAccountName":"default","priorityClassName":"system-node-critical","volumes":[{"configMap":{"name":"c"}}]}}}}}}`,
			[]string{"ConfigMap a/c"}},
		"an Ingress": {`{"kind":"Ingress","metadata":{"namespace":"a"},"spec":{"ingressClassName":"nginx","tls":[{"secretName":"cert"}],"defaultBackend":{"service":{"name":"x"}},"rules":[{"http":{"paths":[{"backend":{"service":{"name":"y"}}},{"backend":{"service":{"name":"x"}}}]}}]}}`,
			[]string{"IngressClass nginx", "Secret a/cert", "Service a/x", "Service a/y"}},
		"a route": {`{"kind":"HTTPRoute","metadata":{"namespace":"a"},"spec":{"rules":[{"backendRefs":[{"name":"x"},{"name":"y","namespace":"b"},{"kind":"ServiceImport","group":"net","name":"z"}],"filters":[{"requestMirror":{"backendRef":{"name":"m"}}}]}]}}`,
			[]string{"Service a/m", "Service a/x", "Service b/y"}},
		"an autoscaler": {`{"kind":"HorizontalPodAutoscaler","metadata":{"namespace":"a"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"x"}}}`, []string{"Deployment a/x"}},
		"a claim":       {`{"kind":"PersistentVolumeClaim","metadata":{"namespace":"a"},"spec":{"storageClassName":"s","dataSource":{"kind":"PersistentVolumeClaim","name":"old"}}}`, []string{"PersistentVolumeClaim a/old", "StorageClass s"}},
		"an account":    {`{"kind":"ServiceAccount","metadata":{"namespace":"a"},"imagePullSecrets":[{"name":"p"}]}`, []string{"Secret a/p"}},
		"a ConfigMap":   {`{"kind":"ConfigMap","metadata":{"namespace":"a"},"data":{"x":"y"}}`, nil},
	} {
		if diff := cmp.Diff(c.want, words(parsed(t, []byte(c.in)).References())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatBindsToOneSiteIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"a StatefulSet with everything": {everything, []string{
			`metadata.annotations["cloud.google.com/neg"]`,
			`spec.template.metadata.annotations["iam.gke.io/x"]`,
			`spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]`,
			`spec.template.spec.nodeSelector["cloud.google.com/gke-nodepool"]`,
			`spec.template.spec.nodeSelector["topology.kubernetes.io/zone"]`,
			`spec.template.spec.volumes[6].ephemeral.volumeClaimTemplate.spec.storageClassName`,
			`spec.template.spec.volumes[7]`,
			`spec.volumeClaimTemplates[0].spec.storageClassName`}},
		"a Service": {`{"kind":"Service","metadata":{"annotations":{"metallb.universe.tf/address-pool":"p","service.beta.kubernetes.io/aws-load-balancer-type":"nlb","networking.gke.io/load-balancer-type":"Internal"}},"spec":{"loadBalancerIP":"1.2.3.4","externalIPs":["1.2.3.4"]}}`, []string{
			`metadata.annotations["metallb.universe.tf/address-pool"]`,
			`metadata.annotations["networking.gke.io/load-balancer-type"]`,
			`metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-type"]`,
			`spec.externalIPs`, `spec.loadBalancerIP`}},
		"an account": {`{"kind":"ServiceAccount","metadata":{"annotations":{"iam.gke.io/gcp-service-account":"a","eks.amazonaws.com/role-arn":"b"}}}`, []string{
			`metadata.annotations["eks.amazonaws.com/role-arn"]`, `metadata.annotations["iam.gke.io/gcp-service-account"]`}},
		"a plain Service": {`{"kind":"Service","metadata":{"annotations":{"prometheus.io/scrape":"true"}},"spec":{"externalIPs":[],"loadBalancerIP":"","type":"LoadBalancer"}}`, nil},
	} {
		var got []string
		for _, b := range parsed(t, []byte(c.in)).SiteBound() {
			got = append(got, b.Path)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestANameCountsWhereItStandsAlone(t *testing.T) {
	for text, want := range map[string]bool{
		"cart":                                 true,
		"http://cart:8080/x":                   true,
		"cart.shop.svc.cluster.local:80":       true,
		"cart.shop.svc.cluster.local.":         true,
		"dns:///cart.shop:443":                 true,
		"see cart. Then go on":                 true,
		"a,cart,b":                             true,
		"mycart cart-db cart_x xcart":          false,
		"shopping.cart.io":                     false,
		"http://cart.other.svc:80":             false,
		"cart.example.com":                     false,
		"carts":                                false,
		"CART":                                 false,
		"cart-db then cart":                    true,
		"":                                     false,
		"user@cart/db?x=cart-2":                true,
		"cart.shop.svc.cluster.localdomain.io": false,
	} {
		o := Object{"kind": "ConfigMap", "data": map[string]any{"k": text}}
		if got := len(o.Calls(Names("cart", "shop", "shop"))) > 0; got != want {
			t.Errorf("%q: found is %v", text, got)
		}
	}
}

func TestCallersAreFoundInAllTheirText(t *testing.T) {
	got := parsed(t, []byte(everything)).Calls(Names("cart", "shop", "shop"))
	want := []string{"spec.template.spec.containers[name=c].command", "spec.template.spec.containers[name=c].env[name=CART].value"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if slices.Contains(Names("cart", "shop", "other"), "cart") {
		t.Error("in another namespace the short name means another Service")
	}
	ext := parsed(t, []byte(`{"kind":"Service","spec":{"externalName":"cart.shop.svc.cluster.local"}}`))
	if diff := cmp.Diff([]string{"spec.externalName"}, ext.Calls(Names("cart", "shop", "x"))); diff != "" {
		t.Error(diff)
	}
	secret := parsed(t, []byte(`{"kind":"Secret","stringData":{"x":"cart"}}`))
	if got := secret.Calls(Names("cart", "shop", "shop")); got != nil {
		t.Errorf("a secret was looked into: %v", got)
	}
}
