package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheReasonNamesWhatSeparatesTheWinner(t *testing.T) {
	tokyo := func(score, cost, scal Score) Option {
		return scored("tokyo", "onprem", []string{"tokyo"}, score, cost, scal, 1)
	}
	gke := func(score, cost, scal Score) Option {
		return scored("gke", "cloud", []string{"gke"}, score, cost, scal, 1)
	}
	both := func(score Score) Option {
		return scored("tokyo+gke", "hybrid", []string{"tokyo", "gke"}, score, score, score, 1)
	}
	onTokyo := Placement{"onprem", []string{"tokyo"}, nil}
	onGKE := Placement{"cloud", []string{"gke"}, nil}
	for _, c := range []struct {
		name    string
		place   Placement
		onMoney bool
		options []Option
		want    string
	}{
		// cost: (0.9−0.4)×3 = 1.5; scalability: (1−0.2)×1 = 0.8.
		{"the widest gap by weight", onTokyo, false, []Option{tokyo(0.8, 0.9, 1), gke(0.5, 0.4, 0.2)},
			"tokyo scores 0.80, gke 0.50; the difference is mostly cost (0.90 against 0.40). tokyo: costs tokyo. gke: costs gke."},
		{"the reference compared with itself says nothing", onTokyo, false, []Option{tokyo(0.8, 0.9, 1), gke(0.5, 0.5, 1)},
			"tokyo scores 0.80, gke 0.50; the difference is mostly cost (0.90 against 0.50). tokyo: costs tokyo."},
		{"scores that look alike get a third digit", onTokyo, false, []Option{tokyo(0.801, 0.9, 1), gke(0.799, 0.4, 1)},
			"tokyo scores 0.801, gke 0.799; the difference is mostly cost (0.90 against 0.40). tokyo: costs tokyo. gke: costs gke."},
		{"equal scores", onTokyo, false, []Option{tokyo(0.8, 0.9, 1), gke(0.8, 0.9, 1)},
			"tokyo scores 0.800, gke 0.800; the cheaper one is taken."},
		{"a better option is forbidden", onGKE, false, []Option{forbid(tokyo(0.9, 1, 1), "the door is shut."), gke(0.5, 0.5, 0.5)},
			"tokyo would score more (0.90 against 0.50) but is forbidden: the door is shut."},
		{"a better one is forbidden and a worse one is not", onTokyo, false, []Option{tokyo(0.8, 0.9, 1), gke(0.5, 0.4, 1), forbid(both(0.9), "no")},
			"tokyo+gke would score more (0.90 against 0.80) but is forbidden: no. tokyo scores 0.80, gke 0.50; the difference is mostly cost (0.90 against 0.40). tokyo: costs tokyo. gke: costs gke."},
		{"a worse option is forbidden", onTokyo, false, []Option{tokyo(0.8, 0.9, 1), forbid(gke(0.5, 0.5, 0.5), "no")},
			"tokyo is the only option allowed; gke is forbidden: no."},
		{"one site", onTokyo, false, []Option{tokyo(0.8, 0.9, 1)}, "tokyo is the only option."},
		{"nothing is allowed", Placement{Kind: none}, false, []Option{forbid(tokyo(0.9, 1, 1), "no")}, "Every option is forbidden."},
		{"money decides", onTokyo, true, []Option{tokyo(0, 0, 0), gke(0, 0, 0)}, "No policy has anything to say of it, so money decided."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Service{Placement: c.place, OnMoney: c.onMoney, Options: c.options}
			if d := cmp.Diff(c.want, reason(&s, "gke")); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestACriterionWithoutVoiceExplainsNothing(t *testing.T) {
	won := scored("tokyo", "onprem", []string{"tokyo"}, 0.9, 0.9, 0.9, 1)
	second := scored("gke", "cloud", []string{"gke"}, 0.5, 0.1, 0.8, 1)
	won.Criteria[0].Applies, second.Criteria[0].Applies = false, false
	if at := widest(&won, &second); at != 1 {
		t.Errorf("criterion %d, want scalability: cost does not apply", at)
	}
}
