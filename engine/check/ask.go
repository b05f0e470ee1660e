package check

import (
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// subjects are all subjects of one kind.
type subjects struct {
	over string
	n    int
	// of fills in one of them and says who it is and where it stands. A place is worked
	// out only where something is found there: it takes reading the file.
	of func(i int, f *policies.Facts) (name string, at spec.Origin)
	// words finds where one of them writes a fact.
	words func(i int, fact string) []spec.Origin
}

// ask asks every check about all of its subjects.
func (r *run) ask() error {
	if len(r.checks) == 0 {
		return nil
	}
	f := r.facts()
	for _, s := range r.subjects(f) {
		var checks []*policies.Check
		for _, c := range r.checks {
			if c.Over() == s.over {
				checks = append(checks, c)
			}
		}
		if len(checks) == 0 {
			continue
		}
		err := r.sideBySide(s.n, func(i int, t *tally) {
			given := policies.Facts{Fleet: &f.fleet, Workspace: &f.setting, Context: r.ctx}
			name, at := s.of(i, &given)
			about := found{Subject{s.over, name}, at, func(fact string) []spec.Origin { return s.words(i, fact) }}
			for _, c := range checks {
				r.askOne(c, &given, about, t)
			}
		}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

// subjects are what there is to ask about, by kind.
func (r *run) subjects(f *facts) []subjects {
	w := r.w
	return []subjects{
		{policies.OverService, len(w.Services), func(i int, g *policies.Facts) (string, spec.Origin) {
			g.Service = &f.services[i]
			return w.Services[i].Name, w.Services[i].Origin
		}, func(i int, fact string) []spec.Origin { return serviceWords(w, w.Services[i], fact) }},
		{policies.OverProduct, len(w.Products), func(i int, g *policies.Facts) (string, spec.Origin) {
			g.Product = &f.products[i]
			return w.Products[i].Name, w.Products[i].Origin
		}, func(i int, fact string) []spec.Origin { return productWords(w, w.Products[i], fact) }},
		{policies.OverTeam, len(w.Teams), func(i int, g *policies.Facts) (string, spec.Origin) {
			g.Team = &f.teams[i]
			return w.Teams[i].Name, w.Teams[i].Origin
		}, func(i int, fact string) []spec.Origin { return teamWords(w.Teams[i], fact) }},
		{policies.OverSite, len(w.Sites), func(i int, g *policies.Facts) (string, spec.Origin) {
			g.Site = &f.sites[i]
			return w.Sites[i].Name, w.Sites[i].Origin
		}, func(i int, fact string) []spec.Origin { return siteWords(w.Sites[i], fact) }},
		{policies.OverFleet, 1, func(int, *policies.Facts) (string, spec.Origin) {
			return "", w.Settings.Origin
		}, func(int, string) []spec.Origin { return nil }},
	}
}

// found is what a finding of a check is about.
type found struct {
	subject Subject
	at      spec.Origin
	words   words
}

// askOne asks one check about one subject.
func (r *run) askOne(k *policies.Check, f *policies.Facts, about found, t *tally) {
	c := &t.counts[r.at[k.Name()]]
	applies, holds, because, err := answer(k, f)
	switch {
	case err != nil:
		t.fail(err)
		c.skip(skipBroken, 1)
		return
	case !applies:
		c.skip(skipWhen, 1)
		return
	}
	c.evaluated++
	if holds {
		return
	}
	c.failed++
	t.findings = append(t.findings, Finding{
		Rule: k.Name(), Kind: kindCheck, Severity: k.Severity(), Subject: about.subject, Because: because,
		At: r.w.Range(mend(k, about.words, about.at)),
	})
}

// answer is what a check says of a subject.
func answer(k *policies.Check, f *policies.Facts) (applies, holds bool, because string, err error) {
	if applies, err = k.Applies(f); err != nil || !applies {
		return false, false, "", err
	}
	if holds, err = k.Holds(f); err != nil || holds {
		return true, holds, "", err
	}
	because, err = k.Because(f)
	return true, false, because, err
}
