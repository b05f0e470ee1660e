package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// operation is something that is done to a cluster.
type operation struct {
	proto   *containerpb.Operation
	cluster *kubernetes
	pool    string
	begun   time.Time
	fate    Fate
	job     job
	foreign bool
	// gone says that nobody is told of it any more.
	gone bool
	// worked is closed when the control plane has followed; nil before it runs.
	worked chan struct{}
	broken error
}

// job is what an operation does: do when it runs, end when it is done.
type job struct {
	do, end func(f Fate)
	// work is what takes its time, outside of the server's lock; nil for none.
	work func(ctx context.Context, f Fate) error
}

// begin starts an operation; the caller holds the lock. The fate of an operation is
// chosen here.
func (s *Server) begin(c *kubernetes, kind containerpb.Operation_Type, pool string, j job) *operation {
	now := s.opts.Now()
	target := c.address
	target.pool = pool
	own := address{project: c.address.project, location: c.address.location, operation: fmt.Sprintf("operation-%d-%s", now.UnixMilli(), s.identifier(32))}
	o := &operation{cluster: c, pool: pool, begun: now, job: j, fate: s.draw(kind, c.address.cluster, pool), proto: &containerpb.Operation{
		Name: own.operation, OperationType: kind, Status: containerpb.Operation_PENDING, StartTime: stamp(now),
		Location: c.address.location, Zone: c.address.location, SelfLink: s.link(own), TargetLink: s.link(target),
	}}
	s.operations = append(s.operations, o)
	return o
}

// answer is what a client sees of an operation.
func (o *operation) answer() *containerpb.Operation {
	return proto.Clone(o.proto).(*containerpb.Operation)
}

// advance brings all operations up to date with the clock; the caller holds the lock.
func (s *Server) advance() {
	now := s.opts.Now()
	for _, o := range s.operations {
		s.run(o, now)
		s.finish(o, now)
	}
}

// run makes an operation run whose time has come.
func (s *Server) run(o *operation, now time.Time) {
	if o.proto.GetStatus() != containerpb.Operation_PENDING || now.Before(o.begun.Add(s.opts.Pending)) {
		return
	}
	o.proto.Status = containerpb.Operation_RUNNING
	if o.job.do != nil {
		o.job.do(o.fate)
	}
	worked, fate := make(chan struct{}), o.fate
	o.worked = worked
	if o.job.work == nil || s.opts.Planes == nil {
		close(worked)
		return
	}
	s.busy.Go(func() {
		defer close(worked)
		err := o.job.work(s.alive, fate)
		s.mu.Lock()
		defer s.mu.Unlock()
		o.broken = err
	})
}

// due tells whether an operation has run for long enough.
func (s *Server) due(o *operation, now time.Time) bool {
	running := o.proto.GetStatus() == containerpb.Operation_RUNNING || o.proto.GetStatus() == containerpb.Operation_ABORTING
	takes := s.opts.Running
	if o.fate.Takes > 0 {
		takes = o.fate.Takes
	}
	return running && !o.fate.Hold && !now.Before(o.begun.Add(s.opts.Pending+takes))
}

// linger waits a little for control planes that are behind the clock. Without it a client
// with a clock of its own would have waited for hours of it until one has started.
func (s *Server) linger(ctx context.Context) {
	const little = time.Second / 2
	s.mu.Lock()
	s.advance()
	var late []chan struct{}
	for _, o := range s.operations {
		if s.due(o, s.opts.Now()) {
			late = append(late, o.worked)
		}
	}
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, little)
	defer cancel()
	for _, worked := range late {
		select {
		case <-worked:
		case <-ctx.Done():
		}
	}
}

// finish ends an operation that is due, once its control plane has followed.
func (s *Server) finish(o *operation, now time.Time) {
	if !s.due(o, now) {
		return
	}
	select {
	case <-o.worked:
	default:
		return
	}
	if o.broken != nil {
		o.fate.Code, o.fate.Says = codes.Internal, o.broken.Error()
	}
	o.proto.Status, o.proto.EndTime = containerpb.Operation_DONE, stamp(now)
	if o.fate.Code != codes.OK {
		o.proto.Error = &rpcstatus.Status{Code: int32(o.fate.Code), Message: o.fate.Says}
		o.proto.StatusMessage = o.fate.Says
		o.proto.NodepoolConditions, o.proto.ClusterConditions = o.fate.conditions(o.pool)
	}
	if o.job.end != nil {
		o.job.end(o.fate)
	}
	o.gone = o.gone || o.fate.Forgotten
}

// stamp is a time as Google writes it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// identifier makes n letters and digits that nothing else has; the caller holds the lock.
func (s *Server) identifier(n int) string {
	s.made++
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d", s.opts.Seed, s.made))
	return hex.EncodeToString(sum[:])[:n]
}

// under finds the operation that runs on a cluster; the caller holds the lock.
func (s *Server) under(c *kubernetes) *operation {
	for _, o := range s.operations {
		if o.cluster == c && o.proto.GetStatus() != containerpb.Operation_DONE {
			return o
		}
	}
	return nil
}
