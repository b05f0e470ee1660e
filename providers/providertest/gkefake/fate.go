package gkefake

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc/codes"
)

// Fate is how an operation to come fares.
type Fate struct {
	// Type, Cluster and Pool say of which operation; their zeros are any.
	Type          containerpb.Operation_Type
	Cluster, Pool string
	// Hold keeps it running until Release.
	Hold bool
	// Takes is how long it runs in the place of Options.Running; 0 changes nothing.
	Takes time.Duration
	// Code, unless it is OK, makes it end with an error that Says this.
	Code codes.Code
	Says string
	// Condition is what stands on the pool or cluster that failed.
	Condition containerpb.StatusCondition_Code
	// Zone is where nodes do not come for which a failed operation asked; "" is
	// everywhere.
	Zone string
	// Forgotten makes it vanish as soon as it is done, from lists and by name.
	Forgotten bool
}

// Destine chooses the fate of the next operation that fits.
func (s *Server) Destine(f Fate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fates = append(s.fates, f)
}

// draw finds the fate of an operation that begins; the caller holds the lock.
func (s *Server) draw(kind containerpb.Operation_Type, name, pool string) Fate {
	for i, f := range s.fates {
		if (f.Type == 0 || f.Type == kind) && (f.Cluster == "" || f.Cluster == name) && (f.Pool == "" || f.Pool == pool) {
			s.fates = slices.Delete(s.fates, i, i+1)
			return f
		}
	}
	return Fate{}
}

// Release lets operations go on that are held; none named is all.
func (s *Server) Release(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.operations {
		if len(names) == 0 || slices.Contains(names, o.proto.GetName()) {
			o.fate.Hold = false
		}
	}
}

// Forget makes operations vanish that are done, as they do after some time.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	for _, o := range s.operations {
		o.gone = o.gone || o.proto.GetStatus() == containerpb.Operation_DONE
	}
}

// failed tells whether the operation does not end well.
func (f Fate) failed() bool { return f.Code != codes.OK }

// conditions are what a failed operation says beside its error.
func (f Fate) conditions(pool string) (ofPool, ofCluster []*containerpb.StatusCondition) {
	if !f.failed() {
		return nil, nil
	}
	all := []*containerpb.StatusCondition{{Code: f.Condition, Message: f.Says, CanonicalCode: code.Code(f.Code)}}
	if pool != "" {
		return all, nil
	}
	return nil, all
}

// StockOut is the fate of an operation that asks for machines of which a zone has none.
func StockOut(zone string) Fate {
	return Fate{
		Code: codes.ResourceExhausted, Condition: containerpb.StatusCondition_GCE_STOCKOUT, Zone: zone,
		Says: fmt.Sprintf("[GCE_STOCKOUT]: Instance creation failed: The zone 'projects/demo/zones/%s' does not have enough resources available to fulfill the request. '(resource type:compute)'. (ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS)", zone),
	}
}

// MachineQuota is the fate of an operation for whose machines the project has no quota.
func MachineQuota() Fate {
	return Fate{
		Code: codes.ResourceExhausted, Condition: containerpb.StatusCondition_GCE_QUOTA_EXCEEDED,
		Says: "[GCE_QUOTA_EXCEEDED]: Instance creation failed: Quota 'CPUS' exceeded. Limit: 24.0 in region asia-northeast1.",
	}
}

// Broken is the fate of an operation that fails for no reason that a client could mend.
func Broken() Fate {
	return Fate{Code: codes.Internal, Says: "Internal error. Please try again or contact Google Support. (Code: '5EA1F3C2A9D4E.7A2B3C4')"}
}
