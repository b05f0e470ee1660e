package measure

import (
	"context"
	"time"
)

// Query is one question, and where its answer has names.
type Query struct {
	Kind Kind
	// Text is in the source's own language.
	Text string
	// Service and Peer are the labels that hold the names: of a pair those of the
	// caller and of the called.
	Service, Peer string
	// Only is the service that the query is for, whatever names its answer has: it has
	// one series.
	Only string
}

// Request is a query over a stretch of time, From on the grid of Step since 1970.
type Request struct {
	Query
	From, To time.Time
	Step     time.Duration
}

// Batch is points of one series in order of time, each time once. The slices are the
// receiver's to keep.
type Batch struct {
	Key
	Times  []int64 // seconds since 1970
	Values []float64
}

// Answer is what a source says beside its points.
type Answer struct {
	// Calls is how many calls over the network it took, repeated ones too.
	Calls int
	// Points is how many points came; Dropped how many were left out because they
	// were no finite number, negative, or twice there.
	Points, Dropped int
	// Partial tells that the server itself said that something is missing.
	Partial bool
	// Warnings are the server's words, cleaned and without repetition.
	Warnings []string
}

// Source answers requests.
type Source interface {
	// Read hands out what the source has for a request, in any order of series; a
	// series may come in several batches, in order of time. An error is a *Failure, or
	// the error of put. What was handed out before an error counts as not there.
	Read(ctx context.Context, r Request, put func(Batch) error) (Answer, error)
}

// Limits bound what one source may take.
type Limits struct {
	// Bytes of one answer that are held in memory.
	Bytes int64
	// Series of one answer.
	Series int
	// Timeout of one call.
	Timeout time.Duration
	// Attempts of one call, the first one too.
	Attempts int
}

// DefaultLimits keep a source within 64 MiB: an answer in bytes, decoded, and in series.
func DefaultLimits() Limits {
	return Limits{Bytes: 8 << 20, Series: 200_000, Timeout: 30 * time.Second, Attempts: 5}
}
