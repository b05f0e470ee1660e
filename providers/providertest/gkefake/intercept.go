package gkefake

import (
	"context"
	"path"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"cloud.google.com/go/container/apiv1/containerpb"
)

// Call is one call of the API as the server saw it.
type Call struct {
	// N counts from 1.
	N int
	// At is when it arrived, by the server's clock.
	At time.Time
	// Method is as in "GetCluster"; Name what it was about: the name or parent in the
	// request.
	Method, Name string
	// User is who called, "" for nobody that is known.
	User string
	// Request is what was sent.
	Request proto.Message
	// Code is what was answered, after all faults.
	Code codes.Code
	// Effect is true where the call did what it asked for, whatever was answered.
	Effect bool
	// Operation is the name of what it began, "" for nothing.
	Operation string
}

// Writes tells whether calls of this method change something.
func (c Call) Writes() bool {
	_, changes := permissions[c.Method]
	return changes
}

// permissions are what methods that change something need.
var permissions = map[string]string{
	"CreateCluster": "container.clusters.create", "DeleteCluster": "container.clusters.delete",
	"UpdateCluster": "container.clusters.update", "UpdateMaster": "container.clusters.update",
	"UpdateNodePool": "container.clusters.update", "SetNodePoolSize": "container.clusters.update",
	"SetNodePoolAutoscaling": "container.clusters.update", "SetNodePoolManagement": "container.clusters.update",
	"SetLabels": "container.clusters.update", "SetLocations": "container.clusters.update",
	"CreateNodePool": "container.clusters.update", "DeleteNodePool": "container.clusters.update",
	"CancelOperation": "container.operations.update",
}

// Calls are those so far, in the order of their arrival.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Call, len(s.calls))
	for i, c := range s.calls {
		out[i] = *c
	}
	return out
}

// intercept stands before all methods: it writes calls down, asks who calls, and fails
// what is to fail.
func (s *Server) intercept(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	call, fault := s.arrive(ctx, request, path.Base(info.FullMethod))
	if s.opts.Before != nil {
		s.opts.Before(*call)
	}
	answer, err := s.serve(ctx, call, fault, func() (any, error) { return handler(ctx, request) })
	s.mu.Lock()
	defer s.mu.Unlock()
	call.Code = status.Code(err)
	return answer, err
}

// arrive writes a call down, and finds the fault that waits for it.
func (s *Server) arrive(ctx context.Context, request any, method string) (*Call, *Fault) {
	call := &Call{At: s.opts.Now(), Method: method, Code: codes.Unknown}
	if message, is := request.(proto.Message); is {
		call.Request = proto.Clone(message)
	}
	switch r := request.(type) {
	case interface{ GetName() string }:
		call.Name = r.GetName()
	case interface{ GetParent() string }:
		call.Name = r.GetParent()
	}
	if who, err := s.caller(ctx); err == nil {
		call.User = who.User
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call)
	call.N = len(s.calls)
	return call, s.strike(method)
}

// serve does a call between its fault's two halves.
func (s *Server) serve(ctx context.Context, call *Call, fault *Fault, do func() (any, error)) (any, error) {
	who, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	if fault != nil && !fault.After {
		return nil, fault.fail(ctx)
	}
	if !who.permits(call.Method) {
		return nil, refuse(codes.PermissionDenied, "Required %q permission(s) for %q.", needed(call.Method), call.Name)
	}
	if err := routed(ctx); err != nil {
		return nil, err
	}
	s.linger(ctx)
	answer, err := do()
	s.mu.Lock()
	call.Effect = err == nil
	if o, is := answer.(*containerpb.Operation); is && err == nil {
		call.Operation = o.GetName()
	}
	done := *call
	s.mu.Unlock()
	if s.opts.After != nil && done.Effect {
		s.opts.After(done)
	}
	if fault != nil && err == nil {
		return nil, fault.fail(ctx)
	}
	return answer, err
}

// needed is the permission that a method needs.
func needed(method string) string {
	if p, changes := permissions[method]; changes {
		return p
	}
	return "container.clusters.get"
}

// routed wants the header by which Google's front ends find the right region: without it
// calls fail, or work by luck.
func routed(ctx context.Context) error {
	sent, _ := metadata.FromIncomingContext(ctx)
	if len(sent.Get("x-goog-request-params")) == 0 {
		return refuse(codes.InvalidArgument, "The header x-goog-request-params is missing.")
	}
	return nil
}

// refuse is an error of the API.
func refuse(code codes.Code, format string, args ...any) error {
	return status.Errorf(code, format, args...)
}
