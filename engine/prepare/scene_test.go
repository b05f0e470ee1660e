package prepare_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/prepare"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// scene is a world of clusters, with one process that changes them: its journal, its
// leases, its clock.
type scene struct {
	t        testing.TB
	clock    *clock
	world    *world
	life     *life
	clusters map[string]*memory
	locks    *locks
	// leases take the place of locks where they are not nil.
	leases prepare.Locks
	paper  *paper
	work   *ground.Work
	// folder is the identity of the process's state folder.
	folder string
	// finds lets drivers find what others have begun.
	finds  bool
	events []prepare.Event
}

// start is when all scenes begin: a Monday.
var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

const plan = "sha256:0123456789abcdef"

func newScene(t testing.TB, steps ...ground.Step) *scene {
	t.Helper()
	s := &scene{t: t, clock: &clock{now: start}, life: &life{}, locks: &locks{}, folder: "boot-a", clusters: map[string]*memory{}}
	s.world = &world{clock: s.clock, t: t, state: map[string]string{}}
	s.paper = &paper{life: s.life}
	s.work = &ground.Work{Sites: []ground.Site{
		{Name: "gke", Provider: "gke", Cluster: "c", UID: "u1"},
		{Name: "tokyo", Provider: "k0s", Cluster: "tokyo", UID: "u2"},
	}, Before: steps}
	for i := range steps {
		steps[i].ID, steps[i].Why, steps[i].Seconds = fmt.Sprintf("g%d", i+1), "because", 1800
		s.world.begins(steps[i])
	}
	for _, site := range []string{"gke", "tokyo"} {
		s.clusters[site] = newMemory(s.life)
	}
	s.locks.life = s.life
	return s
}

// later moves the last n steps to the half after the services.
func (s *scene) later(n int) {
	cut := len(s.work.Before) - n
	s.work.Before, s.work.After = s.work.Before[:cut], s.work.Before[cut:]
}

func (s *scene) job() prepare.Job {
	job := prepare.Job{
		Plan: plan, Work: s.work, Half: prepare.Before, Drivers: map[string]prepare.Driver{}, Clusters: map[string]lease.Cluster{},
		Locks: s.locks, Host: "host-" + s.folder, Folder: s.folder, Journal: s.paper, Remembered: s.paper.records, Clock: s.clock,
		Events: func(e prepare.Event) { s.events = append(s.events, e) },
	}
	for i := range s.work.Sites {
		d := &driver{scene: s}
		job.Drivers[s.work.Sites[i].Name] = d
		if s.finds {
			job.Drivers[s.work.Sites[i].Name] = finder{d}
		}
	}
	for name, c := range s.clusters {
		job.Clusters[name] = c
	}
	if s.leases != nil {
		job.Locks = s.leases
	}
	return job
}

func (s *scene) run() (*prepare.Outcome, error) { return prepare.Run(context.Background(), s.job()) }

func (s *scene) mustRun() *prepare.Outcome {
	s.t.Helper()
	out, err := s.run()
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// elsewhere is what happens next from another machine: another folder, and no journal.
func (s *scene) elsewhere() { s.folder, s.paper = "boot-b", &paper{life: s.life} }

// told are the events of one sort, as "step: words".
func (s *scene) told(what prepare.What) (out []string) {
	for _, e := range s.events {
		if e.What == what {
			out = append(out, e.Step+": "+e.Words)
		}
	}
	return out
}

// held are the holds that a site's cluster remembers.
func (s *scene) held(site string) []record.Hold {
	s.t.Helper()
	return s.clusters[site].recorded(s.t).Holds
}

// upgrade is a step that raises the version of a part of tokyo.
func upgrade(part, from, to string) ground.Step {
	return ground.Step{Site: "tokyo", Kind: ground.Upgrade, Part: part, From: from, To: to}
}

// resize is a step that changes how many nodes a pool of gke has.
func resize(from, to string) ground.Step {
	return ground.Step{Site: "gke", Kind: ground.ResizePool, Part: "pool", From: from, To: to}
}

// world is what drivers drive: parts of clusters with a state each, and programs that
// take ten minutes to change one and go on whoever dies.
type world struct {
	t        testing.TB
	clock    *clock
	mu       sync.Mutex
	state    map[string]string
	programs []*program
	// refuses says why a program fails, by the ID of its step.
	refuses map[string]string
}

type program struct {
	step   ground.Step
	folder string
	begun  time.Time
	ends   time.Time
	over   bool
}

const programTime = 10 * time.Minute

func partOf(s *ground.Step) string { return s.Site + "/" + s.Part }

// begins sets the state that the first step of a part is planned for.
func (w *world) begins(s ground.Step) {
	if _, has := w.state[partOf(&s)]; !has {
		w.state[partOf(&s)] = s.From
	}
}

// pass lets the programs end whose time is over.
func (w *world) pass() {
	now := w.clock.Now()
	for _, p := range w.programs {
		if !p.over && !now.Before(p.ends) {
			p.over = true
			if w.refuses[p.step.ID] == "" {
				w.state[partOf(&p.step)] = p.step.To
			}
		}
	}
}

// begin starts a program. There must be no other on its cluster, anywhere.
func (w *world) begin(s *ground.Step, folder string) *program {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pass()
	for _, p := range w.programs {
		if p.step.Site == s.Site && !p.over {
			w.t.Errorf("%s: a program begins step %s of %s while one of %s is at step %s", w.clock.Now(), s.ID, folder, p.folder, p.step.ID)
		}
	}
	now := w.clock.Now()
	p := &program{step: *s, folder: folder, begun: now, ends: now.Add(programTime)}
	w.programs = append(w.programs, p)
	return p
}

// running is the program on a site that was begun for a step not before a time.
func (w *world) running(s *ground.Step, since time.Time) *program {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pass()
	for _, p := range w.programs {
		if p.step.Site == s.Site && p.step.ID == s.ID && !p.over && !p.begun.Before(since) {
			return p
		}
	}
	return nil
}

// unlocked is when no program holds a state folder's lock any more.
func (w *world) unlocked(folder string) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.clock.Now()
	for _, p := range w.programs {
		if p.folder == folder && p.ends.After(at) {
			at = p.ends
		}
	}
	return at
}

// at is the state of a part.
func (w *world) at(s *ground.Step) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pass()
	return w.state[partOf(s)]
}

// done are the steps that programs were begun for, in order.
func (w *world) done() (out []string) {
	for _, p := range w.programs {
		out = append(out, p.step.ID)
	}
	return out
}

// driver runs programs, and dies with its process.
type driver struct {
	scene *scene
	// standing, judged and while stand in for what it would see and do; nil for that.
	standing func(*ground.Step) (prepare.Standing, error)
	while    func(*ground.Step, prepare.Hand) error
}

func (d *driver) Judge(_ context.Context, s *ground.Step) (prepare.Standing, error) {
	if !d.scene.life.alive() {
		return "", errDead
	}
	if d.standing != nil {
		return d.standing(s)
	}
	switch at := d.scene.world.at(s); at {
	case s.To:
		return prepare.Done, nil
	case s.From:
		return prepare.Due, nil
	default:
		return "", &prepare.Stale{Site: s.Site, Step: s.ID, Why: "it is at " + strconv.Quote(at)}
	}
}

// Do runs a program for the step, or waits for the one of an earlier run.
func (d *driver) Do(ctx context.Context, s *ground.Step, h prepare.Hand) error {
	w := d.scene.world
	p := w.running(s, h.Since)
	if p == nil {
		_, cancel, err := h.Permit(ctx)
		if err != nil {
			return err
		}
		cancel()
		if !d.scene.life.pass("before the program") {
			return errDead
		}
		p = w.begin(s, d.scene.folder)
	}
	if !d.scene.life.pass("while the program runs") {
		return errDead
	}
	h.Say("the program runs")
	if d.while != nil {
		if err := d.while(s, h); err != nil {
			return err
		}
	}
	if err := d.scene.clock.Sleep(ctx, p.ends.Sub(d.scene.clock.Now())); err != nil {
		return err
	}
	w.at(s)
	if why := w.refuses[s.ID]; why != "" {
		return &prepare.Refused{Site: s.Site, Step: s.ID, Why: why}
	}
	return nil
}

// finder is a driver of operations that have names.
type finder struct{ *driver }

func (finder) Findable(*ground.Step) bool { return true }

// clock is time that passes only when somebody waits; or, where real is set, the time of
// the bubble that a test runs in.
type clock struct {
	mu   sync.Mutex
	now  time.Time
	real bool
}

func (c *clock) Now() time.Time {
	if c.real {
		return time.Now()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	if c.real {
		time.Sleep(d)
		return ctx.Err()
	}
	c.mu.Lock()
	c.now = c.now.Add(max(d, 0))
	c.mu.Unlock()
	return ctx.Err()
}

// life is that of one process: it ends at the n-th thing that it does, and nothing that
// it does afterwards reaches anybody.
type life struct {
	mu       sync.Mutex
	until, n int
	dead     bool
	// at is where it ended.
	at string
}

var errDead = errors.New("this process is dead")

func (l *life) pass(at string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	if !l.dead && l.until > 0 && l.n >= l.until {
		l.dead, l.at = true, at
	}
	return !l.dead
}

func (l *life) alive() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.dead
}

func (l *life) begin(until int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n, l.until, l.dead, l.at = 0, until, false, ""
}

// store is what a cluster keeps.
type store struct {
	mu      sync.Mutex
	objects map[object.Ref]object.Object
	version int
}

// memory is a cluster as one process sees it.
type memory struct {
	*store
	life *life
	// fault may fail a request before or after its effect; nil is never.
	fault func(when, verb string) error
}

func newMemory(l *life) *memory {
	return &memory{store: &store{objects: map[object.Ref]object.Object{}}, life: l}
}

func (m *memory) ask(when, verb string) error {
	if !m.life.pass(when + " " + verb) {
		return errDead
	}
	if m.fault != nil {
		return m.fault(when, verb)
	}
	return nil
}

// request is one request: a fault before it leaves no effect, one after it leaves its
// effect and loses its answer.
func (m *memory) request(verb string, do func() (object.Object, target.Class)) (object.Object, error) {
	if err := m.ask("before", verb); err != nil {
		return nil, err
	}
	m.mu.Lock()
	o, class := do()
	m.mu.Unlock()
	if lost := m.ask("after", verb); lost != nil {
		return nil, lost
	}
	if class != "" {
		return nil, &target.Fault{Class: class, What: verb, Says: string(class)}
	}
	return o, nil
}

func (m *memory) Get(_ context.Context, ref object.Ref) (object.Object, error) {
	return m.request("get", func() (object.Object, target.Class) { return m.objects[ref], "" })
}

func (m *memory) Create(_ context.Context, o object.Object, _ target.Write) (object.Object, error) {
	return m.request("create", func() (object.Object, target.Class) {
		if m.objects[o.Ref()] != nil {
			return nil, target.Exists
		}
		return m.put(o), ""
	})
}

func (m *memory) Replace(_ context.Context, o object.Object) (object.Object, error) {
	return m.request("replace", func() (object.Object, target.Class) {
		if was := m.objects[o.Ref()]; was == nil || was.Version() != o.Version() {
			return nil, target.Conflict
		}
		return m.put(o), ""
	})
}

// put keeps a copy of an object under a new version. The caller holds mu.
func (s *store) put(o object.Object) object.Object {
	raw, err := json.Marshal(o)
	if err != nil {
		panic(err) // objects are made of JSON
	}
	var kept object.Object
	if err := json.Unmarshal(raw, &kept); err != nil {
		panic(err) // and it is JSON
	}
	s.version++
	meta, _ := kept["metadata"].(map[string]any)
	meta["resourceVersion"], meta["uid"] = strconv.Itoa(s.version), "u"
	s.objects[o.Ref()] = kept
	return kept
}

// recorded is the record that a cluster keeps.
func (s *store) recorded(t testing.TB) *record.Cluster {
	t.Helper()
	o := s.objects[record.ClusterRef()]
	if o == nil {
		return &record.Cluster{}
	}
	c, err := record.ReadCluster(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// remember writes what a cluster is to remember, past everybody.
func (s *store) remember(t testing.TB, change func(*record.Cluster)) {
	t.Helper()
	c := s.recorded(t)
	change(c)
	o, err := c.Object()
	if err != nil {
		t.Fatal(err)
	}
	s.put(o)
}

// locks are leases as the test wants them. What package lease promises is tested there.
type locks struct {
	life  *life
	epoch int64
	held  *held
	// taken are the sites of each time, refuse fails the n-th time from 1.
	taken  [][]string
	refuse func(n int, sites []lease.Site) error
}

type held struct {
	locks *locks
	epoch int64
	lost  error
}

func (l *locks) Acquire(_ context.Context, sites []lease.Site) (prepare.Lease, error) {
	var names []string
	for _, s := range sites {
		names = append(names, s.Name)
		l.epoch = max(l.epoch, s.Floor)
	}
	if !slices.IsSorted(names) {
		return nil, errors.New("the sites are not in order")
	}
	l.taken = append(l.taken, names)
	if !l.life.pass("before the leases") {
		return nil, errDead
	}
	if l.refuse != nil {
		if err := l.refuse(len(l.taken), sites); err != nil {
			return nil, err
		}
	}
	l.epoch++
	l.held = &held{locks: l, epoch: l.epoch}
	return l.held, nil
}

func (h *held) Permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if !h.locks.life.alive() {
		return nil, nil, errDead
	}
	if h.lost != nil {
		return nil, nil, h.lost
	}
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, nil
}

func (h *held) Epoch(string) int64 { return h.epoch }

func (h *held) Release(context.Context) error {
	h.lost = &lease.Lost{Site: "all", Why: "it was given back"}
	return nil
}

// lose is what becomes of a lease whose cluster did not answer for too long.
func (l *locks) lose() { l.held.lost = &lease.Lost{Site: "tokyo", Why: "not renewed"} }

// paper is a journal in memory, of a process that may die.
type paper struct {
	life    *life
	records []journal.Record
	broken  error
}

func (p *paper) Append(records ...journal.Record) error {
	if !p.life.pass("before a record") {
		return errDead
	}
	if p.broken != nil {
		return p.broken
	}
	p.records = append(p.records, records...)
	return nil
}

func (p *paper) Sync() error {
	if !p.life.pass("before a sync") {
		return errDead
	}
	return nil
}
