package manifest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHostsAreFoundInValues(t *testing.T) {
	for _, c := range []struct {
		key, value string
		want       []string
	}{
		{"ADDR", "orders:8080", []string{"orders"}},
		{"ADDR", "orders", []string{"orders"}},
		{"X", "orders.shop.svc.cluster.local:80", []string{"orders.shop.svc.cluster.local"}},
		{"X", "http://orders/v1?next=http%3A//other", []string{"orders"}},
		{"X", "grpc+tls://Orders.Shop:443", []string{"orders.shop"}},
		{"X", "http://a:1/x,http://b:2", []string{"a", "b"}},
		{"X", "mongodb://u:p@m0:27017,m1:27017/db?replicaSet=r", []string{"m0", "m1"}},
		{"X", "jdbc:sqlserver://db:1433;databaseName=x;password=secret.example.com", []string{"db"}},
		{"X", "k0:9092, k1:9092;k2:9092", []string{"k0", "k1", "k2"}},
		{"X", "host=db port=5432 password=hunter.example.com:22", []string{"db"}},
		{"X", "u:p@tcp(db:3306)/shop", []string{"tcp", "db"}},
		{"X", "http://[2001:db8::1]:80/", []string{"2001:db8::1"}},
		{"X", `{"url": "https://api.example.com/v1", "n": 1}`, []string{"api.example.com"}},
		{"ADDR", "db.example.com.", []string{"db.example.com"}},
		// nothing that is no host
		{"X", "", nil},
		{"PORT", "8080", nil},
		{"X", "12:30:00", nil},
		{"X", "http://${HOST}/x", nil},
		{"X", "/var/lib/x", nil},
		{"X", "a_b:80", nil},
		{"X", "http://host:port/", nil},
		// nothing of credentials, and nothing that may be one
		{"DB_PASSWORD", "orders:8080", nil},
		{"apiToken", "https://x.example.com", nil},
		{"SIGNING_KEY_2", "a:80", nil},
		{"X", "postgres://u:12/34@db:5432/x", nil},
		{"X", "postgres://u:12 34@db:5432/x", nil},
		{"X", "postgres://u:p@ss@db:5432/x", []string{"db"}},
		{"TOKEN_URL", "https://login.example.com/token", []string{"login.example.com"}},
		{"AUTH_SERVICE", "auth:80", []string{"auth"}},
		// nothing that others call
		{"NO_PROXY", "10.0.0.0,orders:80", nil},
		{"CORS_ALLOWED_ORIGINS", "https://shop.example.com", nil},
		{"oauthRedirectUrl", "https://shop.example.com", nil},
	} {
		var got []string
		for _, m := range hostsIn(c.key, c.value) {
			got = append(got, m.host)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s=%s: %s", c.key, c.value, diff)
		}
	}
}

// neighbours are Services that a value can name: db has named pods, and orders is
// in another namespace too.
const neighbours = `---
apiVersion: v1
kind: Service
metadata: {name: orders, namespace: shop}
spec: {selector: {app: orders}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders-v2, namespace: shop}
spec: {template: {metadata: {labels: {app: orders}}, spec: {containers: [{name: a, image: a}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: data}
spec: {clusterIP: None, selector: {app: db}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: postgres, namespace: data}
spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: a}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: legacy, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: mail, namespace: shop}
spec: {type: ExternalName, externalName: smtp.example.net}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: door, namespace: shop}
spec: {rules: [{host: shop.example.com, http: {paths: [{backend: {service: {name: orders}}}]}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: a, env: [{name: %s, value: "%s"}]}]}}}
`

func TestAHostLeadsToTheWorkloadBehindItsService(t *testing.T) {
	for _, c := range []struct {
		key, value      string
		calls, unplaced []string
	}{
		{"ADDR", "orders:80", []string{"orders-v2"}, nil},
		{"X", "orders:80", []string{"orders-v2"}, nil},
		{"X", "orders.shop:80", []string{"orders-v2"}, nil},
		{"X", "orders.shop.svc:80", []string{"orders-v2"}, nil},
		{"X", "http://orders.shop.svc.cluster.example/x", []string{"orders-v2"}, nil},
		{"X", "orders.data:80", nil, []string{"orders.data"}}, // namespace data has no Service of this name
		{"X", "orders.data", nil, nil},                        // and nothing promises an address
		{"DB_HOST", "db.data", []string{"postgres"}, nil},
		{"DB_HOST", "postgres-0.db.data.svc.cluster.local", []string{"postgres"}, nil},
		{"DB_HOST", "postgres-0.db.data", []string{"postgres"}, nil},
		{"DB_HOST", "db", nil, []string{"db"}}, // in another namespace
		{"X", "orders", nil, nil},              // may be a name of something else
		{"GREETING", "orders are fine", nil, nil},
		{"URL", "http://legacy/x", nil, []string{"legacy"}},
		{"URL", "smtp://mail", []string{"smtp-example-net"}, nil},
		{"URL", "https://api.example.com", []string{"api-example-com"}, nil},
		{"X", "api.example.com:443", []string{"api-example-com"}, nil},
		{"X", "api.example.com", nil, nil},
		{"URL", "https://storage.googleapis.com/b", []string{"storage-googleapis-com"}, nil},
		{"URL", "http://169.254.169.254/computeMetadata", []string{"metadata-google-internal"}, nil},
		{"URL", "https://shop.example.com/x", nil, []string{"shop.example.com"}},
		{"URL", "http://db.corp.internal", nil, []string{"db.corp.internal"}},
		{"URL", "http://missing.shop.svc/", nil, []string{"missing.shop.svc"}},
		{"URL", "http://10.1.2.3/", nil, []string{"10.1.2.3"}},
		{"URL", "http://8.8.8.8/", []string{"8-8-8-8"}, nil},
		{"URL", "http://127.0.0.1:80/ http://localhost/ http://[::1]/", nil, nil},
		{"ADDR", "0.0.0.0:8080", nil, nil},
		{"VERSION", "8.8.8.8", nil, nil},
		{"IMAGE", "redis:7", nil, nil},
		{"X", "kafka:9092", nil, []string{"kafka"}},
		{"URL", "https://kubernetes.default.svc", nil, nil},
	} {
		t.Run(c.key+"="+c.value, func(t *testing.T) {
			r := mustImport(t, yamlSource(fmt.Sprintf(neighbours, c.key, c.value)), DefaultOptions())
			web := r.Services[len(r.Services)-1]
			if diff := cmp.Diff(c.calls, callNames(web.Calls)); diff != "" {
				t.Errorf("calls: %s", diff)
			}
			if diff := cmp.Diff(c.unplaced, callNames(web.Unplaced)); diff != "" {
				t.Errorf("unplaced: %s", diff)
			}
		})
	}
}

func TestAVariableMadeOfOthersIsReadAsKubernetesSetsIt(t *testing.T) {
	for value, want := range map[string]string{
		"$(HOST):80":     "db:80",
		"$$(HOST):80":    "$$(HOST):80",
		"$(NONE)-$(HOST": "$(NONE)-$(HOST",
		"$(A)$(HOST)":    "xdb",
		"no":             "no",
	} {
		if diff := cmp.Diff(want, expand(value, map[string]string{"HOST": "db", "A": "x"})); diff != "" {
			t.Errorf("%s: %s", value, diff)
		}
	}
}
