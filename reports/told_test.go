package reports

import "testing"

func TestThePageSaysWhatItsWordsMean(t *testing.T) {
	holds(t, planText(t, moved(), HTML, 0), "Greedy: one service after the other", "A wave is what moves at the same time", "up to 98 replicas run on tokyo")
}
