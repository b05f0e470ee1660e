package policies

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// place is one option of a service of the talk: what it costs a month, in
// thousand JPY, split by where the money goes, and hours of work.
type place struct {
	onpremMoney, cloudMoney, hours float64
	change                         func(*Vars)
}

// talk is one service of the talk with the numbers assumed for it.
type talk struct {
	name    string
	service func(*Vars)
	// needed is cores before a server bought today would run; 120 are free.
	needed float64
	// places are on-prem, cloud and hybrid.
	places [3]place
	// weights override the default ones.
	weights map[string]float64
	want    string
	// scores are those worked out by hand, on-prem, cloud and hybrid; NaN where
	// none was.
	scores [3]float64
}

func crossing(onprem, cloud float64) func(*Vars) {
	return func(v *Vars) { v.Option.OnpremCrossingGiB, v.Option.CloudCrossingGiB = onprem, cloud }
}

// overInternet are calls to endpoints that would pass over the internet.
func overInternet(names ...string) func(*Vars) {
	return func(v *Vars) { v.Option.InternetCalls, v.Option.FixedInternet = names, names }
}

// platform are the weights of products whose work nobody has time for.
func platform() map[string]float64 { return map[string]float64{"management_effort": 4} }

func talkServices() []talk {
	none := math.NaN()
	calls := func(onprem, cloud float64) func(*Vars) {
		return func(v *Vars) { v.Service.OnpremCallsGiB, v.Service.CloudCallsGiB = onprem, cloud }
	}
	load := func(cores, p99ToMean float64) func(*Vars) {
		return func(v *Vars) { v.Service.MeanCores, v.Service.P99Cores = cores, cores*p99ToMean }
	}
	proxy := func(v *Vars) { v.Option.Capabilities = []string{"identity-aware-proxy", "privileged"} }
	return []talk{
		// 15 cores × 6.7 × 1.12^8 = 248. A split sends 93.6 % of 1,490 GiB across.
		{name: "Ads", service: and(load(15, 6.7), calls(0, 1490)), needed: 248, places: [3]place{
			{93, 0, 4, crossing(0, 1490)}, {0, 105, 2, unchanged}, {36, 0, 8, and(crossing(0, 1394), overInternet("bigquery"))},
		}, want: "cloud", scores: [3]float64{.513, .800, .773}},
		// 21 TB are 19,558 GiB.
		{name: "Airflow", service: and(load(24, 3.3), calls(19558, 0), func(v *Vars) {
			v.Service.Stateful, v.Service.Security.InternetTransit = true, false
		}), needed: 79, places: [3]place{
			{86, 0, 8, unchanged}, {0, 153, 6, and(crossing(19558, 0), overInternet("user-db"))}, {105, 0, 16, and(crossing(6424, 0), overInternet("user-db"))},
		}, want: "onprem", scores: [3]float64{.868, .538, .561}},
		// Of the hybrid's 88, 81 cores are on-prem: 81 / 150 of 135 is 73.
		{name: "Rendertron", service: load(60, 2.5), needed: 150, places: [3]place{
			{135, 0, 4, unchanged}, {0, 283, 2, unchanged}, {73, 15, 8, unchanged},
		}, want: "hybrid", scores: [3]float64{.765, .780, .877}},
		{name: "VRoid Hub", service: and(load(20, 4), calls(8382, 0), func(v *Vars) { surge(v, 3) }), needed: 80, places: [3]place{
			{80, 0, 4, unchanged}, {0, 212, 2, crossing(8382, 0)}, {49, 0, 8, and(crossing(159, 0), overInternet("user-db"))},
		}, want: "onprem", scores: [3]float64{.908, .562, .853}},
		{name: "pixiv Sketch", service: and(load(30, 2.5), calls(6054, 0)), needed: 75, places: [3]place{
			{81, 0, 4, unchanged}, {0, 316, 2, crossing(6054, 0)}, {66, 0, 8, and(crossing(57.6, 0), overInternet("user-db"))},
		}, want: "onprem", scores: [3]float64{.932, .569, .904}},
		{name: "FANBOX Print", service: and(load(3, 3), calls(2049, 0), func(v *Vars) { v.Service.Security.Data = "personal" }), needed: 9, places: [3]place{
			{8.8, 0, 4, unchanged}, {0, 22.8, 2, crossing(2049, 0)}, {16.4, 0, 8, and(crossing(411, 0), overInternet("user-db"))},
		}, want: "onprem", scores: [3]float64{.904, .582, .651}},
		{name: "Sentry", service: and(load(24, 1.5), func(v *Vars) {
			v.Service.Stateful, v.Service.IndependentOf = true, []string{"tokyo"}
		}), needed: 36, places: [3]place{
			{39, 0, 40, unchanged}, {0, 139, 8, unchanged}, {60, 0, 60, unchanged},
		}, weights: platform(), want: "cloud", scores: [3]float64{.681, .747, none}},
		// The numbers by hand leave cloud-capabilities out, which speaks here too.
		{name: "IAP", service: and(load(1, 2), func(v *Vars) { v.Service.Needs = []string{"identity-aware-proxy"} }), needed: 2, places: [3]place{
			{1.7, 0, 4, unchanged}, {0, 8.5, 2, proxy}, {6, 0, 8, unchanged},
		}, weights: platform(), want: "cloud", scores: [3]float64{none, none, none}},
		{name: "GitLab Runner", service: and(load(10, 12), func(v *Vars) { v.Service.Job, v.Service.Interruptible = true, true }), needed: 120, places: [3]place{
			{120, 0, 4, unchanged}, {0, 31, 2, unchanged}, {31, 0, 8, unchanged},
		}, weights: platform(), want: "cloud", scores: [3]float64{.589, .739, .610}},
	}
}

// prices are factors on the assumptions.
type prices struct{ onprem, cloud, hours, comfortable float64 }

// vars returns the three options of a service at given prices.
func (s talk) vars(p prices) []*Vars {
	var out []*Vars
	for i, where := range []func(*Vars){unchanged, inCloud, split} {
		v := sample()
		s.service(v)
		where(v)
		v.Option.NeededCores, v.Option.HeadroomCores = s.needed, 120
		s.places[i].change(v)
		v.Option.Money = 1000 * (s.places[i].onpremMoney*p.onprem + s.places[i].cloudMoney*p.cloud)
		v.Option.Hours = s.places[i].hours * p.hours
		v.Option.ComfortableGiB = 500 * p.comfortable
		v.Service.ReferenceMoney = 1000 * s.places[1].cloudMoney * p.cloud
		out = append(out, v)
	}
	return out
}

// decide returns the kind of the best option that is not forbidden, and the
// scores of all: the weighted mean over the criteria on which a policy speaks,
// of the smallest score in each.
func decide(t *testing.T, suite *Suite, s talk, p prices) (string, [3]float64) {
	t.Helper()
	weights := map[string]float64{
		"scalability": 3, "onprem_communication": 3, "security": 4, "cost": 3,
		"management_effort": 1, "customization": 1, "cloud_integration": 1,
	}
	for name, w := range s.weights {
		weights[name] = w
	}
	best, bestScore, scores := "", -1.0, [3]float64{}
	for i, v := range s.vars(p) {
		smallest := map[string]float64{}
		for _, policy := range suite.Policies {
			applies, err := policy.Applies(v)
			if err != nil {
				t.Fatal(err)
			}
			if !applies {
				continue
			}
			score, err := policy.Score(v)
			if err != nil {
				t.Fatal(err)
			}
			if before, ok := smallest[policy.Criterion()]; !ok || score < before {
				smallest[policy.Criterion()] = score
			}
		}
		sum, total := 0.0, 0.0
		for criterion, score := range smallest {
			sum += weights[criterion] * score
			total += weights[criterion]
		}
		scores[i] = sum / total
		forbidden := slices.ContainsFunc(suite.Constraints, func(c *Constraint) bool {
			f, err := c.Forbids(v)
			if err != nil {
				t.Fatal(err)
			}
			return f
		})
		if !forbidden && scores[i] > bestScore {
			best, bestScore = v.Option.Kind, scores[i]
		}
	}
	return best, scores
}

func TestTheNineServicesOfTheTalkGoWhereTheyWent(t *testing.T) {
	suite := standardSuite(t)
	for _, s := range talkServices() {
		got, scores := decide(t, suite, s, prices{1, 1, 1, 1})
		if got != s.want {
			t.Errorf("%s goes to %s, not to %s: %.3f", s.name, got, s.want, scores)
		}
		for i, want := range s.scores {
			// By hand, from money rounded to a thousand JPY: in 31 of GitLab Runner's
			// that is 1.6 %, 0.003 of its score.
			if !math.IsNaN(want) && math.Abs(scores[i]-want) > 0.0035 {
				t.Errorf("%s scores %.3f on option %d, by hand %.3f", s.name, scores[i], i, want)
			}
		}
	}
}

func TestTheNineDecisionsStandUnderOtherPrices(t *testing.T) {
	suite := standardSuite(t)
	// One factor at a time, as they were worked out.
	for _, p := range []prices{
		{0.7, 1, 1, 1}, {1.67, 1, 1, 1}, {1, 0.7, 1, 1}, {1, 1.3, 1, 1},
		{1, 1, 0.5, 1}, {1, 1, 1.5, 1}, {1, 1, 1, 0.5}, {1, 1, 1, 2},
	} {
		for _, s := range talkServices() {
			if got, scores := decide(t, suite, s, p); got != s.want {
				t.Errorf("%s at %+v goes to %s, not to %s: %.3f", s.name, p, got, s.want, scores)
			}
		}
	}
}

// TestDecisionsMoveForTheRightReasons changes one fact of a service.
func TestDecisionsMoveForTheRightReasons(t *testing.T) {
	services := map[string]talk{}
	for _, s := range talkServices() {
		services[s.name] = s
	}
	// 20 TB are 18,626 GiB; they are read, and on-prem egress is free. On-prem:
	// (3×120/248 + 3×1 + 3×105/198 + 105/129 + 500/1990) / 11 = 0.646. Cloud:
	// (3×1 + 3×500/19126 + 3×1/2 + 105/117 + 1) / 11 = 0.589.
	ads := services["Ads"]
	ads.service = and(ads.service, func(v *Vars) { v.Service.OnpremCallsGiB = 18626 })
	ads.places[1].change = crossing(18626, 0)
	ads.places[2].change = and(crossing(1192, 1394), overInternet("bigquery", "user-db"))
	// Over an interconnect with K = 20 TiB nothing forbids the cloud, which pays
	// 7.5 JPY for each GiB. K and the crossing are both divided by 40.96. On-prem:
	// (3 + 3 + 3×300/386 + 300/348) / 10 = 0.919. Cloud:
	// (3 + 3×20480/40038 + 3×1/2 + 300/336) / 10 = 0.693.
	airflow := services["Airflow"]
	airflow.places[1] = place{0, 300, 6, func(v *Vars) { v.Option.OnpremCrossingGiB = 19558 / 40.96 }}
	// A hundredth of the load; what each site takes for a service stays.
	small := services["Rendertron"]
	small.needed = 1.5
	small.places[0].onpremMoney, small.places[1].cloudMoney = 1.78, 11.9
	small.places[2].onpremMoney, small.places[2].cloudMoney = 1.78, 11.82
	// Without its calls nothing keeps VRoid Hub from a split.
	vroid := services["VRoid Hub"]
	vroid.service = func(v *Vars) { v.Service.MeanCores, v.Service.P99Cores = 20, 80 }
	vroid.places = [3]place{{75, 0, 4, unchanged}, {0, 185, 2, unchanged}, {45.5, 0, 8, unchanged}}

	got := map[string]string{}
	suite := standardSuite(t)
	for name, s := range map[string]talk{
		"Ads reads 20 TB from an on-prem database": ads,
		"Airflow has an interconnect":              airflow,
		"Rendertron has a hundredth of the load":   small,
		"VRoid Hub calls nothing on-prem":          vroid,
	} {
		kind, scores := decide(t, suite, s, prices{1, 1, 1, 1})
		got[name] = fmt.Sprintf("%s %.2f", kind, scores)
	}
	want := map[string]string{
		"Ads reads 20 TB from an on-prem database": "onprem [0.65 0.59 0.64]",
		"Airflow has an interconnect":              "onprem [0.92 0.69 0.62]",
		"Rendertron has a hundredth of the load":   "onprem [0.85 0.71 0.66]",
		"VRoid Hub calls nothing on-prem":          "hybrid [0.86 0.78 0.89]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
