package crash

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/audit"
)

// shop is the namespace and the product of all services.
const shop = "shop"

func parse(t testing.TB, text string) object.Object {
	t.Helper()
	o, err := object.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return o
}

func space(name string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":%q}}`, name)
}

func deployment(name string, copies int, image string) string {
	return fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":%[1]q,"namespace":"shop"},"spec":{"replicas":%[2]d,
		"selector":{"matchLabels":{"app":%[1]q}},"template":{"metadata":{"labels":{"app":%[1]q}},"spec":{"containers":[{"name":"main","image":%[3]q}]}}}}`, name, copies, image)
}

func service(name string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Service","metadata":{"name":%[1]q,"namespace":"shop"},"spec":{"selector":{"app":%[1]q},"ports":[{"port":80,"targetPort":8080}]}}`, name)
}

func config(name, colour string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":%q,"namespace":"shop"},"data":{"colour":%q}}`, name, colour)
}

const (
	database = `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","namespace":"shop"},"spec":{"replicas":1,"serviceName":"db",
		"selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"main","image":"shop/db:1"}],
		"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"db-data"}}]}}}}`
	databaseClaim = `{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"db-data","namespace":"shop"},
		"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}`
	route = `{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"front","namespace":"default"},
		"spec":{"rules":[{"backendRefs":[{"name":"front-tokyo","port":80,"weight":1},{"name":"front-gke","port":80,"weight":0}]}]}}`
	argos = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"argos","namespace":"shop",
		"annotations":{"argocd.argoproj.io/tracking-id":"other:/ConfigMap:shop/argos"}},"data":{"colour":"green"}}`
)

// furnish fills the clusters of a world: services that kubectl made and one that an
// earlier plan of berth's made; gke has nothing of the shop, not even its namespace.
func (w *world) furnish(t testing.TB) {
	t.Helper()
	for _, text := range []string{
		space(shop), deployment("front", 3, "shop/front:1"), service("front"), deployment("video", 2, "shop/video:1"),
		deployment("mail", 1, "shop/mail:1"), database, databaseClaim, service("db"), route, argos, config("strangers", "red"),
	} {
		w.put(t, "tokyo", "kubectl-client-side-apply", parse(t, text))
	}
	w.put(t, "gke", "kubectl-client-side-apply", parse(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"strangers","namespace":"default"},"data":{"a":"b"}}`))
	set := &record.Set{Product: shop, Namespace: shop}
	for _, text := range []string{config("api-old", "grey"), deployment("api", 2, "shop/api:1")} {
		o := object.Own(parse(t, text), "api", set.ID())
		w.put(t, "tokyo", object.Manager, o)
		set.Members = append(set.Members, record.Member{Ref: o.Ref(), UID: w.servers["tokyo"].Object(o.Ref()).UID()})
	}
	w.put(t, "tokyo", object.Manager, systemSpace(), made(t, set), made(t, &record.Cluster{Epoch: 4, Generation: 1, Last: digestOf([]byte("earlier"))}))
	w.settle(t)
}

func systemSpace() object.Object {
	return object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{
		"name": object.SystemNamespace, "labels": map[string]any{object.LabelManagedBy: object.Manager}}}
}

func made(t testing.TB, r interface{ Object() (object.Object, error) }) object.Object {
	t.Helper()
	o, err := r.Object()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// ordinary are services as the specs want them: front moves with its callers, video
// runs on both sides from now on, api gets a new image and loses a ConfigMap.
func ordinary(t testing.TB) []rollout.Service {
	t.Helper()
	tokyo, gke := everything("tokyo"), everything("gke")
	front := wish(t, "front", []rollout.Stop{{Shares: tokyo}, {Wave: 1, Shares: gke}}, deployment("front", 2, "shop/front:1"), service("front"))
	front.Called, front.DrainSeconds = true, 5
	front.Route = &step.Route{
		HTTPRoute: &object.Ref{Kind: "HTTPRoute", Namespace: "default", Name: "front"}, Site: "tokyo", Ramp: []int64{100},
		Weights: []step.Weight{{Site: "tokyo", Backend: "front-tokyo"}, {Site: "gke", Backend: "front-gke"}},
	}
	api := wish(t, "api", []rollout.Stop{{Shares: tokyo}}, deployment("api", 2, "shop/api:2"))
	both := []rollout.Share{{Site: "gke", Thousandths: 500}, {Site: "tokyo", Thousandths: 500}}
	video := wish(t, "video", []rollout.Stop{{Shares: tokyo}, {Wave: 1, Shares: both}}, deployment("video", 2, "shop/video:1"))
	return []rollout.Service{api, front, video}
}

// alone are services of which one side may run: mail, and db, whose data a person
// moves at a gate. api is as it was.
func alone(t testing.TB) []rollout.Service {
	t.Helper()
	tokyo, gke := everything("tokyo"), everything("gke")
	mail := wish(t, "mail", []rollout.Stop{{Shares: tokyo}, {Wave: 1, Shares: gke}}, deployment("mail", 1, "shop/mail:1"))
	mail.Single = true
	db := wish(t, "db", []rollout.Stop{{Shares: tokyo}, {Wave: 1, Shares: gke}}, database, databaseClaim, service("db"))
	db.Stateful = true
	api := wish(t, "api", []rollout.Stop{{Shares: tokyo}}, deployment("api", 2, "shop/api:1"), config("api-old", "grey"))
	return []rollout.Service{api, db, mail}
}

func everything(site string) []rollout.Share {
	return []rollout.Share{{Site: site, Thousandths: 1000}}
}

// wish is a service of the same objects on both sites.
func wish(t testing.TB, name string, stops []rollout.Stop, manifests ...string) rollout.Service {
	t.Helper()
	s := rollout.Service{Name: name, Product: shop, Namespace: shop, Runs: []string{"tokyo"}, Stops: stops, Objects: map[string][]object.Object{}}
	for _, site := range sites() {
		for _, text := range manifests {
			o, err := object.Clean(parse(t, text))
			if err != nil {
				t.Fatal(err)
			}
			s.Objects[site] = append(s.Objects[site], o)
		}
	}
	return s
}

// targets are the clusters of a world, as this process reaches them.
func (w *world) targets(t testing.TB, agent string) map[string]target.Target {
	t.Helper()
	out := map[string]target.Target{}
	for _, site := range sites() {
		c, err := kube.Open(kube.Options{Files: []string{w.config}, Context: site, Agent: agent})
		if err != nil {
			t.Fatal(err)
		}
		out[site] = c
	}
	return out
}

// plan makes the plan that brings services to where they are wanted. note makes plans
// of the same steps different ones.
func plan(t testing.TB, targets map[string]target.Target, note string, services []rollout.Service) audit.Plan {
	t.Helper()
	in := rollout.Input{Services: services, Made: beginning.Format(time.RFC3339), AllowDelete: true}
	job := apply.Job{Targets: targets, Clock: &jumping{now: beginning}, Rand: func() float64 { return 0.5 }}
	scope := apply.Scope{Namespaces: []string{shop}}
	for _, k := range object.Kinds() {
		if !k.Internal && k.Name != "Secret" && k.Name != "Namespace" {
			scope.Kinds = append(scope.Kinds, k.Name)
		}
	}
	for _, site := range sites() {
		found, err := apply.Observe(context.Background(), job, site, scope)
		if err != nil {
			t.Fatal(err)
		}
		c := rollout.Cluster{Site: site, Context: site, UID: found.UID, Record: found.Record, Sets: found.Sets, Live: found.Live, Optional: []string{"HTTPRoute"}}
		spaces, err := targets[site].List(context.Background(), target.Query{Kind: "Namespace"})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range spaces {
			c.Names = append(c.Names, o.Ref())
		}
		in.Clusters = append(in.Clusters, c)
	}
	result, err := rollout.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Work.Left) > 0 {
		t.Fatalf("left out: %v", result.Work.Left)
	}
	text, err := json.Marshal(result.Work)
	if err != nil {
		t.Fatal(err)
	}
	return audit.Plan{Digest: digestOf(append(text, note...)), Work: result.Work, Bag: result.Bag}
}

func digestOf(text []byte) string {
	h := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(h[:])
}

// write puts a plan into files for runs, and returns the orders of a run of it.
func write(t testing.TB, folder string, p audit.Plan) orders {
	t.Helper()
	text, err := json.Marshal(p.Work)
	if err != nil {
		t.Fatal(err)
	}
	o := orders{Plan: p.Digest, Work: filepath.Join(folder, p.Digest[7:15]+".work"), Bag: filepath.Join(folder, p.Digest[7:15]+".bag"), Now: beginning}
	for file, content := range map[string][]byte{o.Work: text, o.Bag: p.Bag.Bytes()} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return o
}
