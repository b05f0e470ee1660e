package score_test

import "testing"

// decisions are those of the talk.
var decisions = map[string]string{
	"pixiv-ads": "cloud", "sentry": "cloud", "iap": "cloud", "gitlab-runner": "cloud",
	"airflow": "onprem", "vroid-hub": "onprem", "pixiv-sketch": "onprem", "fanbox-print": "onprem",
	"rendertron": "hybrid",
}

func TestTheNineDecisionsOfTheTalkComeOut(t *testing.T) {
	f := fleet(t)
	for name, want := range decisions {
		d := decide(t, f, name)
		t.Log(table(d))
		if got := place(d); got != want || !d.Firm {
			t.Errorf("%s: got %s, want %s and firm\n%s", name, got, want, table(d))
		}
	}
}
