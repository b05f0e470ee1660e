package lease

import (
	"fmt"
	"maps"
	"math"
	"time"

	"berth.dev/engine/object"
)

// Name is that of the Lease in the namespace of berth.
const Name = "berth"

// longest is the longest duration that is believed of another's lease: a slip in the
// Lease must not lock a cluster for years.
const longest = 10 * time.Minute

// micro is the form of times in a Lease.
const micro = "2006-01-02T15:04:05.000000Z07:00"

// claim is what a Lease says.
type claim struct {
	holder   string
	duration time.Duration
	epoch    int64
	acquired string
	renewed  string
	// whole is the object it was read from, nil where there is none.
	whole object.Object
}

func leaseRef() object.Ref {
	return object.Ref{Kind: "Lease", Namespace: object.SystemNamespace, Name: Name}
}

// readClaim takes a Lease apart. One that is held and cannot be understood is an
// error: it must not be taken for a free one.
func readClaim(o object.Object) (claim, error) {
	c := claim{whole: o}
	if o == nil {
		return c, nil
	}
	c.holder, _ = o.At("spec", "holderIdentity").(string)
	c.acquired, _ = o.At("spec", "acquireTime").(string)
	c.renewed, _ = o.At("spec", "renewTime").(string)
	epoch, okEpoch := integer(o.At("spec", "leaseTransitions"))
	seconds, okSeconds := integer(o.At("spec", "leaseDurationSeconds"))
	c.epoch, c.duration = epoch, time.Duration(seconds)*time.Second
	if o.At("spec", "leaseTransitions") == nil {
		okEpoch = true
	}
	if !okEpoch || epoch < 0 || epoch >= math.MaxInt32 {
		return c, fmt.Errorf("%s: its leaseTransitions are no count: look who wrote it, then delete it", leaseRef())
	}
	if c.holder != "" && (!okSeconds || seconds < 1 || c.duration > longest) {
		return c, fmt.Errorf("%s: held by %q for a duration that is not 1 to %.0f seconds: look who wrote it, then delete it", leaseRef(), c.holder, longest.Seconds())
	}
	return c, nil
}

// pulse changes whenever the holder or a new one renews the lease, and not when
// somebody else writes a label.
func (c claim) pulse() string { return fmt.Sprintf("%q %q %d", c.holder, c.renewed, c.epoch) }

// object writes the claim into the Lease it was read from, or into a new one.
func (c claim) object() object.Object {
	o := object.Object{}
	maps.Copy(o, c.whole)
	if c.whole == nil {
		o["apiVersion"], o["kind"] = "coordination.k8s.io/v1", "Lease"
		o["metadata"] = map[string]any{
			"name": Name, "namespace": object.SystemNamespace,
			"labels": map[string]any{"app.kubernetes.io/managed-by": "berth"},
		}
	}
	o["spec"] = map[string]any{
		"holderIdentity":       c.holder,
		"leaseDurationSeconds": int64((c.duration + time.Second - 1) / time.Second),
		"leaseTransitions":     c.epoch,
		"acquireTime":          c.acquired,
		"renewTime":            c.renewed,
	}
	return o
}

// integer reads a whole number as decoders give it.
func integer(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
	}
	return 0, false
}

// system is the namespace of berth, as it is made where it is missing.
func system() object.Object {
	return object.Object{
		"apiVersion": "v1", "kind": "Namespace",
		"metadata": map[string]any{
			"name":   object.SystemNamespace,
			"labels": map[string]any{"app.kubernetes.io/managed-by": "berth"},
		},
	}
}
