package reports

import "berth.dev/engine/verify"

// NewVerification turns a checker's report into the model.
func NewVerification(r *verify.Report) Verification {
	out := Verification{Schema: "berth.verify/1", Holds: true, Leaves: r.Leaves, Checks: []Checked{}, NotProved: append([]string{}, r.NotProved...)}
	for _, c := range r.Checks {
		out.Holds = out.Holds && c.OK
		out.Checks = append(out.Checks, Checked{c.Name, c.OK, c.Detail, append([]string{}, c.Faults...)})
	}
	return out
}
