package gke

import (
	"fmt"
	"strings"

	"cloud.google.com/go/container/apiv1/containerpb"
)

// reasons are the words by which Google says that machines cannot be had, as they stand
// in errors of operations and in conditions, with what they mean and what to do.
var reasons = [...]struct{ word, means string }{
	{"ZONE_RESOURCE_POOL_EXHAUSTED", "the zone has no machines of this type left; take another machine type or zone, or try later"},
	{"GCE_STOCKOUT", "the zone has no machines of this type left; take another machine type or zone, or try later"},
	{"does not have enough resources available", "the zone has no machines of this type left; take another machine type or zone, or try later"},
	{"GCE_QUOTA_EXCEEDED", "the project's quota of machines is used up; ask Google for more, or free some"},
	{"QUOTA_EXCEEDED", "the project's quota of machines is used up; ask Google for more, or free some"},
	{"Insufficient regional quota", "the project's quota of machines is used up; ask Google for more, or free some"},
	{"Insufficient project quota", "the project's quota of machines is used up; ask Google for more, or free some"},
	{"IP_SPACE_EXHAUSTED", "the subnetwork has no addresses left; widen its range"},
	{"GKE_SERVICE_ACCOUNT_DELETED", "Google's own service account was removed from the project; enable the Kubernetes Engine API again"},
	{"NODE_SERVICE_ACCOUNT_MISSING_PERMISSIONS", "the nodes' service account lacks roles; give it roles/container.defaultNodeServiceAccount"},
	{"CLOUD_KMS_KEY", "the key that encrypts the cluster cannot be used"},
}

// explain finds the known reason in Google's words, "" where there is none.
func explain(text string) string {
	text = strings.ToLower(text)
	for _, r := range reasons {
		if strings.Contains(text, strings.ToLower(r.word)) {
			return r.word + ": " + r.means
		}
	}
	return ""
}

// isMachineQuota tells the quota of machines, which does not pass by waiting, from that
// of API calls.
func isMachineQuota(text string) bool {
	text = strings.ToLower(text)
	for _, word := range []string{"insufficient regional quota", "insufficient project quota", "gce_quota_exceeded", "zone_resource_pool_exhausted", "gce_stockout"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// failure says how an operation has failed, "" where it has not.
func failure(o *containerpb.Operation) string {
	said := clean(o.GetError().GetMessage())
	if said == "" && o.GetError().GetCode() != 0 {
		said = fmt.Sprintf("code %d", o.GetError().GetCode())
	}
	more, old := olderWords(o)
	if said == "" {
		said = old
	}
	if said == "" {
		said = more
	} else if more != "" {
		said += " (" + more + ")"
	}
	if said == "" {
		return ""
	}
	if known := explain(said + " " + old); known != "" {
		return known + ". Google says: " + said
	}
	return "Google says: " + said
}
