package workload

import (
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
)

// statefulSet makes the one copy of a service that keeps something on disks.
func (m *maker) statefulSet() object.Object {
	if len(m.Service.Volumes) == 0 {
		m.unsaid(m.Service.Stateful.Origin, "State without a disk", "Service %q is stateful and has no volume block: its data would be gone with its pod. Add volume blocks, or write manifests.", m.name)
	}
	if _, most := m.bounds(); most > 1 {
		m.unsaid(m.Service.Origin, "Copies that share disks", "Service %q keeps something on disks and may run %d copies; how they share or divide it cannot be said in a container block. Allow one copy, or write manifests.", m.name, most)
	}
	var claims []any
	for _, v := range m.Service.Volumes {
		claims = append(claims, m.claim(v))
	}
	return m.object("StatefulSet", m.name, fields{"spec": fields{
		"persistentVolumeClaimRetentionPolicy": fields{"whenDeleted": "Retain", "whenScaled": "Retain"},
		"replicas":                             int64(1),
		"revisionHistoryLimit":                 int64(revisions),
		"selector":                             fields{"matchLabels": m.labels()},
		"serviceName":                          m.headlessName(),
		"template":                             m.pod(),
		"volumeClaimTemplates":                 claims,
	}})
}

// claim makes the template of the claim for a volume.
func (m *maker) claim(v *spec.Volume) fields {
	if !v.Mount.Set() {
		m.unsaid(v.Origin, "Volume nobody sees", "Service %q: say where the container sees the volume %q, as in mount = \"/var/lib/data\".", m.name, v.Name)
	}
	size := v.Size.Upper()
	if size <= 0 {
		m.unsaid(v.Origin, "Volume of unknown size", "Service %q: say how large the volume %q is, as in size = \"200Gi\".", m.name, v.Name)
	}
	want := fields{"accessModes": []any{"ReadWriteOnce"}, "resources": fields{"requests": fields{"storage": whole(size)}}}
	if v.Class.Set() {
		want["storageClassName"] = v.Class.V
	}
	return fields{
		"apiVersion": "v1", "kind": "PersistentVolumeClaim",
		"metadata": fields{"name": v.Name, "labels": m.labels()},
		"spec":     want,
	}
}

// mounts are where the container sees the service's volumes.
func (m *maker) mounts() (out []any) {
	if m.Service.Job != nil {
		return nil
	}
	for _, v := range m.Service.Volumes {
		out = append(out, fields{"name": v.Name, "mountPath": v.Mount.V})
	}
	return out
}

func (m *maker) headlessName() string { return m.name + "-pods" }

// headless makes the Service that gives the pods of a StatefulSet their names.
func (m *maker) headless() object.Object {
	return m.object("Service", m.headlessName(), fields{"spec": fields{
		"clusterIP":                "None",
		"publishNotReadyAddresses": true,
		"selector":                 m.labels(),
	}})
}
