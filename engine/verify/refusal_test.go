package verify

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThePlanByHandHolds(t *testing.T) {
	r := mustPass(t, seal(t, hand()))
	var got []string
	for _, one := range r.Checks {
		got = append(got, fmt.Sprintf("%v %s: %s", one.OK, one.Name, one.Detail))
	}
	want := []string{
		"true the bytes are the only ones for this content: 2,542 bytes",
		"true every index, length and sign is in range: 2 groups, 1 pair, 1 block, 1 pool",
		"true no sum leaves 61 bits: the costs add up to at most 0.21 JPY",
		"true the digest is that of the content: " + digestOf(t, hand()),
		"true what is told of services and sites refers to what exists: 2 services on 2 sites, seen from 2026-11-23",
		"true the services' parts add up to the options' costs: 2 services in 2 groups",
		"true the placement keeps every capacity and rule: 2 slots of 1 block, 1 pair",
		"true the placement costs what is claimed: 0.15 JPY, of which 0.02 JPY are traffic and 0 JPY purchases; the bill is 1.143 JPY",
		"true the pods fit on whole nodes in every slot: 1 arrangement for 2 slots, with up to 1 node",
		"true no placement is cheaper than the floor: 3 leaves, 1 of them empty: 0.15 JPY is proved where the claim needs 0.15 JPY",
		"true the gap is the cost less the floor: 0 JPY",
		"true the baselines cost what is claimed: 2 plans",
		"true every state between the waves keeps every capacity and rule: 1 move in 1 wave, 0 groups stuck",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func digestOf(t *testing.T, f *file) string {
	t.Helper()
	seal(t, f)
	return f.Digest
}

func TestEachLieIsRefusedByTheCheckThatNamesIt(t *testing.T) {
	for _, one := range []struct {
		lie  string
		tell func(f *file)
		want []string
	}{
		{"a cost", func(f *file) { f.Claim.Cost = 149 }, []string{
			"the placement costs what is claimed: the objective: 149 is claimed and 150 follows",
			"no placement is cheaper than the floor: the floor 150 is above the plan's own cost 149",
			"the gap is the cost less the floor: the causes add up to 0, and cost less floor is -1",
			"the gap is the cost less the floor: the search calls the plan optimal, and the gap is -1",
		}},
		// One leaf without prices proves 70: everything in tokyo.
		{"a proof without branches", func(f *file) { f.Proof = []node{leafOf()} }, []string{
			"no placement is cheaper than the floor: leaf 1 proves 70 where the claim needs 150",
		}},
		// At 10 for slot 0: 190 − 80, 150 − 30, 150 − 20, 70 + 30; the least is 100.
		{"a proof by a price alone", func(f *file) { f.Proof = []node{leafOf(price{0, 0, 10})} }, []string{
			"no placement is cheaper than the floor: leaf 1 proves 100 where the claim needs 150",
		}},
		{"a branch left out", func(f *file) { f.Proof = f.Proof[:4] }, []string{
			"no placement is cheaper than the floor: the proof ends with 1 parts of the space left",
		}},
		{"a leaf too many", func(f *file) { f.Proof = append(f.Proof, leafOf()) }, []string{
			"no placement is cheaper than the floor: 1 nodes come after the last leaf",
		}},
		// In slot 1 both need 7 of 8: 1·(7 − 8) = −1.
		{"an empty part that is none", func(f *file) { f.Proof[3].Prices = []price{{0, 1, 1}} }, []string{
			"no placement is cheaper than the floor: leaf 2: it is said to be empty, and its prices prove -1 where more than 0 is needed",
		}},
		{"a plan that does not fit", func(f *file) {
			f.Placement, f.Waves[0] = []int{1, 1}, wave{Groups: []int{0, 1}, To: []int{1, 1}}
			f.Claim = claim{Cost: 70, Fixed: 1000, Floor: 70, Parts: parts{Hours: 4, Money: 63, Moving: 2, Score: 1}, Total: 1063}
			f.Problem.Pools[0].Nodes, f.Packing[0].Nodes = 3, append(f.Packing[0].Nodes, packedNode{Pods: [][3]int{{1, 0, 1}}})
		}, []string{
			`the placement keeps every capacity and rule: block "tokyo/cpu" slot 0: 11 are used of 8`,
			`every state between the waves keeps every capacity and rule: during wave 1: block "tokyo/cpu" slot 0: 11 are used of 8`,
			`every state between the waves keeps every capacity and rule: after wave 1: block "tokyo/cpu" slot 0: 11 are used of 8`,
		}},
		{"one unit too much", func(f *file) { f.Problem.Blocks[0].Cap = f.vectorOf(5, 8) }, []string{
			`the placement keeps every capacity and rule: block "tokyo/cpu" slot 0: 6 are used of 5`,
			`every state between the waves keeps every capacity and rule: during wave 1: block "tokyo/cpu" slot 0: 6 are used of 5`,
			`every state between the waves keeps every capacity and rule: after wave 1: block "tokyo/cpu" slot 0: 6 are used of 5`,
		}},
		{"a use too large", func(f *file) { f.Problem.Groups[1].Options[1].Use[0][1] = f.vectorOf(1<<62, 0) }, []string{
			`no sum leaves 61 bits: block "tokyo/cpu" slot 0: what can be used and its capacity leave 61 bits`,
		}},
		{"costs too large together", func(f *file) { f.Problem.Pairs[0].Cost = []int64{0, -1 << 61, 20, 0} }, []string{
			"no sum leaves 61 bits: groups and pairs: the costs added up leave 61 bits",
		}},
		{"purchases too dear", func(f *file) { f.Problem.Blocks[0].Firm, f.Problem.Blocks[0].FirmMax = 2, 1<<60 }, []string{
			`no sum leaves 61 bits: block "tokyo/cpu": the costs added up leave 61 bits`,
		}},
		// 2^59·(11 + 8) is above 2^62.
		{"a price too high", func(f *file) { f.Proof[3].Prices = []price{{0, 0, 1 << 59}} }, []string{
			"no placement is cheaper than the floor: leaf 2: its numbers leave 64 bits",
		}},
		{"a rule that is broken", func(f *file) { f.Problem.Pairs[0].Forbid = []int{2} }, []string{
			`the placement keeps every capacity and rule: "api" at "tokyo" forbids "db" at "gke"`,
			`every state between the waves keeps every capacity and rule: wave 1: "api" at "tokyo" forbids "db" at "gke"`,
		}},
		{"a part", func(f *file) { f.Services[0].Options[1].Hours = 5 }, []string{
			`the services' parts add up to the options' costs: option "tokyo" of "api" costs 40, and its services' parts add up to 41`,
			"the placement costs what is claimed: hours: 4 is claimed and 5 follows",
		}},
		{"a group without a service", func(f *file) { f.Services = f.Services[:1] }, []string{
			`the services' parts add up to the options' costs: group "db" has no service`,
			"the placement costs what is claimed: money: 123 is claimed and 33 follows",
			"the placement costs what is claimed: the bill: 1,143 is claimed and 1,053 follows",
		}},
		{"a node too small", func(f *file) { f.Problem.Pools[0].Room[0] = 5 }, []string{
			`the pods fit on whole nodes in every slot: arrangement 1 node 1: 6 of cpu are requested and "web" has 5`,
		}},
		{"a pod too few", func(f *file) { f.Packing[0].Nodes[0].Pods[0][2] = 1 }, []string{
			`the pods fit on whole nodes in every slot: arrangement 1: "api" needs 2 pods and the nodes hold 1`,
		}},
		{"nodes that are not there", func(f *file) {
			n := packedNode{Pods: [][3]int{{0, 0, 1}}}
			f.Packing[0].Nodes = []packedNode{n, n, n}
		}, []string{
			`the pods fit on whole nodes in every slot: arrangement 1: more than the 2 nodes of pool "web"`,
		}},
		{"a slot without pods", func(f *file) { f.Packing[0].Slots = []int{0} }, []string{
			"the pods fit on whole nodes in every slot: 1 of 2 slots have no arrangement",
		}},
		{"the cost of another plan", func(f *file) { f.Baselines[1].Cost = 71 }, []string{
			`the baselines cost what is claimed: "alone": 71 is claimed and 70 follows`,
		}},
		{"another plan that fits", func(f *file) { f.Baselines[1].Fits = true }, []string{
			`the baselines cost what is claimed: "alone": it is said to fit, and block "tokyo/cpu" slot 0: 11 are used of 8`,
		}},
		{"another plan that does not fit", func(f *file) { f.Baselines[0].Fits = false }, []string{
			`the baselines cost what is claimed: "today": it is said not to fit, and it breaks nothing`,
		}},
		{"a move left out", func(f *file) { f.Waves = []wave{} }, []string{
			`every state between the waves keeps every capacity and rule: "api" is not stuck, and the waves do not bring it to its place`,
		}},
		{"a group that is stuck", func(f *file) { f.Stuck = []stuck{{Group: 1}} }, []string{
			`every state between the waves keeps every capacity and rule: "db" is listed as stuck, and is where the plan puts it`,
		}},
		{"causes of the gap", func(f *file) { f.Claim.Gap = gapParts{Slack: 5, Branching: 4} }, []string{
			"the gap is the cost less the floor: the causes add up to 1, and cost less floor is 0",
		}},
		{"a site", func(f *file) { f.Problem.Groups[0].Options[0].Sites[0] = "moon" }, []string{
			`what is told of services and sites refers to what exists: option "gke" of "api" runs on "moon", which is no site`,
			`what is told of services and sites refers to what exists: option "gke" of "api" is not called what its sites are`,
		}},
		{"services out of order", func(f *file) { f.Services[0], f.Services[1] = f.Services[1], f.Services[0] }, []string{
			`what is told of services and sites refers to what exists: services "db" and "api" are out of order, or the same`,
		}},
		{"a rule listed twice", func(f *file) { f.Problem.Pairs[0].Forbid = []int{1, 1} }, []string{
			"every index, length and sign is in range: pair 0: a rule at 1 of a table of 4, or not in order",
		}},
		{"a digest", func(f *file) { f.Berth = "another" }, []string{"the digest is that of the content: "}},
	} {
		f := hand()
		one.tell(f)
		raw := seal(t, f)
		if one.lie == "a digest" {
			f.Digest = digestOf(t, hand())
			raw, _ = encode(f)
		}
		_, err := Check(raw, Options{})
		var refusal *Refusal
		if !errors.As(err, &refusal) {
			t.Errorf("%s: %v", one.lie, err)
			continue
		}
		var got []string
		for _, failed := range refusal.Failed {
			for _, fault := range failed.Faults {
				got = append(got, failed.Name+": "+fault)
			}
		}
		if one.lie == "a digest" {
			got[0] = got[0][:len(one.want[0])]
		}
		if diff := cmp.Diff(one.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", one.lie, diff)
		}
	}
}

func TestAFloorBelowWhatIsProvedIsAcceptedAndToldSo(t *testing.T) {
	f := hand()
	f.Claim.Floor, f.Claim.Gap.Slack, f.Search.Stop = 140, 10, "gap"
	r := mustPass(t, seal(t, f))
	for _, one := range r.Checks {
		if strings.HasPrefix(one.Name, "no placement is cheaper") {
			if diff := cmp.Diff("3 leaves, 1 of them empty: 0.15 JPY is proved where the claim needs 0.14 JPY (0.01 JPY more than claimed)", one.Detail); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestARefusalNamesTheFirstFaultOfEachFailedCheck(t *testing.T) {
	f := hand()
	f.Claim.Traffic, f.Stuck = 21, []stuck{{Group: 1}}
	_, err := Check(seal(t, f), Options{})
	want := `the plan is refused: the placement costs what is claimed: traffic: 21 is claimed and 20 follows; every state between the waves keeps every capacity and rule: "db" is listed as stuck, and is where the plan puts it`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}
