package object

import (
	"maps"
	"sync"
)

// defaults are what API servers write where nothing is said, by a member's name or,
// where that is not enough, by its name after that of what it is in.
var defaults = sync.OnceValue(func() map[string]any {
	out := map[string]any{}
	for _, table := range []map[string]any{podDefaults(), workloadDefaults(), networkDefaults(), routeDefaults()} {
		maps.Copy(out, table)
	}
	return out
})

// podDefaults are those of a pod and of the volumes it brings.
func podDefaults() map[string]any {
	return map[string]any{
		"defaultMode":                        int64(420),
		"divisor":                            "0",
		"dnsPolicy":                          "ClusterFirst",
		"expirationSeconds":                  int64(3600),
		"failureThreshold":                   int64(3),
		"fieldRef.apiVersion":                "v1",
		"grpc.service":                       "",
		"hostPath.type":                      "",
		"httpGet.path":                       "/",
		"periodSeconds":                      int64(10),
		"protocol":                           "TCP",
		"scheme":                             "HTTP",
		"schedulerName":                      "default-scheduler",
		"spec.restartPolicy":                 "Always",
		"spec.terminationGracePeriodSeconds": int64(30),
		"successThreshold":                   int64(1),
		"terminationMessagePath":             "/dev/termination-log",
		"terminationMessagePolicy":           "File",
		"timeoutSeconds":                     int64(1),
		"topologySpreadConstraints.nodeAffinityPolicy": "Honor",
		"topologySpreadConstraints.nodeTaintsPolicy":   "Ignore",
		"volumeMode": "Filesystem",
	}
}

// workloadDefaults are those of what makes pods, and of what scales them.
func workloadDefaults() map[string]any {
	percent := map[string]any{"type": "Percent", "value": int64(100), "periodSeconds": int64(15)}
	return map[string]any{
		"backoffLimit":            int64(6),
		"completionMode":          "NonIndexed",
		"completions":             int64(1),
		"concurrencyPolicy":       "Allow",
		"failedJobsHistoryLimit":  int64(1),
		"manualSelector":          false,
		"maxSurge":                "25%",
		"maxUnavailable":          "25%",
		"minReplicas":             int64(1),
		"onPodConditions.status":  "True",
		"parallelism":             int64(1),
		"partition":               int64(0),
		"podManagementPolicy":     "OrderedReady",
		"podReplacementPolicy":    "TerminatingOrFailed",
		"progressDeadlineSeconds": int64(600),
		"revisionHistoryLimit":    int64(10),
		"scaleDown.policies":      []any{percent},
		"scaleUp.policies": []any{
			map[string]any{"type": "Pods", "value": int64(4), "periodSeconds": int64(15)}, percent,
		},
		"scaleUp.stabilizationWindowSeconds": int64(0),
		"selectPolicy":                       "Max",
		"spec.metrics": []any{map[string]any{"type": "Resource", "resource": map[string]any{
			"name": "cpu", "target": map[string]any{"type": "Utilization", "averageUtilization": int64(80)}}}},
		"spec.replicas":                   int64(1),
		"status.phase":                    "Pending",
		"strategy.type":                   "RollingUpdate",
		"successfulJobsHistoryLimit":      int64(3),
		"suspend":                         false,
		"updateStrategy.type":             "RollingUpdate",
		"volumeClaimTemplates.apiVersion": "v1",
		"volumeClaimTemplates.kind":       "PersistentVolumeClaim",
		"whenDeleted":                     "Retain",
		"whenScaled":                      "Retain",
	}
}

// networkDefaults are those of a Service and of a Secret's type.
func networkDefaults() map[string]any {
	return map[string]any{
		"allocateLoadBalancerNodePorts": true,
		"externalTrafficPolicy":         "Cluster",
		"internalTrafficPolicy":         "Cluster",
		"sessionAffinity":               "None",
		"spec.type":                     "ClusterIP",
		".type":                         "Opaque",
	}
}

// routeDefaults are those of an HTTPRoute, whose lists are replaced as a whole.
func routeDefaults() map[string]any {
	anyPath := map[string]any{"type": "PathPrefix", "value": "/"}
	return map[string]any{
		"backendRef.group":           "",
		"backendRef.kind":            "Service",
		"backendRefs.group":          "",
		"backendRefs.kind":           "Service",
		"backendRefs.weight":         int64(1),
		"headers.type":               "Exact",
		"matches":                    []any{map[string]any{"path": anyPath}},
		"parentRefs.group":           "gateway.networking.k8s.io",
		"parentRefs.kind":            "Gateway",
		"path.type":                  "PathPrefix",
		"path.value":                 "/",
		"queryParams.type":           "Exact",
		"requestRedirect.statusCode": int64(302),
	}
}
