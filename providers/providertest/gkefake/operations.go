package gkefake

import (
	"context"
	"slices"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"
)

// GetOperation tells how one operation fares.
func (s *Server) GetOperation(_ context.Context, r *containerpb.GetOperationRequest) (*containerpb.Operation, error) {
	o, unlock, err := s.find(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	return o.answer(), nil
}

// ListOperations tells of all operations of a location, the latest first; "-" is all
// locations.
func (s *Server) ListOperations(_ context.Context, r *containerpb.ListOperationsRequest) (*containerpb.ListOperationsResponse, error) {
	a, err := s.parse(r.GetParent())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	out := &containerpb.ListOperationsResponse{MissingZones: s.missing}
	for _, o := range slices.Backward(s.operations) {
		if !o.gone && !slices.Contains(s.missing, o.cluster.address.location) && (a.location == "-" || a.location == o.cluster.address.location) {
			out.Operations = append(out.Operations, o.answer())
		}
	}
	return out, nil
}

// Miss makes lists of operations leave these locations out, and say so; none named ends
// it.
func (s *Server) Miss(locations ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing = locations
}

// CancelOperation ends an upgrade of nodes that runs. Others cannot be cancelled.
func (s *Server) CancelOperation(_ context.Context, r *containerpb.CancelOperationRequest) (*emptypb.Empty, error) {
	o, unlock, err := s.find(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	if o.proto.GetOperationType() != containerpb.Operation_UPGRADE_NODES || o.proto.GetStatus() != containerpb.Operation_RUNNING {
		return nil, refuse(codes.FailedPrecondition, "Operation %s cannot be cancelled.", o.proto.GetName())
	}
	o.proto.Status = containerpb.Operation_ABORTING
	o.fate.Hold, o.fate.Code, o.fate.Says = false, codes.Canceled, "Operation was aborted."
	return &emptypb.Empty{}, nil
}

// find finds an operation by its name. The server is locked until the caller unlocks it.
func (s *Server) find(name string) (*operation, func(), error) {
	a, err := s.parse(name)
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	s.advance()
	for _, o := range s.operations {
		if o.proto.GetName() == a.operation && !o.gone && o.cluster.address.location == a.location {
			return o, s.mu.Unlock, nil
		}
	}
	s.mu.Unlock()
	return nil, nil, refuse(codes.NotFound, "Not found: %s/operations/%s.", a.parent(), a.operation)
}
