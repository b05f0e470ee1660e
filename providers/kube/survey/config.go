package survey

import "berth.dev/engine/object"

// note remembers which ConfigMaps a workload names, wherever in its pods' template.
func (s *Seen) note(namespace string, v any) {
	switch v := v.(type) {
	case object.Object:
		s.note(namespace, map[string]any(v))
	case map[string]any:
		for word, child := range v {
			if word == "configMapRef" || word == "configMapKeyRef" || word == "configMap" {
				if m, ok := child.(map[string]any); ok {
					if name, ok := m["name"].(string); ok {
						s.configs[object.Ref{Kind: "ConfigMap", Namespace: namespace, Name: name}] = true
					}
				}
			}
			s.note(namespace, child)
		}
	case []any:
		for _, child := range v {
			s.note(namespace, child)
		}
	}
}
