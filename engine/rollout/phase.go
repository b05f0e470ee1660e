package rollout

import (
	"slices"
	"strings"

	"berth.dev/engine/step"
)

// phase is the place of a step within its wave. Steps of one wave and one phase
// make one stage, whichever services they are of.
type phase int

// The order of these constants is the order of stages in every wave: it is what
// makes a move make-before-break. What a person has to wait for stands as late as
// it can.
const (
	namespaces phase = iota
	adopting         // what runs already becomes berth's, unchanged
	layer1           // configuration, claims
	layer2           // names, disruption budgets
	pausing          // a person stops what is not berth's and may run only once
	stopping         // berth does
	stopped
	replacing // what cannot be changed in place goes
	layer3    // workloads
	layer4    // autoscalers
	layer5    // ways in from outside
	raising   // as many copies as callers need who are about to come
	delivering
	healthy
	switching
	handing   // a person sends callers elsewhere
	quietHand // and now those with data: a person stops what is not berth's
	quieting
	quiet
	moving // a person moves the data
	starting
	started
	switchingData
	handingData
	draining
	calling
	settling
	withdrawing
	owning // a person removes what is not berth's
	owned
	remove5
	remove4
	remove3
	remove2
	remove1
	phases // how many there are
)

// layer is the phase in which objects of a rank are made.
func layer(rank int) phase {
	return []phase{layer1, layer1, layer2, layer3, layer4, layer5}[rank]
}

// removal is the phase in which objects of a rank are removed.
func removal(rank int) phase {
	return []phase{remove1, remove1, remove2, remove3, remove4, remove5}[rank]
}

// String says what a stage of the phase does.
func (p phase) String() string {
	return [phases]string{
		"make the namespaces that are missing",
		"take over what runs already, unchanged",
		"bring configuration, claims and accounts up to date",
		"bring names and disruption budgets up to date",
		"wait for a person to stop what may run only once",
		"stop what may run only once",
		"wait until it has stopped",
		"remove what cannot be changed in place",
		"bring workloads up to date",
		"bring autoscalers up to date",
		"bring the ways in from outside up to date",
		"set the copies that take over callers",
		"deliver manifests",
		"wait until everything is healthy",
		"send callers to where services run now",
		"wait for a person to send callers on",
		"wait for a person to stop what keeps data",
		"stop what keeps data",
		"wait until it has stopped",
		"wait for a person to move the data",
		"start what keeps data at its new place",
		"wait until it is healthy",
		"send its callers to where it runs now",
		"wait for a person to send its callers on",
		"let what is under way come to its end",
		"look for callers left behind",
		"set the number of copies that the plan wants",
		"withdraw manifests",
		"wait for a person to remove what is not berth's",
		"wait until it is gone",
		"remove old ways in",
		"remove old autoscalers",
		"remove old workloads",
		"remove old names and disruption budgets",
		"remove old configuration and accounts",
	}[p]
}

// words say what a stage of the phase does with its steps: where all of them make
// something, nothing is brought up to date.
func (p phase) words(steps []step.Step) string {
	words := p.String()
	what, updates := strings.CutSuffix(strings.TrimPrefix(words, "bring "), " up to date")
	if !updates || slices.ContainsFunc(steps, func(s step.Step) bool { return s.Kind != step.Create }) {
		return words
	}
	return "make " + what
}
