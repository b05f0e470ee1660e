package measure

import (
	"cmp"
	"slices"
)

// Kind is what a series measures.
type Kind string

// The kinds, in the order in which they are kept.
const (
	// Rate is how many requests a second a service answers.
	Rate Kind = "rate"
	// CPU is how many cores all copies of a service use together.
	CPU Kind = "cpu"
	// Memory is how many bytes all copies of a service hold together.
	Memory Kind = "memory"
	// CallRate is how many requests a second one service sends to another.
	CallRate Kind = "call_rate"
	// CallSent is how many bytes a second go from the caller to the called.
	CallSent Kind = "call_sent"
	// CallReceived is how many bytes a second come back to the caller.
	CallReceived Kind = "call_received"
)

// Kinds are all kinds in their order.
func Kinds() []Kind { return []Kind{Rate, CPU, Memory, CallRate, CallSent, CallReceived} }

// Unit is the unit of a kind's values, as package profile writes it.
func (k Kind) Unit() string {
	switch k {
	case Rate, CallRate:
		return "requests/s"
	case CPU:
		return "cores"
	case Memory:
		return "bytes"
	}
	return "bytes/s"
}

// Pair tells whether a series of the kind has two ends: a caller and a called.
func (k Kind) Pair() bool { return k == CallRate || k == CallSent || k == CallReceived }

// Key names a series.
type Key struct {
	// Service is whose it is; of a pair the caller.
	Service string
	Kind    Kind
	// Peer is the called end of a pair, else "".
	Peer string
}

// Compare orders keys by service, kind and peer: the order of a snapshot.
func (k Key) Compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.Service, other.Service),
		cmp.Compare(slices.Index(Kinds(), k.Kind), slices.Index(Kinds(), other.Kind)),
		cmp.Compare(k.Peer, other.Peer),
	)
}

// String is the key as people read it: "frontend cpu", "frontend → cart call_rate".
func (k Key) String() string {
	if k.Peer == "" {
		return k.Service + " " + string(k.Kind)
	}
	return k.Service + " → " + k.Peer + " " + string(k.Kind)
}
