package gke

//lint:file-ignore SA1019 Google marks these fields as deprecated and still writes its words into them, some into them alone.

import (
	"strings"

	"cloud.google.com/go/container/apiv1/containerpb"
)

// olderWords are what an operation says of its failure besides its error: conditions,
// whose codes name what is missing, and its message.
func olderWords(o *containerpb.Operation) (more, message string) {
	more = conditions(o.GetNodepoolConditions()) + " " + conditions(o.GetClusterConditions())
	return strings.TrimSpace(more), clean(o.GetStatusMessage())
}

// conditions are Google's words for what is wrong.
func conditions(list []*containerpb.StatusCondition) string {
	var words []string
	for _, c := range list {
		words = append(words, strings.TrimSpace(c.GetCode().String()+" "+clean(c.GetMessage())))
	}
	return strings.Join(words, "; ")
}

// olderPrivateNodes is how clusters say it that were made private as a whole.
func olderPrivateNodes(c *containerpb.Cluster) bool {
	return c.GetPrivateClusterConfig().GetEnablePrivateNodes()
}

// olderEndpoints are the addresses of a cluster whose answer has none for its endpoints.
func olderEndpoints(c *containerpb.Cluster) (public, private string) {
	old := c.GetPrivateClusterConfig()
	if old == nil {
		return c.GetEndpoint(), ""
	}
	return old.GetPublicEndpoint(), old.GetPrivateEndpoint()
}
