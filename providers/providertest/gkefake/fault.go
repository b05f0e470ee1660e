package gkefake

import (
	"context"
	"slices"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
)

// Fault is how calls fail.
type Fault struct {
	// Method is of which calls, as in "CreateNodePool"; "" is any.
	Method string
	// Skip is how many such calls pass first; Times how many fail then, 0 for one and
	// below 0 for all.
	Skip, Times int
	// Code and Says are the answer.
	Code codes.Code
	Says string
	// Details are further parts of the answer.
	Details []protoadapt.MessageV1
	// After fails the answer: the call has its effect.
	After bool
	// Hang gives no answer until the caller is gone.
	Hang bool
}

// Plant makes calls to come fail. Of several faults that fit a call the first planted
// counts.
func (s *Server) Plant(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// Heal takes all faults away that have not struck.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.fates = nil, nil
}

// strike finds the fault of a call that arrives; the caller holds the lock.
func (s *Server) strike(method string) *Fault {
	for i, f := range s.faults {
		switch {
		case f.Method != "" && f.Method != method:
			continue
		case f.Skip > 0:
			f.Skip--
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return f
	}
	return nil
}

// fail is the answer of a call that fails.
func (f *Fault) fail(ctx context.Context) error {
	if f.Hang {
		<-ctx.Done()
		return status.FromContextError(ctx.Err()).Err()
	}
	answer := status.New(f.Code, f.Says)
	if len(f.Details) > 0 {
		if detailed, err := answer.WithDetails(f.Details...); err == nil {
			answer = detailed
		}
	}
	return answer.Err()
}

// APIQuota is the fault of a project that calls too often: it may ask again.
func APIQuota(method string) Fault {
	return Fault{
		Method: method, Code: codes.ResourceExhausted,
		Says: "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute' of service 'container.googleapis.com' for consumer 'project_number:123456789012'.",
		Details: []protoadapt.MessageV1{&errdetails.ErrorInfo{
			Reason: "RATE_LIMIT_EXCEEDED", Domain: "googleapis.com",
			Metadata: map[string]string{"service": "container.googleapis.com", "quota_limit": "WriteRequestsPerMinutePerProject"},
		}},
	}
}

// RegionQuota is the fault of a project that may not have so many machines: it is told
// before anything begins, and asking again does not help.
func RegionQuota(method string) Fault {
	return Fault{
		Method: method, Code: codes.PermissionDenied,
		Says: `Insufficient regional quota to satisfy request: resource "CPUS": request requires '96.0' and is short '72.0'. project has a quota of '24.0' with '24.0' available.`,
	}
}

// Unavailable is the fault of a server that is not there.
func Unavailable(method string) Fault {
	return Fault{Method: method, Code: codes.Unavailable, Says: "The service is currently unavailable."}
}

// LostAnswer is the fault of a call that has its effect, and nobody is told.
func LostAnswer(method string) Fault {
	return Fault{Method: method, Code: codes.Unavailable, Says: "The service is currently unavailable.", After: true}
}
