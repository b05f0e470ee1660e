package score

import (
	"berth.dev/engine/price"
	"berth.dev/engine/profile"
)

// placement is the part of a load that says which machines may take it.
func (x *subject) placement() price.Load {
	s := x.svc
	l := price.Load{Tolerations: s.Tolerations.V, Pool: s.Pool.V}
	if s.Replica != nil {
		l.Resources = s.Replica.Resources.V
	}
	if s.Job != nil {
		l.Interruptible = s.Job.Interruptible.V
	}
	if s.Licence != nil {
		l.Licence = &price.Licence{Per: s.Licence.Per.V, Price: s.Licence.Price.V.Amount}
	}
	return l
}

// load returns what the service uses at a point.
func (x *subject) load(p point) price.Load {
	l := x.placement()
	cpu, mem := p[x.iCPU], p[x.iMem]
	perUnit := cpu
	switch x.unit {
	case inRequests:
		perUnit = cpu / p[x.iRPS]
	case inCores:
		perUnit = 1
	}
	l.Step, l.GiBPerCore = cpu, mem/cpu
	mean, peak := p[x.iLoad]*perUnit, p[x.iPeak]
	if x.svc.Job != nil {
		// A job runs at its full width for its share of the time, and its width
		// has to be there when it does.
		l.Curve, l.P99 = busyCurve(mean, peak), mean
		x.layDisks(&l, p)
		return l
	}
	l.P99 = mean * peak
	l.Curve = x.curve(mean, peak)
	minimum := 1.0
	if r := x.svc.Replicas; r != nil {
		minimum = r.Min.Or(1)
	}
	l.Floor = minimum * cpu
	x.layDisks(&l, p)
	return l
}

func (x *subject) layDisks(l *price.Load, p point) {
	for i, v := range x.svc.Volumes {
		l.Disks = append(l.Disks, price.Volume{Class: v.Class.V, GiB: p[x.iDisks[i]]})
	}
}

// curve is the load-duration curve in cores: the measured shape, or two levels
// where only mean and peak are known.
func (x *subject) curve(mean, peak float64) []float64 {
	shape := x.shape
	if shape == nil {
		one, top := 1.0, max(1, min(peak, 100))
		p, err := profile.Declared(profile.DeclaredInput{Unit: "", Mean: &one, P99: &top})
		if err != nil {
			return []float64{mean}
		}
		return scaled(p.Curve, mean)
	}
	whole := 0.0
	for _, c := range shape {
		whole += c
	}
	out := scaled(shape, mean*float64(len(shape))/whole)
	if measured := x.list[x.iPeak].Typical; peak != measured && measured > 1 {
		stretch(out, mean, (peak-1)/(measured-1))
	}
	return out
}

// stretch moves a curve's levels away from its mean, or towards it, for questions
// such as "and if its peaks were half as high". Levels end at 0, and what that
// adds is taken from the others.
func stretch(curve []float64, mean, factor float64) {
	sum := 0.0
	for i, c := range curve {
		curve[i] = max(0, mean+(c-mean)*factor)
		sum += curve[i]
	}
	for i := range curve {
		curve[i] *= mean * float64(len(curve)) / sum
	}
}

func scaled(c profile.Curve, f float64) []float64 {
	out := make([]float64, len(c))
	for i, v := range c {
		out[i] = v * f
	}
	return out
}

// busyCurve is full for a share of the time and nothing for the rest, in
// hundredths; the last one carries what is left of the share.
func busyCurve(full, share float64) []float64 {
	out := make([]float64, 100)
	for i := range out {
		out[i] = full * min(1, max(0, share*100-float64(i)))
	}
	return out
}
