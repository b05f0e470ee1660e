package fill

import (
	"slices"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// call is what was measured between two ends; a series is nil where it is not needed or
// not there.
type call struct {
	peer                 string
	sent, received, rate *snapshot.Series
	// seen tells that a source names the call without how much it is.
	seen bool
}

// pair chooses the series of the calls from one end to the other. Ends that the
// workspace does not have are strangers.
func (c *Choice) pair(p pair, asked map[string]bool, at map[string]*chosen) {
	caller := c.w.Service(p.caller)
	known := p.callee == spec.InternetCall || c.w.Service(p.callee) != nil || c.w.Endpoint(p.callee) != nil
	if caller == nil {
		c.strangers[p.caller] = true
	}
	if !known {
		c.strangers[p.callee] = true
	}
	if caller == nil || !known || p.caller == p.callee || asked != nil && !asked[p.caller] && !asked[p.callee] {
		return
	}
	to := at[p.caller]
	if to == nil {
		// It calls a service that is asked about, and nothing else of it matters.
		to = &chosen{svc: caller, told: &Told{}}
		at[p.caller] = to
	}
	out := c.call(caller, p, to.told)
	out.seen = c.stock.seen[p]
	if out.seen || out.sent != nil || out.received != nil || out.rate != nil {
		to.calls = append(to.calls, out)
	}
}

// call chooses what fills a call of a service.
func (c *Choice) call(caller *spec.Service, p pair, told *Told) *call {
	block := &spec.Call{}
	if i := slices.IndexFunc(caller.CallBlocks, func(b *spec.Call) bool { return b.Name == p.callee }); i >= 0 {
		block = caller.CallBlocks[i]
	}
	out := &call{peer: p.callee}
	for _, part := range []struct {
		kind measure.Kind
		open spec.Measure
		into **snapshot.Series
	}{
		{measure.CallSent, block.Sent, &out.sent},
		{measure.CallReceived, block.Received, &out.received},
		{measure.CallRate, block.RequestsPerSecond, &out.rate},
	} {
		if part.open.Known() {
			continue
		}
		f := c.stock.find(measure.Key{Service: p.caller, Kind: part.kind, Peer: p.callee}, func(*snapshot.Series) bool { return true })
		switch {
		case f.row != nil:
			*part.into = f.row
			c.want(f.row)
		case f.why != "":
			told.unknown(Calls, f.why)
		}
	}
	return out
}
