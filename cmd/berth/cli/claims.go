package cli

import (
	"slices"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// claimKind is the kind of what holds data.
const claimKind = "PersistentVolumeClaim"

// claims are what a destroy leaves because it holds data, and what the cluster itself
// removes with its StatefulSet: claims of berth's sets, and those that StatefulSets of
// the sets have made for their copies, which no set names.
func (e *execution) claims(sites []members) (stay, leave []apply.Gone, err error) {
	for _, m := range sites {
		made, err := m.made(e)
		if target.ClassOf(err) == target.Denied {
			stay = append(stay, apply.Gone{Site: m.site, Object: object.Ref{Kind: claimKind, Name: "*"}, Why: "this identity may not list claims: those of StatefulSets are not named here, and stay"})
		} else if err != nil {
			return nil, nil, err
		}
		for _, c := range made {
			one := apply.Gone{Site: m.site, Object: c.Ref()}
			sts := m.maker(c)
			switch {
			case slices.ContainsFunc(m.all, func(x record.Member) bool { return x.Ref == c.Ref() }):
				one.Why = "it holds data"
			case sts == nil:
				continue
			case sts.At("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete":
				one.Why = "the cluster removes it with " + sts.Ref().String() + ", whose persistentVolumeClaimRetentionPolicy says so"
				leave = append(leave, one)
				continue
			default:
				one.Why = "it holds data of " + sts.Ref().String()
			}
			stay = append(stay, one)
		}
	}
	return stay, leave, nil
}

// members are the members of all sets of a site, and what they are like.
type members struct {
	site string
	all  []record.Member
	live map[object.Ref]object.Object
}

// members reads what the sets of all clusters name; secrets are not read.
func (e *execution) members() (out []members, err error) {
	for i := range e.clusters {
		site := e.clusters[i].site
		seen, err := apply.Observe(e.app.Context, e.job(), site, apply.Scope{})
		if err != nil {
			return nil, e.clusters[i].unreachable(e.app.Context, err)
		}
		m := members{site: site, live: map[object.Ref]object.Object{}}
		var scope apply.Scope
		for s := range seen.Sets {
			for _, one := range seen.Sets[s].Members {
				m.all = append(m.all, one)
				if one.Ref.Kind != "Secret" && one.Ref.Kind != claimKind {
					scope.Namespaces, scope.Kinds = append(scope.Namespaces, one.Ref.Namespace), append(scope.Kinds, one.Ref.Kind)
				}
			}
		}
		scope.Namespaces, scope.Kinds = distinct(scope.Namespaces, strings.Compare), distinct(scope.Kinds, strings.Compare)
		if seen, err = apply.Observe(e.app.Context, e.job(), site, scope); err != nil {
			return nil, e.clusters[i].unreachable(e.app.Context, err)
		}
		for _, o := range seen.Live {
			m.live[o.Ref()] = o
		}
		out = append(out, m)
	}
	return out, nil
}

// made are all claims in the namespaces of the members.
func (m *members) made(e *execution) ([]object.Object, error) {
	scope := apply.Scope{Kinds: []string{claimKind}}
	for _, one := range m.all {
		scope.Namespaces = append(scope.Namespaces, one.Ref.Namespace)
	}
	scope.Namespaces = distinct(scope.Namespaces, strings.Compare)
	if len(scope.Namespaces) == 0 {
		return nil, nil
	}
	seen, err := apply.Observe(e.app.Context, e.job(), m.site, scope)
	if err != nil {
		return nil, err
	}
	return seen.Live, nil
}

// maker is the StatefulSet among the members that has made a claim for one of its
// copies, nil for none: such a claim is called TEMPLATE-STATEFULSET-NUMBER.
func (m *members) maker(claim object.Object) object.Object {
	name := claim.Ref().Name
	for _, one := range m.all {
		sts := m.live[one.Ref]
		if one.Ref.Kind != "StatefulSet" || sts == nil || one.Ref.Namespace != claim.Ref().Namespace {
			continue
		}
		templates, _ := sts.At("spec", "volumeClaimTemplates").([]any)
		for _, t := range templates {
			template, _ := t.(map[string]any)
			called, _ := object.Object(template).At("metadata", "name").(string)
			number, of := strings.CutPrefix(name, called+"-"+one.Ref.Name+"-")
			if of && number != "" && strings.Trim(number, "0123456789") == "" {
				return sts
			}
		}
	}
	return nil
}
