package crash

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
)

// points count what a crash may fall between, and end the process at one of them.
type points struct {
	kill, stop int
	out        io.Writer

	mu     sync.Mutex
	names  []string
	stops  int
	synced int64
	// resumed says that the process was stopped and goes on; late is how many permissions
	// to write it was given since.
	resumed bool
	late    int
}

func (p *points) passed() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.names)
}

// pass counts a point. Whoever comes to the one at which the process ends never
// returns, and holds all others.
func (p *points) pass(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names = append(p.names, name)
	if len(p.names) != p.kill {
		return
	}
	p.say(report{At: name, Synced: p.synced})
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// stopAt counts the points of package apply, right before the lease is asked, and
// stops the process at one of them.
func (p *points) stopAt(name string) {
	if !strings.HasPrefix(name, "before ") {
		return
	}
	p.mu.Lock()
	p.stops++
	here := p.stops == p.stop
	p.mu.Unlock()
	if here {
		p.say(report{At: name})
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		// The signal may come to another thread first, and this one runs on for an instant.
		_ = lease.BootClock{}.Sleep(context.Background(), 100*time.Millisecond)
		p.mu.Lock()
		p.resumed = true
		p.mu.Unlock()
	}
}

// permitted notes a permission to write.
func (p *points) permitted() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.resumed {
		p.late++
	}
}

// watchedLocks tell when a write is permitted.
type watchedLocks struct {
	apply.Locks
	points *points
}

func (l watchedLocks) Acquire(ctx context.Context, sites []lease.Site) (apply.Lease, error) {
	held, err := l.Locks.Acquire(ctx, sites)
	if err != nil {
		return nil, err
	}
	return watchedLease{held, l.points}, nil
}

type watchedLease struct {
	apply.Lease
	points *points
}

func (l watchedLease) Permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	ctx, cancel, err := l.Lease.Permit(ctx)
	if err == nil {
		l.points.permitted()
	}
	return ctx, cancel, err
}

// say writes a report as one line.
func (p *points) say(r report) {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // a report has nothing that cannot be written
	}
	_, _ = p.out.Write(append(text, '\n'))
}

// watch makes every change of a folder a point, and remembers what is synced.
func (p *points) watch(state string, f journal.Folder) journal.Folder {
	return journal.Watch(f, func(name string) {
		if strings.HasPrefix(name, "before ") {
			p.pass(name)
			return
		}
		if file, is := strings.CutPrefix(name, "after sync "); is && filepath.Base(file) == "journal" {
			if info, err := os.Stat(filepath.Join(state, file)); err == nil {
				p.mu.Lock()
				p.synced = info.Size()
				p.mu.Unlock()
			}
		}
	})
}

// request begins the names of points that are requests.
const request = "before request "

func isRequest(point string) bool { return strings.HasPrefix(point, request) }

// sender makes every request that may change something a point.
type sender struct {
	next   http.RoundTripper
	points *points
}

func (s sender) RoundTrip(r *http.Request) (*http.Response, error) {
	if changes(r) {
		s.points.pass(request + r.Method + " " + r.URL.Path)
	}
	return s.next.RoundTrip(r)
}

// changes tells whether a request may change something. A dry deletion says so in its
// body and counts as one that may: a point too many does no harm.
func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && r.URL.Query().Get("dryRun") == "" && !strings.HasSuffix(r.URL.Path, "accessreviews")
}
