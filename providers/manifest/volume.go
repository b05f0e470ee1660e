package manifest

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// disks is what a workload keeps.
type disks struct {
	volumes []Volume
	// stateful is true where something is written that must not be lost.
	stateful bool
	comments []string
}

// disksOf finds the volumes of a workload that outlive its pods. r is nil for a
// job.
func (x *index) disksOf(w *workload, r *Replicas) disks {
	var d disks
	if w.kind == "StatefulSet" {
		d.stateful = true
		d.comments = append(d.comments, "Stateful because it is a StatefulSet.")
	}
	for _, t := range w.claims {
		d.volumes = append(d.volumes, x.fromTemplate(w, t, r))
	}
	for _, v := range w.pod.Volumes {
		readOnly := isReadOnly(&w.pod, v)
		switch s := v.VolumeSource; {
		case s.PersistentVolumeClaim != nil:
			volume := x.fromClaim(w, v)
			if readOnly {
				volume.Comments = append(volume.Comments, "The service only reads it.")
			}
			d.volumes = append(d.volumes, volume)
			d.stateful = d.stateful || !readOnly
		case s.EmptyDir != nil || s.Ephemeral != nil:
			if w.kind == "StatefulSet" {
				d.comments = append(d.comments, fmt.Sprintf("Volume %s is lost with the pod.", v.Name))
			}
		case s.HostPath != nil:
			d.comments = append(d.comments, fmt.Sprintf("Volume %s is a folder of the node: what it keeps there is unknown.", v.Name))
		case holdsData(s):
			d.volumes = append(d.volumes, Volume{
				Name: v.Name, Size: unknown,
				Comments: []string{"A disk or share that is named in the pod itself; its size is in no manifest."},
			})
			d.stateful = d.stateful || !readOnly
		}
	}
	nameVolumes(d.volumes)
	return d
}

// holdsData tells whether a volume is a disk or share outside of the cluster,
// and not configuration or a place that is empty at the start.
func holdsData(s corev1.VolumeSource) bool {
	return s.NFS != nil || s.GCEPersistentDisk != nil || s.AWSElasticBlockStore != nil || s.AzureDisk != nil ||
		s.AzureFile != nil || s.ISCSI != nil || s.FC != nil || s.CephFS != nil || s.RBD != nil || s.Glusterfs != nil ||
		s.VsphereVolume != nil || s.Cinder != nil
}

func isReadOnly(p *corev1.PodSpec, v corev1.Volume) bool {
	if v.PersistentVolumeClaim != nil && v.PersistentVolumeClaim.ReadOnly {
		return true
	}
	mounted := false
	for _, c := range slices.Concat(p.Containers, p.InitContainers) {
		for _, m := range c.VolumeMounts {
			if m.Name == v.Name {
				if !m.ReadOnly {
					return false
				}
				mounted = true
			}
		}
	}
	return mounted
}

func (x *index) fromClaim(w *workload, v corev1.Volume) Volume {
	name := v.PersistentVolumeClaim.ClaimName
	c := x.claims[key{w.namespace, name}]
	if c == nil {
		return Volume{Name: v.Name, Size: unknown, Comments: []string{
			fmt.Sprintf("PersistentVolumeClaim %s is not among the manifests, so its size is unknown.", name),
		}}
	}
	c.used = true
	out := volumeOf(v.Name, c.is.Spec)
	out.Comments = append(out.Comments, fmt.Sprintf("PersistentVolumeClaim %s.", name))
	return out
}

// fromTemplate reads a claim that a StatefulSet makes for each pod, and marks
// those it has made already, as a running cluster shows them. The volume of the
// service is all of them together.
func (x *index) fromTemplate(w *workload, t corev1.PersistentVolumeClaim, r *Replicas) Volume {
	for _, c := range x.numbered[key{w.namespace, t.Name + "-" + w.name}] {
		c.used = true
	}
	out := volumeOf(t.Name, t.Spec)
	if out.Size == unknown || r == nil {
		return out
	}
	each := t.Spec.Resources.Requests[corev1.ResourceStorage]
	out.Comments = append(out.Comments, fmt.Sprintf("Each replica has one of its own, of %s; this is the size of all.", out.Size))
	out.Size = times(each, r.Min)
	if most := times(each, r.Max); most == unknown {
		out.Size = unknown
	} else if r.Max > max(1, r.Min) {
		out.Size += ".." + most
	}
	return out
}

// times writes n volumes of one size; a StatefulSet that is switched off keeps
// those it has, of which one is certain.
func times(q resource.Quantity, n int32) string {
	q = q.DeepCopy()
	q.Mul(int64(max(1, n)))
	return byteText(q)
}

func volumeOf(name string, s corev1.PersistentVolumeClaimSpec) Volume {
	v := Volume{Name: name, Size: unknown}
	if s.StorageClassName != nil && isPlain(*s.StorageClassName) {
		v.Class = *s.StorageClassName
	}
	size, ok := s.Resources.Requests[corev1.ResourceStorage]
	switch {
	case !ok || size.Sign() <= 0:
		v.Comments = append(v.Comments, "The claim asks for no size.")
	case byteText(size) == unknown:
		v.Comments = append(v.Comments, "The claim asks for more than any cluster has.")
	default:
		v.Size = byteText(size)
	}
	return v
}
