package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/plan"
)

// owned is a plan of three services: a moves and costs 5 instead of 7, b stays at 3,
// nobody knows where c runs today; it costs 4.
func owned() planBuilder {
	group := func(today int) plan.Group { return plan.Group{Options: make([]plan.Option, 2), Today: today} }
	service := func(group int, product, team string, money ...int64) plan.Service {
		s := plan.Service{Group: group, Product: product, Team: team}
		for _, m := range money {
			s.Options = append(s.Options, plan.Parts{Money: m, Hours: 100})
		}
		return s
	}
	f := &plan.File{Unit: plan.Unit{Currency: "JPY"}, Placement: []int{1, 0, 0}}
	f.Problem.Groups = []plan.Group{group(0), group(0), group(-1)}
	f.Services = []plan.Service{service(0, "shop", "red", 7, 5), service(1, "shop", "red", 3, 9), service(2, "", "red", 4, 4)}
	return planBuilder{&plan.View{File: f}, f.Unit}
}

func TestBillsAreAddedUpByProductAndTeam(t *testing.T) {
	var got []string
	for _, o := range owned().owners() {
		today, change := o.was()
		got = append(got, strings.Join([]string{o.words(), today, rounded(o.Plan.Amount), change}, " "))
	}
	want := []string{"no product – 4.00 –", "product shop 10.00 8.00 −2.00", "team red – 12.00 –"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWithoutProductsAndTeamsThereAreNoSumsOfThem(t *testing.T) {
	b := owned()
	for i := range b.File.Services {
		b.File.Services[i].Product, b.File.Services[i].Team = "", ""
	}
	if got := b.owners(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestOwnersAreToldInEveryFormat(t *testing.T) {
	p := moved()
	p.Owners = owned().owners()
	for _, format := range []string{Text, Markdown, HTML} {
		got := planText(t, p, format, 120)
		holds(t, got, "product shop", "no product")
	}
	p.Objective = byScore
	if got := planText(t, p, Text, 120); strings.Contains(got, "product shop") {
		t.Errorf("points are told as bills:\n%s", got)
	}
}

func TestAPlanByScoreCountsPoints(t *testing.T) {
	p := moved()
	p.Objective = byScore
	for _, format := range []string{Text, Markdown} {
		got := planText(t, p, format, 120)
		holds(t, got, "score points, no money", "points")
		if strings.Contains(strings.Split(got, "Traffic")[0], "JPY/mo") {
			t.Errorf("points are told as money:\n%s", got)
		}
	}
}
