package apply_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/fake"
)

// scene is two clusters with a service on one of them, and everything that a run
// takes, all of it in this process.
type scene struct {
	t       testing.TB
	servers map[string]*fake.Server
	targets map[string]*mortal
	clock   *clock
	locks   *locks
	vault   apply.Vault
	rule    func(site string, w fake.World)
	events  []apply.Event
	mu      sync.Mutex
}

// epochStart is when all scenes begin.
var epochStart = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func newScene(t testing.TB) *scene {
	t.Helper()
	s := &scene{t: t, servers: map[string]*fake.Server{}, targets: map[string]*mortal{}, clock: &clock{now: epochStart}, locks: &locks{}}
	for i, site := range []string{"gke", "tokyo"} {
		server, err := fake.Start(fake.Options{
			Seed: uint64(i + 1), Installed: []string{"HTTPRoute", "Application", "Kustomization"}, ReadyAfter: 2,
			Now: func() time.Time { return epochStart },
			OnWrite: func(w fake.World) {
				if s.rule != nil {
					s.rule(site, w)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		s.servers[site] = server
	}
	config := filepath.Join(t.TempDir(), "config")
	if err := fake.Kubeconfig(config, s.servers); err != nil {
		t.Fatal(err)
	}
	for site := range s.servers {
		c, err := kube.Open(kube.Options{Files: []string{config}, Context: site})
		if err != nil {
			t.Fatal(err)
		}
		s.targets[site] = &mortal{Cluster: c, life: &life{}}
	}
	s.targets["gke"].life = s.targets["tokyo"].life
	return s
}

// put makes objects on a site as kubectl would.
func (s *scene) put(site string, manifests ...string) {
	s.t.Helper()
	for _, m := range manifests {
		if err := s.servers[site].Put("kubectl-client-side-apply", parse(s.t, m)); err != nil {
			s.t.Fatal(err)
		}
	}
}

func parse(t testing.TB, text string) object.Object {
	t.Helper()
	o, err := object.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return o
}

// plan makes the work that brings services to their stops, from what is there.
func (s *scene) plan(services ...rollout.Service) (*step.Work, *object.Bag) {
	s.t.Helper()
	in := rollout.Input{Services: services, Made: s.clock.Now().Format(time.RFC3339), MaxAge: 3600, AllowDelete: true}
	for _, site := range []string{"gke", "tokyo"} {
		in.Clusters = append(in.Clusters, s.cluster(site, services))
	}
	result, err := rollout.Build(in)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(result.Work.Left) > 0 {
		s.t.Fatalf("left out: %v", result.Work.Left)
	}
	return result.Work, result.Bag
}

// cluster is what a site holds.
func (s *scene) cluster(site string, services []rollout.Service) rollout.Cluster {
	s.t.Helper()
	scope := apply.Scope{}
	for _, service := range services {
		if !slices.Contains(scope.Namespaces, service.Namespace) {
			scope.Namespaces = append(scope.Namespaces, service.Namespace)
		}
	}
	for _, k := range object.Kinds() {
		if !k.Internal && k.Name != "Secret" && k.Name != "Namespace" {
			scope.Kinds = append(scope.Kinds, k.Name)
		}
	}
	seen, err := apply.Observe(context.Background(), s.job(nil, nil), site, scope)
	if err != nil {
		s.t.Fatal(err)
	}
	c := rollout.Cluster{Site: site, Context: site, UID: seen.UID, Record: seen.Record, Sets: seen.Sets, Live: seen.Live, Optional: []string{"HTTPRoute"}}
	for _, o := range s.servers[site].Objects() {
		if o.Ref().Kind == "Namespace" {
			c.Names = append(c.Names, o.Ref())
		}
	}
	return c
}

// job is a job for a plan; its digest is made from the work.
func (s *scene) job(w *step.Work, bag *object.Bag) apply.Job {
	targets := map[string]target.Target{}
	for site, m := range s.targets {
		targets[site] = m
	}
	plan := "sha256:" + strings.Repeat("0", 64)
	if w != nil {
		plan = fmt.Sprintf("sha256:%064d", len(w.Stages)*1000+int(w.Clusters[0].Generation))
	}
	return apply.Job{
		Plan: plan, Work: w, Bag: bag, Targets: targets, Locks: s.locks, Clock: s.clock, Vault: s.vault,
		Rand: func() float64 { return 0.5 }, Events: s.hear, Workers: 4,
	}
}

func (s *scene) hear(e apply.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
}

// told returns the words of the events of one sort.
func (s *scene) told(what apply.What) (words []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if e.What == what {
			words = append(words, e.Step+" "+e.Words)
		}
	}
	return words
}

// run carries a plan out and fails the test where that fails.
func (s *scene) run(job apply.Job) *apply.Outcome {
	s.t.Helper()
	out, err := apply.Run(context.Background(), job)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// writes are the changes of clients to objects of services, in order.
func (s *scene) writes(site string) (all []string) {
	for _, q := range s.servers[site].History() {
		if q.Class == fake.Object && !q.Dry && q.Effect > 0 {
			all = append(all, q.Verb+" "+q.Ref.String())
		}
	}
	return all
}

// everyWrite counts requests that were to change something, records and leases too.
func (s *scene) everyWrite() (n int) {
	for _, server := range s.servers {
		for _, q := range server.History() {
			if q.Class != fake.Read && q.Verb != "review" && !q.Dry {
				n++
			}
		}
	}
	return n
}

func (s *scene) forget() {
	for _, server := range s.servers {
		server.Forget()
	}
	s.events = nil
}

// recordOf reads the record of a site.
func (s *scene) recordOf(site string) *record.Cluster {
	s.t.Helper()
	o := s.servers[site].Object(record.ClusterRef())
	if o == nil {
		return &record.Cluster{}
	}
	c, err := record.ReadCluster(o)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// clock is time that passes only when somebody waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	return ctx.Err()
}

// locks are leases that are always free. What package lease promises is tested
// there.
type locks struct {
	epoch int64
	held  *held
}

type held struct {
	epoch int64
	lost  error
}

func (l *locks) Acquire(ctx context.Context, sites []lease.Site) (apply.Lease, error) {
	l.epoch++
	l.held = &held{epoch: l.epoch}
	for _, s := range sites {
		system := object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{
			"name": object.SystemNamespace, "labels": map[string]any{object.LabelManagedBy: object.Manager}}}
		if _, err := s.Cluster.Create(ctx, system, target.Write{}); err != nil && target.ClassOf(err) != target.Exists {
			return nil, err
		}
	}
	return l.held, nil
}

func (h *held) Permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, h.lost
}
func (h *held) Epoch(string) int64              { return h.epoch }
func (h *held) Release(_ context.Context) error { return nil }

// life is the life of one process: it ends at the n-th point, and nothing that the
// process does afterwards reaches anybody.
type life struct {
	mu    sync.Mutex
	until int
	n     int
	dead  bool
	// at is the point at which it ended.
	at string
}

var errDead = &target.Fault{Class: target.Broken, What: "a request", Says: "this process is dead"}

// pass counts a point, and tells whether the process still lives after it.
func (l *life) pass(at string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	if !l.dead && l.until > 0 && l.n >= l.until {
		l.dead, l.at = true, at
	}
	return !l.dead
}

func (l *life) begin(until int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n, l.until, l.dead, l.at = 0, until, false, ""
}

func (l *life) alive() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.dead
}

// mortal is a cluster as a process sees it that may die before each request, and
// between its effect and its answer.
type mortal struct {
	*kube.Cluster
	life *life
}

func deadly[T any](m *mortal, what string, do func() (T, error)) (none T, err error) {
	if !m.life.pass("before " + what) {
		return none, errDead
	}
	v, err := do()
	if !m.life.pass("after " + what) {
		return none, errDead
	}
	return v, err
}

func (m *mortal) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	if !m.life.alive() {
		return nil, errDead
	}
	return m.Cluster.Get(ctx, ref)
}

func (m *mortal) List(ctx context.Context, q target.Query) ([]object.Object, error) {
	if !m.life.alive() {
		return nil, errDead
	}
	return m.Cluster.List(ctx, q)
}

func (m *mortal) Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	return deadly(m, "create "+o.Ref().String(), func() (object.Object, error) { return m.Cluster.Create(ctx, o, w) })
}

func (m *mortal) Apply(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	return deadly(m, "apply "+o.Ref().String(), func() (object.Object, error) { return m.Cluster.Apply(ctx, o, w) })
}

func (m *mortal) Replace(ctx context.Context, o object.Object) (object.Object, error) {
	return deadly(m, "replace "+o.Ref().String(), func() (object.Object, error) { return m.Cluster.Replace(ctx, o) })
}

func (m *mortal) Patch(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error) {
	return deadly(m, "patch "+ref.String(), func() (object.Object, error) { return m.Cluster.Patch(ctx, ref, ops, w) })
}

func (m *mortal) Delete(ctx context.Context, ref object.Ref, only target.Only) error {
	_, err := deadly(m, "delete "+ref.String(), func() (bool, error) { return true, m.Cluster.Delete(ctx, ref, only) })
	return err
}

func (m *mortal) TakeOver(ctx context.Context, ref object.Ref, uid string, managers []string) (object.Object, error) {
	return deadly(m, "take over "+ref.String(), func() (object.Object, error) { return m.Cluster.TakeOver(ctx, ref, uid, managers) })
}

// paper is a journal in memory, of a process that may die.
type paper struct {
	life    *life
	records []journal.Record
	mu      sync.Mutex
}

var errNoDisk = errors.New("this process is dead")

func (p *paper) Append(records ...journal.Record) error {
	if !p.life.pass("before a record") {
		return errNoDisk
	}
	p.mu.Lock()
	p.records = append(p.records, records...)
	p.mu.Unlock()
	return nil
}

func (p *paper) Sync() error {
	if !p.life.pass("before a sync") {
		return errNoDisk
	}
	return nil
}
