package reports

// points is what an objective of score alone is counted in.
const points = "score points, no money"

// counted is what the figures are counted in, for the first line.
func (p *Plan) counted() string {
	if p.Objective == byScore {
		return points
	}
	return p.Currency
}

// per is what a column of figures is counted in.
func (p *Plan) per() string {
	if p.Objective == byScore {
		return "points"
	}
	return p.Currency + "/mo"
}

// aMonth heads the lines of a month.
func (p *Plan) aMonth() string {
	if p.Objective == byScore {
		return "points"
	}
	return "a month, " + p.Currency
}
