package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// because says in one line why a plan takes the chosen option and not another. It
// names the largest of the causes that speak against the other. "{its}" stands for
// whose.
func because(other, chosen Choice, money Unit) string {
	type cause struct {
		worth int64
		words string
	}
	causes := []cause{
		{other.Own.Money - chosen.Own.Money, "{its} own bill would be %s a month higher"},
		{other.Own.Hours - chosen.Own.Hours, "{its} work would cost %s a month more"},
		{other.Own.Score - chosen.Own.Score, "{its} score would be worth %s a month less"},
		{other.Own.Moving - chosen.Own.Moving, "the cost of moving there is %s a month while it is spread"},
		{other.Neighbours - chosen.Neighbours, "{its} traffic would cost %s a month more" + with(other.Talks)},
		{other.Above - chosen.Above, "{its} use above what is committed would cost %s a month more"},
		{other.Room - chosen.Room, "other services gain %s a month more from the room it would take" + when(other.Hours)},
	}
	best := slices.MaxFunc(causes, func(a, b cause) int { return cmp.Compare(a.worth, b.worth) })
	switch {
	case other.Lacks != "":
		return other.Lacks
	case best.worth > 0:
		return fmt.Sprintf(best.words, money.Words(best.worth))
	case other.Sum < chosen.Sum:
		return fmt.Sprintf("it would cost %s a month less: {its} pods find no node there, or the search ended before it got that far", money.Words(chosen.Sum-other.Sum))
	}
	return "it would cost as much"
}

func with(talks []Talk) string {
	if len(talks) == 0 {
		return ""
	}
	return ", most of it with " + talks[0].Service + " on " + talks[0].On
}

func when(hours []Hour) string {
	if len(hours) == 0 {
		return ""
	}
	return ": " + hours[0].Block + " is short" + at(hours[0].Slot)
}

// why says in one line why a service is where the plan puts it.
func (e *explainer) why(s *Service) string {
	x := e.explain(s)
	today := x.Group.Today
	if today < 0 {
		for _, out := range s.Out {
			if out.Option == s.Today {
				return s.Today + " is not allowed: " + strings.Join(out.Reasons, "; ")
			}
		}
	}
	switch {
	case s.Kept != "":
		return s.Kept
	case len(x.Options) == 1 && len(s.Out) > 0:
		return "the only place that rules allow"
	case len(x.Options) == 1:
		return "the only place there is"
	}
	against := today
	if today < 0 || today == x.Chosen {
		against = x.second()
	}
	if against < 0 {
		return "the cheapest split"
	}
	x.Options[against].Lacks = e.lacks(int32(s.Group), uint8(against))
	return x.company() + "on " + x.Options[against].Name + ", " + x.whose(because(x.Options[against], x.Options[x.Chosen], e.file.Unit))
}

// whose says whether a reason is about one service or several that move as one.
func (x *Explanation) whose(reason string) string {
	its := "its"
	if len(x.Members) > 1 {
		its = "their"
	}
	return strings.ReplaceAll(reason, "{its}", its)
}

// company names the services that a reason is about besides the one it is told of.
func (x *Explanation) company() string {
	others := slices.DeleteFunc(slices.Clone(x.Members), func(name string) bool { return name == x.Service.Name })
	switch n := len(others) - most; {
	case len(others) == 0:
		return ""
	case n > 0:
		return fmt.Sprintf("with %s and %d more: ", strings.Join(others[:most], ", "), n)
	}
	return "with " + strings.Join(others, ", ") + ": "
}

// second is the cheapest option on other sites than the chosen one, or -1.
func (x *Explanation) second() int {
	best := -1
	for l := range x.Options {
		if !slices.Equal(x.Group.Options[l].Sites, x.Group.Options[x.Chosen].Sites) && (best < 0 || x.Options[l].Sum < x.Options[best].Sum) {
			best = l
		}
	}
	return best
}

// Words writes an amount for a sentence.
func (u Unit) Words(units int64) string {
	a := u.Amount(units)
	digits := 0
	if f := a.Float(); f > -100 && f < 100 {
		digits = 2
	}
	return a.Rounded(digits) + " " + u.Currency
}
